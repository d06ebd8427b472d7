import type { ReactNode } from 'react';
import type { Direction } from './order.ts';

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
  /** Name in the columns menu, which offers it; columns without one are always there. */
  choice?: string;
  /** Only shown when it was chosen. */
  optional?: true;
}

/** Columns that the URL's `cols` shows: ids separated by commas; absent, all that are not optional. Those without a choice stay. */
export function shownColumns<Row>(columns: readonly Column<Row>[], cols: string | null): Column<Row>[] {
  const chosen = cols === null ? null : new Set(cols.split(','));
  return columns.filter((column) => {
    if (column.choice === undefined) return true;
    return chosen === null ? column.optional !== true : chosen.has(column.id);
  });
}

/** The value of `cols` once a column is shown or hidden; null where it is what is shown without. */
export function toggledColumns<Row>(columns: readonly Column<Row>[], cols: string | null, id: string): string | null {
  const offered = columns.filter((column) => column.choice !== undefined);
  const shown = new Set(shownColumns(offered, cols).map((column) => column.id));
  if (!shown.delete(id)) shown.add(id);
  if (offered.every((column) => shown.has(column.id) === (column.optional !== true))) return null;
  // an empty value would be left out of the address
  return offered.flatMap((column) => (shown.has(column.id) ? [column.id] : [])).join(',') || 'none';
}
