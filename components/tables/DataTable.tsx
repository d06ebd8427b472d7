'use client';

import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useNow } from '../live/LiveProvider.tsx';
import ui from '../ui/ui.module.css';
import { keepOrder, sortRows, type Direction } from './order.ts';
import css from './tables.module.css';
import { useUrlState } from './url-state.ts';

/** A column; `sort` makes its head a button. On phones: `hide` drops it, `full` gives it a line, `end` puts it at the right. */
export interface Column<Row> {
  id: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  sort?: (row: Row) => string | number | null;
  /** Direction of the first click. */
  first?: Direction;
  /** Its values change with the traffic: the order is renewed every 10 s. */
  live?: boolean;
  num?: boolean;
  width?: string;
  small?: 'hide' | 'full' | 'end';
  /** Dropped already where the rail is narrow. */
  medium?: 'hide';
}

interface Props<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  idOf: (row: Row) => string;
  /** Column and direction without a choice in the URL. */
  defaultSort: { column: string; direction: Direction };
  /** Rows of their own below a row. */
  children?: (row: Row) => ReactNode;
  dim?: (row: Row) => boolean;
  /** `3 of 214`, said below together with the keys. */
  shown?: string;
  /** Rows of one line. */
  dense?: boolean;
}

const RESORT_MS = 10_000;
/** Rows that are drawn at once; more come as the end is reached. */
const STEP = 100;

/** A list: sort in the URL, arrows or j and k move between rows, Enter opens. */
export function DataTable<Row>({
  label,
  columns,
  rows,
  idOf,
  defaultSort,
  children,
  dim,
  shown,
  dense = false,
}: Props<Row>) {
  const [search, change] = useUrlState();
  const chosen = columns.find((column) => column.id === search.get('sort') && column.sort);
  const column = chosen ?? columns.find((entry) => entry.id === defaultSort.column);
  const asked = search.get('dir');
  const direction: Direction =
    asked === 'asc' || asked === 'desc' ? asked : chosen ? (chosen.first ?? 'asc') : defaultSort.direction;
  const filter = ['q', 'state', 'ns'].map((name) => search.get(name) ?? '').join('|');
  const ordered = useOrder(rows, idOf, column, direction, filter);
  const [limit, setLimit] = useState(STEP);
  const table = useRef<HTMLTableElement>(null);
  useEffect(() => focusFromFilter(table.current), []);

  const sortBy = (target: Column<Row>) => {
    const next: Direction = target === column ? (direction === 'asc' ? 'desc' : 'asc') : (target.first ?? 'asc');
    const isDefault = target.id === defaultSort.column && next === defaultSort.direction;
    change({ sort: isDefault ? null : target.id, dir: isDefault ? null : next });
  };
  return (
    <>
      <div className={ui.tableBox}>
        {/* keys move between the links of the rows, which take the focus themselves */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
        <table
          ref={table}
          className={`${ui.table} ${css.list}`}
          data-cards
          data-dense={dense || undefined}
          aria-label={label}
          onKeyDown={moveFocus}
        >
          <thead>
            <tr>
              {columns.map((entry) => (
                <th
                  key={entry.id}
                  className={entry.num ? ui.num : undefined}
                  data-medium={entry.medium}
                  style={entry.width === undefined ? undefined : { width: entry.width }}
                  aria-sort={entry === column ? (direction === 'asc' ? 'ascending' : 'descending') : undefined}
                >
                  {entry.sort ? (
                    <button type="button" className={css.sort} onClick={() => sortBy(entry)}>
                      {entry.header}
                      <span aria-hidden>{entry === column ? (direction === 'asc' ? ' ↑' : ' ↓') : ''}</span>
                    </button>
                  ) : (
                    entry.header
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ordered.slice(0, limit).map((row) => (
              <RowOf key={idOf(row)} row={row} columns={columns} dim={dim?.(row) ?? false}>
                {children?.(row)}
              </RowOf>
            ))}
          </tbody>
        </table>
        {ordered.length > limit && (
          <More key={limit} rest={ordered.length - limit} show={() => setLimit(limit + STEP)} />
        )}
      </div>
      {shown !== undefined && (
        <p className={css.foot}>
          {shown}. <kbd>↑</kbd> <kbd>↓</kbd> move, <kbd>Enter</kbd> open, <kbd>/</kbd> filter.
        </p>
      )}
    </>
  );
}

function More({ rest, show }: { rest: number; show: () => void }) {
  const end = useRef<HTMLButtonElement>(null);
  const reached = useRef(show);
  useEffect(() => {
    reached.current = show;
  });
  useEffect(() => {
    const button = end.current;
    if (!button) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) reached.current();
      },
      { rootMargin: '600px' },
    );
    observer.observe(button);
    return () => observer.disconnect();
  }, []);
  return (
    <button ref={end} type="button" className={css.more} onClick={show}>
      {rest} more
    </button>
  );
}

function RowOf<Row>(props: { row: Row; columns: readonly Column<Row>[]; dim: boolean; children?: ReactNode }) {
  return (
    <>
      <tr data-dim={props.dim || undefined}>
        {props.columns.map((column) => (
          <td
            key={column.id}
            className={column.num ? ui.num : undefined}
            data-medium={column.medium}
            data-hide={column.small === 'hide' || undefined}
            data-full={column.small === 'full' || undefined}
            data-end={column.small === 'end' || undefined}
          >
            {column.cell(props.row)}
          </td>
        ))}
      </tr>
      {props.children}
    </>
  );
}

/** The order that a live column had when it was last asked for. `level`: all values were the same, so it says nothing yet. */
interface Kept {
  key: string;
  ids: string[];
  level: boolean;
}

/** Sorted rows; a live column sorts again every 10 s, on a new choice or filter, and not in between. */
function useOrder<Row>(
  rows: readonly Row[],
  idOf: (row: Row) => string,
  column: Column<Row> | undefined,
  direction: Direction,
  filter: string,
): Row[] {
  const tick = useNow(RESORT_MS);
  const [kept, setKept] = useState<Kept>({ key: '', ids: [], level: true });
  const sort = column?.sort;
  const live = column?.live ?? false;
  const key = `${column?.id}|${direction}|${filter}|${tick}`;
  const sorted = useMemo(() => (sort ? sortRows(rows, sort, direction) : [...rows]), [rows, sort, direction]);
  const renew = live && rows.length > 0 && (kept.key !== key || kept.level);
  if (renew) {
    const values = new Set(sorted.map((row) => sort?.(row)));
    const next = { key, ids: sorted.map(idOf), level: values.size < 2 };
    if (kept.key !== key || !next.level) setKept(next);
  }
  return useMemo(
    () => (live && !renew ? keepOrder(rows, kept.ids, idOf) : sorted),
    [live, renew, rows, kept.ids, idOf, sorted],
  );
}

function rowLinks(table: HTMLTableElement): HTMLAnchorElement[] {
  return [...table.querySelectorAll<HTMLAnchorElement>('a[data-row]')];
}

function moveFocus(event: KeyboardEvent<HTMLTableElement>): void {
  const step =
    event.key === 'ArrowDown' || event.key === 'j' ? 1 : event.key === 'ArrowUp' || event.key === 'k' ? -1 : 0;
  if (step === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target instanceof HTMLInputElement) return;
  const links = rowLinks(event.currentTarget);
  const current = event.target instanceof Element ? event.target.closest('tr')?.querySelector('a[data-row]') : null;
  const at = links.findIndex((link) => link === current);
  const next = links[Math.min(links.length - 1, Math.max(0, at + step))];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** The arrow keys of the filter, and those of the bare page, lead into the list. */
function focusFromFilter(table: HTMLTableElement | null): () => void {
  const onKey = (event: globalThis.KeyboardEvent) => {
    if (!table || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target as HTMLElement | null;
    const filter = target?.matches('input[data-filter]') ?? false;
    const bare = target === document.body || target?.id === 'main';
    if (!(event.key === 'ArrowDown' && (filter || bare)) && !(event.key === 'j' && bare)) return;
    event.preventDefault();
    rowLinks(table)[0]?.focus();
  };
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
}
