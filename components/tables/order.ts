/** Direction of a sort. */
export type Direction = 'asc' | 'desc';

// made once: making one for each comparison takes longer than the comparison
const byText = new Intl.Collator('en', { numeric: true });

/** Compares two values of a column: numbers by size, everything else by text; empty ones last. */
function compareValues(a: string | number | null, b: string | number | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return byText.compare(String(a), String(b));
}

/**
 * Puts rows into a known order of ids. Rows that are new come after those that were known, in their own order, so that live
 * figures never move a row under the pointer.
 */
export function keepOrder<Row>(rows: readonly Row[], ids: readonly string[], idOf: (row: Row) => string): Row[] {
  const place = new Map(ids.map((id, i) => [id, i]));
  return [...rows].sort((a, b) => (place.get(idOf(a)) ?? ids.length) - (place.get(idOf(b)) ?? ids.length));
}

/** Sorts rows by a column's value; ties keep their order. */
export function sortRows<Row>(
  rows: readonly Row[],
  value: (row: Row) => string | number | null,
  direction: Direction,
): Row[] {
  const sign = direction === 'desc' ? -1 : 1;
  // each value is read once, and not in each of many comparisons
  return rows
    .map((row) => ({ row, value: value(row) }))
    .sort((a, b) => {
      // empty values stay last in both directions
      if (a.value === null || b.value === null) return compareValues(a.value, b.value);
      return sign * compareValues(a.value, b.value);
    })
    .map(({ row }) => row);
}
