import type { TrafficHistory, TrafficSample } from '../contract/console.ts';
import { Accumulator, endpointKey } from './accumulator.ts';

const SECOND = 1_000;
/** Longest range in seconds. */
export const LONGEST_RANGE = 900;
const SHORTEST_RANGE = 60;
/** Rows of all kinds that are kept: with very many routes the history gets shorter instead of larger. */
const MOST_ROWS = 400_000;
const MOST_MARKS = 500;

/** One point a second for 15 minutes, in memory, and the revisions that touched routing. */
export class History {
  private seconds: TrafficSample[] = [];
  private rows = 0;
  private marks: TrafficHistory['marks'] = [];
  private open: { second: number; samples: TrafficSample[] } | null = null;
  private readonly mostRows: number;

  constructor(mostRows = MOST_ROWS) {
    this.mostRows = mostRows;
  }

  /** Takes samples in order of time. */
  push(sample: TrafficSample): void {
    const second = Math.ceil(sample.at / SECOND) * SECOND;
    if (this.open !== null && this.open.second !== second) this.close();
    this.open ??= { second, samples: [] };
    this.open.samples.push(sample);
    if (sample.at === second) this.close();
  }

  /** Notes that a revision changed what the proxy serves. */
  mark(at: number, revision: number, text: string): void {
    this.marks.push({ at, revision, text });
    if (this.marks.length > MOST_MARKS) this.marks = this.marks.slice(-MOST_MARKS);
  }

  /**
   * The last `range` seconds before `now` (limited to 60..900). The newest sample ends where the stream goes on: it may be half a second
   * that was not closed yet.
   */
  read(now: number, range: number): TrafficHistory {
    const from = now - Math.min(LONGEST_RANGE, Math.max(SHORTEST_RANGE, range)) * SECOND;
    const newest = this.open?.samples.at(-1);
    const seconds = newest === undefined ? this.seconds : [...this.seconds, merge(newest.at, this.open!.samples)];
    return {
      samples: seconds.filter((sample) => sample.at > from),
      marks: this.marks.filter((mark) => mark.at > from),
    };
  }

  private close(): void {
    if (this.open === null) return;
    const sample = merge(this.open.second, this.open.samples);
    this.open = null;
    this.seconds.push(sample);
    this.rows += rowsOf(sample);
    const oldest = sample.at - LONGEST_RANGE * SECOND;
    let drop = 0;
    while (drop < this.seconds.length - 1) {
      const first = this.seconds[drop]!;
      if (first.at > oldest && this.rows <= this.mostRows) break;
      this.rows -= rowsOf(first);
      drop++;
    }
    if (drop > 0) this.seconds = this.seconds.slice(drop);
  }
}

function rowsOf(sample: TrafficSample): number {
  return sample.endpoints.length + sample.rules.length + sample.listeners.length;
}

function merge(at: number, samples: TrafficSample[]): TrafficSample {
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
