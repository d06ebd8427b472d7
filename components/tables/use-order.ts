'use client';

import { useMemo, useState } from 'react';
import { useNow } from '../live/LiveProvider.tsx';
import type { Column } from './columns.ts';
import { keepOrder, sortRows, type Direction } from './order.ts';

const RESORT_MS = 10_000;

/** The order that a live column had when it was last asked for. `level`: all values were the same, so it says nothing yet. */
interface Kept {
  key: string;
  ids: string[];
  level: boolean;
}

/** Sorted rows; a live column sorts again every 10 s, on a new choice or filter, and not in between. */
export function useOrder<Row>(
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
