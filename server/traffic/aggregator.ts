import type { TrafficSample } from '../contract/console.ts';
import type { Deltas } from '../contract/control.ts';
import { Accumulator, endpointKey, type InFlight } from './accumulator.ts';

/** Length of a sample in milliseconds. */
export const SAMPLE_MS = 500;
/** A slot stays open this long after its end for reports that are still on their way. */
const GRACE_MS = 150;
/** A worker that has said nothing for this long no longer counts as having requests in flight. */
const WORKER_SILENT_MS = 3_000;

interface WorkerGauges {
  at: number;
  rows: InFlight[];
}

/**
 * Turns the workers' reports into samples of 500 ms, aligned to the clock. A report counts in the slot that holds its end, so that no request
 * counts before it was made and a window that begins with a run holds all of it; one that comes too late counts in the oldest slot that is
 * still open, so that sums stay exact.
 */
export class TrafficAggregator {
  private readonly slots = new Map<number, Accumulator>();
  private readonly workers = new Map<number, WorkerGauges>();
  /** Newest slot that was closed; null before the first. */
  private closed: number | null = null;

  add(deltas: Deltas): void {
    this.workers.set(deltas.worker, {
      at: deltas.at,
      rows: deltas.endpoints
        .filter((row) => row.inFlight > 0)
        .map(({ ruleId, backend, endpoint, inFlight }) => ({ ruleId, backend, endpoint, inFlight })),
    });
    // slots include their end, not their beginning
    const own = Math.ceil(deltas.at / SAMPLE_MS) - 1;
    const slot = this.closed === null ? own : Math.max(own, this.closed + 1);
    let sums = this.slots.get(slot);
    if (sums === undefined) {
      sums = new Accumulator();
      this.slots.set(slot, sums);
    }
    sums.add(deltas);
  }

  /**
   * Closes every slot that is over.
   * @param now Unix milliseconds
   * @param live the proxy reports; without it a slot that nobody reported on is a gap, and gives no sample
   * @returns their samples, oldest first
   */
  advance(now: number, live: boolean): TrafficSample[] {
    const last = Math.floor((now - GRACE_MS) / SAMPLE_MS) - 1;
    if (this.closed !== null && last < this.closed - 10) this.clockWentBack(last);
    const first = this.firstOpen(last, live);
    const samples: TrafficSample[] = [];
    for (let slot = first; slot <= last; slot++) {
      const sums = this.slots.get(slot);
      if (sums === undefined && !live) continue;
      samples.push((sums ?? new Accumulator()).sample((slot + 1) * SAMPLE_MS, SAMPLE_MS, this.inFlight(now)));
      this.slots.delete(slot);
    }
    this.closed = Math.max(last, this.closed ?? last);
    return samples;
  }

  /** Slots are named by time: what is open moves to the first slot of the new time. */
  private clockWentBack(last: number): void {
    const open = [...this.slots.values()];
    this.slots.clear();
    const [first] = open;
    if (first !== undefined) {
      for (const other of open.slice(1)) first.add(other.sample(0, 0, new Map()));
      this.slots.set(last, first);
    }
    this.closed = last - 1;
  }

  /** After a pause (a suspended machine) only slots that hold something are worth closing one by one. */
  private firstOpen(last: number, live: boolean): number {
    const oldest = Math.min(...this.slots.keys(), last + (live ? 0 : 1));
    if (this.closed === null) return oldest;
    return Math.max(this.closed + 1, Math.min(oldest, last - 10));
  }

  private inFlight(now: number): Map<string, InFlight> {
    const sums = new Map<string, InFlight>();
    for (const [worker, gauges] of this.workers) {
      if (now - gauges.at > WORKER_SILENT_MS) {
        this.workers.delete(worker);
        continue;
      }
      for (const row of gauges.rows) {
        const key = endpointKey(row);
        const sum = sums.get(key);
        if (sum === undefined) sums.set(key, { ...row });
        else sum.inFlight += row.inFlight;
      }
    }
    return sums;
  }
}
