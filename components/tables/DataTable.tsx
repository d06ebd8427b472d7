'use client';

import { useEffect, useRef, useState, type ReactNode } from 'react';
import ui from '../ui/ui.module.css';
import type { Column } from './columns.ts';
import type { Direction } from './order.ts';
import { focusFromFilter, onRowKey, type RowKeys } from './row-keys.ts';
import css from './tables.module.css';
import { useUrlState } from './url-state.ts';
import { useOrder } from './use-order.ts';

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
  /** What keys do besides moving. */
  keys?: RowKeys;
  /** Rows that are chosen, by id. */
  selected?: ReadonlySet<string>;
  /** The row whose drawer is open. */
  open?: string | null;
}

/** Rows that are drawn at once: more than the highest window shows. */
const FIRST = 40;
/** Rows that come as the end is reached. */
const STEP = 100;
const NO_KEYS: RowKeys = {};

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
  keys = NO_KEYS,
  selected,
  open,
}: Props<Row>) {
  const [search, change] = useUrlState();
  const chosen = columns.find((column) => column.id === search.get('sort') && column.sort);
  const column = chosen ?? columns.find((entry) => entry.id === defaultSort.column);
  const asked = search.get('dir');
  const direction: Direction =
    asked === 'asc' || asked === 'desc' ? asked : chosen ? (chosen.first ?? 'asc') : defaultSort.direction;
  const filter = ['q', 'state', 'ns'].map((name) => search.get(name) ?? '').join('|');
  const ordered = useOrder(rows, idOf, column, direction, filter);
  const [limit, setLimit] = useState(FIRST);
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
          data-selecting={(selected?.size ?? 0) > 0 || undefined}
          aria-label={label}
          onKeyDown={(event) => onRowKey(event, keys)}
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
            {ordered.slice(0, limit).map((row) => {
              const id = idOf(row);
              return (
                <RowOf
                  key={id}
                  id={id}
                  row={row}
                  columns={columns}
                  dim={dim?.(row) ?? false}
                  active={open === id || (selected?.has(id) ?? false)}
                >
                  {children?.(row)}
                </RowOf>
              );
            })}
          </tbody>
        </table>
        {ordered.length > limit && (
          <More key={limit} rest={ordered.length - limit} show={() => setLimit(limit + STEP)} />
        )}
      </div>
      {shown !== undefined && <Foot shown={shown} keys={keys} />}
    </>
  );
}

function Foot({ shown, keys }: { shown: string; keys: RowKeys }) {
  return (
    <p className={css.foot}>
      {shown}. <kbd>↑</kbd> <kbd>↓</kbd> move, <kbd>Enter</kbd> open
      {keys.peek && (
        <>
          , <kbd>Space</kbd> look in the drawer
        </>
      )}
      {keys.edit && (
        <>
          , <kbd>E</kbd> edit
        </>
      )}
      {keys.select && (
        <>
          , <kbd>X</kbd> select
        </>
      )}
      , <kbd>/</kbd> filter.
    </p>
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

function RowOf<Row>(props: {
  id: string;
  row: Row;
  columns: readonly Column<Row>[];
  dim: boolean;
  active: boolean;
  children?: ReactNode;
}) {
  return (
    <>
      <tr data-id={props.id} data-dim={props.dim || undefined} data-active={props.active || undefined}>
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
