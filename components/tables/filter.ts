'use client';

import { useMemo } from 'react';
import type { Level } from '../ui/conditions.ts';
import type { Choice, Segment } from './FilterBar.tsx';
import { useUrlState } from './url-state.ts';

/** How to read a row for the filters. `text` is all that the search looks at; `states` are further states of the row. */
export interface FilterOf<Row> {
  namespace: (row: Row) => string;
  level: (row: Row) => Level;
  text: (row: Row) => string;
  /** Further states to filter by, by their name in the URL. */
  states?: Record<string, { label: string; is: (row: Row) => boolean }>;
  /** Further parameters of the URL, for example `gateway`; a row has to hold the value that is asked for. */
  choices?: Record<string, { label: string; of: (row: Row) => readonly string[] }>;
}

const STATES: { id: string; label: string; level: Level }[] = [
  { id: 'error', label: 'Error', level: 'bad' },
  { id: 'warning', label: 'Warning', level: 'warn' },
  { id: 'pending', label: 'Pending', level: 'pending' },
];

/** State segments with counts: the levels that are the same on every list, then the list's own states. */
export function segmentsOf<Row>(rows: readonly Row[], of: FilterOf<Row>): Segment[] {
  const counts = new Map<Level, number>();
  for (const row of rows) counts.set(of.level(row), (counts.get(of.level(row)) ?? 0) + 1);
  return [
    ...STATES.map(({ id, label, level }) => ({ id, label, mark: level, count: counts.get(level) ?? 0 })),
    ...Object.entries(of.states ?? {}).map(([id, { label, is }]) => ({ id, label, count: rows.filter(is).length })),
  ];
}

/** The menus beside the states, each with the values that occur. */
export function choicesOf<Row>(rows: readonly Row[], of: FilterOf<Row>): Choice[] {
  return Object.entries(of.choices ?? {}).map(([param, { label, of: read }]) => ({
    param,
    label,
    values: [...new Set(rows.flatMap(read))].toSorted(),
  }));
}

/** Rows that the URL's `q`, `state` and `ns` let through. Every word of the search must occur. */
export function useFilter<Row>(rows: readonly Row[], of: FilterOf<Row>): Row[] {
  const [search] = useUrlState();
  const q = (search.get('q') ?? '').toLowerCase();
  const state = search.get('state') ?? '';
  const namespace = search.get('ns') ?? '';
  const chosen = Object.keys(of.choices ?? {})
    .flatMap((name) => (search.get(name) ? [`${name}=${search.get(name) ?? ''}`] : []))
    .join('&');
  return useMemo(() => {
    const words = q.split(/\s+/).filter(Boolean);
    const level = STATES.find((entry) => entry.id === state)?.level;
    return rows.filter((row) => {
      if (namespace !== '' && of.namespace(row) !== namespace) return false;
      if (level !== undefined && of.level(row) !== level) return false;
      if (level === undefined && state !== '' && !(of.states?.[state]?.is(row) ?? false)) return false;
      for (const pair of chosen === '' ? [] : chosen.split('&')) {
        const at = pair.indexOf('=');
        const held = of.choices?.[pair.slice(0, at)]?.of(row) ?? [];
        if (!held.includes(pair.slice(at + 1))) return false;
      }
      if (words.length === 0) return true;
      const text = of.text(row).toLowerCase();
      return words.every((word) => text.includes(word));
    });
    // `of` is made anew with every render and reads nothing but the row
    // oxlint-disable-next-line react/exhaustive-deps
  }, [rows, q, state, namespace, chosen]);
}
