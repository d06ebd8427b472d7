/** Middle, ninety-ninth of a hundred and longest of some times, in milliseconds. */
export interface Times {
  count: number;
  p50: number;
  p99: number;
  max: number;
}

const round = (value: number): number => Math.round(value * 100) / 100;

export function timesOf(values: readonly number[]): Times {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) };
}

/** The middle one. */
export function median(values: readonly number[]): number {
  return timesOf(values).p50;
}
