import type { TrafficSample } from '../contract/console.ts';
import { Accumulator, endpointKey } from './accumulator.ts';

/** Sums samples into longer ones whose ends are whole multiples of `stepMs`. Takes samples in order of time. */
export class Rollup {
  private readonly stepMs: number;
  private open: { end: number; samples: TrafficSample[] } | null = null;

  constructor(stepMs: number) {
    this.stepMs = stepMs;
  }

  /** Adds a sample. @returns the longer samples that are complete now, oldest first: none, one or two */
  push(sample: TrafficSample): TrafficSample[] {
    const end = Math.ceil(sample.at / this.stepMs) * this.stepMs;
    const closed: TrafficSample[] = [];
    if (this.open !== null && this.open.end !== end) closed.push(this.close(this.open));
    this.open ??= { end, samples: [] };
    this.open.samples.push(sample);
    if (sample.at === end) closed.push(this.close(this.open));
    return closed;
  }

  /** The one that is not complete, ending with the newest sample; null when there is none. */
  partial(): TrafficSample | null {
    const newest = this.open?.samples.at(-1);
    return newest === undefined ? null : mergeSamples(newest.at, this.open!.samples);
  }

  private close(open: { end: number; samples: TrafficSample[] }): TrafficSample {
    this.open = null;
    return mergeSamples(open.end, open.samples);
  }
}

/** The sum of samples in order of time, as one that ends at `at`. Requests in flight are those of the last. */
function mergeSamples(at: number, samples: TrafficSample[]): TrafficSample {
  const sums = new Accumulator();
  let interval = 0;
  for (const sample of samples) {
    sums.add(sample);
    interval += sample.intervalMs;
  }
  const last = samples.at(-1);
  const inFlight = new Map((last?.endpoints ?? []).map((row) => [endpointKey(row), row]));
  return sums.sample(at, interval, inFlight);
}

/** Rows of all kinds. */
export function rowsOf(sample: TrafficSample): number {
  return sample.endpoints.length + sample.rules.length + sample.listeners.length;
}
