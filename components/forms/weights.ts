import { asMap, asNumber } from './shapes.ts';

/** The weight of a backendRef: 1 where none is written. */
export function weightOf(ref: unknown): number {
  return Math.max(0, asNumber(asMap(ref)['weight']) ?? 1);
}

/** A share as lists show it: one decimal, none where it is whole; a dash where nothing is shared out. */
export function percentText(percent: number | null): string {
  if (percent === null) return '–';
  const rounded = Math.round(percent * 10) / 10;
  return `${Number.isInteger(rounded) ? rounded : rounded.toFixed(1)} %`;
}
