/** The stretch of time that shares are computed over. */
export interface Window {
  /** Unix milliseconds, exclusive and inclusive. */
  from: number;
  to: number;
  /** Why it is shorter than asked for, null when it is not. */
  cut: 'revision' | null;
}

/** Milliseconds after a change whose samples may hold requests from before it: half a second of a sample, a quarter of a worker's report. */
const MIXED_MS = 750;

/**
 * The window that ends at `end`, `seconds` long. It starts anew where a revision changed routing, since shares before and after a change
 * answer different questions; a window in the past that somebody chose is left as it is.
 */
export function windowOf(input: {
  end: number;
  seconds: number;
  live: boolean;
  marks: readonly { at: number }[];
}): Window {
  const from = input.end - input.seconds * 1000;
  if (!input.live) return { from, to: input.end, cut: null };
  let start = from;
  for (const { at } of input.marks)
    if (at > from && at < input.end) start = Math.min(input.end, Math.max(start, at + MIXED_MS));
  return { from: start, to: input.end, cut: start > from ? 'revision' : null };
}

const SECOND = 1000;

/**
 * The window that covers a generator run: from its start to its end or to now, in whole seconds of the clock, since the past is kept by
 * the second.
 */
export function windowOfRun(
  run: { startedAt: number; elapsed: number; state: string },
  now: number,
): { end: number; window: number } {
  // the last answers are counted with the sample after the run's end
  const last = run.state === 'running' ? now : run.startedAt + run.elapsed * SECOND + 1500;
  const end = Math.ceil(last / SECOND) * SECOND;
  const start = Math.floor(run.startedAt / SECOND) * SECOND;
  return { end, window: Math.min(900, (end - start) / SECOND) };
}
