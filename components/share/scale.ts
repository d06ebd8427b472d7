/** Scale of a group of share bars: they all end at `max`; a hairline every `step`. Both are fractions. */
export interface ShareScale {
  max: number;
  step: number;
}

const STEPS = [0.02, 0.05, 0.1, 0.2, 0.25];

/** The least round scale that holds every share, expectation and band given (fractions, null for none). */
export function shareScale(values: readonly (number | null | undefined)[]): ShareScale {
  let top = 0;
  for (const value of values) if (value !== null && value !== undefined && value > top) top = value;
  const wanted = Math.min(1, top * 1.08);
  for (const step of STEPS) {
    const max = Math.ceil(wanted / step - 1e-9) * step;
    if (max / step <= 5) return { max: Math.min(1, Math.max(step, max)), step };
  }
  return { max: 1, step: 0.25 };
}
