'use client';

import { useMemo, useState, type ReactNode } from 'react';
import { keyText, type ObjectKey } from '../../server/model/object.ts';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { editPageOf } from '../editor/edit-pages.ts';
import { PageHeader, Section } from '../ui/PageHeader.tsx';
import { ErrorState, Loading } from '../ui/States.tsx';
import { shownColumns, type Column } from './columns.ts';
import { ColumnsMenu } from './ColumnsMenu.tsx';
import { DataTable } from './DataTable.tsx';
import { choicesOf, segmentsOf, useFilter, type FilterOf } from './filter.ts';
import { FilterBar, NothingFound } from './FilterBar.tsx';
import type { Direction } from './order.ts';
import { peekKey, peekText } from './peek.ts';
import { SelectBox } from './SelectBox.tsx';
import { SelectionBar } from './SelectionBar.tsx';
import { useUrlState } from './url-state.ts';
import { later } from '../ui/later.ts';

/** Read when it is first opened: a list has to be light. */
const PeekDrawer = dynamic(
  later(() => import('./PeekDrawer.tsx').then((module) => module.PeekDrawer)),
  { ssr: false },
);

interface Props<Row> {
  title: string;
  meta?: ReactNode;
  actions: ReactNode;
  /** `route`: what a row is. */
  noun: string;
  /** What was read, with the error of the part that failed. */
  read: { error: unknown; retry: () => void; what: string };
  /** Undefined until all parts are there. */
  rows: readonly Row[] | undefined;
  keyOf: (row: Row) => ObjectKey;
  columns: readonly Column<Row>[];
  defaultSort: { column: string; direction: Direction };
  filter: FilterOf<Row>;
  placeholder: string;
  /** Instead of the table while there is no object at all. */
  empty: ReactNode;
  /** Above the table. */
  note?: ReactNode;
  /** Rows of their own below a row; such a list offers no choice of columns. */
  children?: (row: Row) => ReactNode;
  trafficScope?: (row: Row) => string;
  /** What the drawer shows of a row above conditions and text. */
  renderPeek?: (row: Row) => ReactNode;
  /** Loading bars. */
  bars?: number;
}

/** A list of objects: filter, selection, columns, drawer; all that is seen lives in the URL, but for what is selected. */
export function ListPage<Row>(props: Props<Row>) {
  const { read, rows } = props;
  return (
    <>
      <PageHeader title={props.title} count={rows?.length} meta={props.meta} actions={props.actions} />
      {read.error ? (
        <Section last>
          <ErrorState what={read.what} error={read.error} retry={read.retry} />
        </Section>
      ) : !rows ? (
        <Section last>
          <Loading rows={props.bars ?? 5} />
        </Section>
      ) : rows.length === 0 ? (
        <Section last>{props.empty}</Section>
      ) : (
        <Listed {...props} all={rows} />
      )}
    </>
  );
}

function Listed<Row>(props: Props<Row> & { all: readonly Row[] }) {
  const { all, keyOf, columns, children, trafficScope } = props;
  const [search, change] = useUrlState();
  const router = useRouter();
  const rows = useFilter(all, props.filter);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  // the drawer stays mounted once it was opened, so that it can slide out
  const [looked, setLooked] = useState(false);
  const [last, setLast] = useState<string | null>(null);
  const idOf = (row: Row): string => keyText(keyOf(row));
  const byId = useMemo(() => new Map(all.map((row) => [keyText(keyOf(row)), row])), [all, keyOf]);
  // what is deleted is not selected any more
  const kept = useMemo(() => new Set([...selected].filter((id) => byId.has(id))), [selected, byId]);

  const toggle = (id: string): void => {
    const next = new Set(kept);
    if (!next.delete(id)) next.add(id);
    setSelected(next);
  };
  const look = (id: string): void => {
    const row = byId.get(id);
    if (row === undefined) return;
    setLooked(true);
    change({ peek: peekText(keyOf(row)) });
  };
  const edit = (id: string): void => {
    const row = byId.get(id);
    if (row !== undefined) router.push(editPageOf(keyOf(row)));
  };
  const peeked = peekKey(search.get('peek'));
  const open = peeked === null ? null : keyText(peeked);
  const openRow = open === null ? undefined : byId.get(open);
  const shown = children === undefined ? shownColumns(columns, search.get('cols')) : [...columns];
  const withBox = shown.map((column, index) =>
    index === 0 ? boxed(column, (row) => ({ id: idOf(row), name: keyOf(row).name }), kept, toggle) : column,
  );
  return (
    <>
      {kept.size > 0 ? (
        <SelectionBar
          keys={[...kept].flatMap((id) => {
            const row = byId.get(id);
            return row === undefined ? [] : [keyOf(row)];
          })}
          total={rows.length}
          all={() => setSelected(new Set(rows.map(idOf)))}
          none={() => setSelected(new Set())}
        />
      ) : (
        <FilterBar
          placeholder={props.placeholder}
          total={all.length}
          segments={segmentsOf(all, props.filter)}
          choices={choicesOf(all, props.filter)}
          end={
            children === undefined && columns.some((column) => column.choice) ? <ColumnsMenu columns={columns} /> : null
          }
        />
      )}
      <Section last>
        {props.note}
        {rows.length === 0 ? (
          <NothingFound noun={props.noun} total={all.length} />
        ) : (
          <DataTable
            label={props.title}
            rows={rows}
            columns={withBox}
            idOf={idOf}
            defaultSort={props.defaultSort}
            shown={`${rows.length} of ${all.length}`}
            keys={{ peek: look, select: toggle, edit }}
            selected={kept}
            open={open}
          >
            {children}
          </DataTable>
        )}
      </Section>
      {(peeked !== null || looked) && (
        <PeekDrawer
          objectKey={peeked}
          close={() => {
            setLast(open);
            change({ peek: null });
          }}
          closed={() => focusRow(last)}
          trafficScope={openRow && trafficScope?.(openRow)}
        >
          {openRow && props.renderPeek?.(openRow)}
        </PeekDrawer>
      )}
    </>
  );
}

function focusRow(id: string | null): void {
  const rows = document.querySelectorAll<HTMLElement>('tr[data-id]');
  const row = [...rows].find((entry) => entry.dataset.id === id);
  row?.querySelector<HTMLElement>('a[data-row]')?.focus();
}

/** The first column carries the box that selects the row, beside its own mark. */
function boxed<Row>(
  column: Column<Row>,
  of: (row: Row) => { id: string; name: string },
  selected: ReadonlySet<string>,
  toggle: (id: string) => void,
): Column<Row> {
  return {
    ...column,
    cell: (row) => {
      const { id, name } = of(row);
      return (
        <>
          {column.cell(row)}
          <SelectBox name={name} checked={selected.has(id)} toggle={() => toggle(id)} />
        </>
      );
    },
  };
}
