import type { WorkerShares } from '../contract/console.ts';
import type { Deltas } from '../contract/control.ts';
import { endpointKey, type InFlight } from './accumulator.ts';

const SLOT_MS = 5_000;
/** Longest time that is kept. */
const WORKER_RANGE = 900;
/** Counters that are kept over all slots: with very many rules the time gets shorter instead of the memory larger. */
const MOST_COUNTERS = 100_000;

interface Slot {
  start: number;
  /** Requests by worker and `endpointKey`. */
  workers: Map<number, Map<string, { row: InFlight; requests: number }>>;
  counters: number;
}

/**
 * What each worker sent, in steps of five seconds: rotations and in-flight counts are per worker, so that a sum over workers may hide what one of
 * them does. A single worker is the sum, and nothing is kept of it.
 */
export class WorkerTraffic {
  private slots: Slot[] = [];
  private counters = 0;
  private readonly seen = new Map<number, { at: number; inFlight: Map<string, number> }>();

  add(deltas: Deltas): void {
    const { worker, at } = deltas;
    this.seen.set(worker, { at, inFlight: new Map(deltas.endpoints.map((row) => [endpointKey(row), row.inFlight])) });
    for (const [id, known] of this.seen) if (at - known.at > WORKER_RANGE * 1000) this.seen.delete(id);
    if (this.seen.size < 2) return;
    const slot = this.slotAt(at - deltas.intervalMs / 2);
    let own = slot.workers.get(worker);
    if (own === undefined) slot.workers.set(worker, (own = new Map()));
    for (const row of deltas.endpoints) {
      if (row.requests === 0) continue;
      const key = endpointKey(row);
      const known = own.get(key);
      if (known !== undefined) known.requests += row.requests;
      else {
        const { ruleId, backend, endpoint } = row;
        own.set(key, { row: { ruleId, backend, endpoint, inFlight: 0 }, requests: row.requests });
        slot.counters++;
        this.counters++;
      }
    }
    this.forget(at);
  }

  /** What each worker sent in the last `seconds` before `now` (Unix milliseconds), in whole steps. */
  read(now: number, seconds: number): WorkerShares {
    const since = now - Math.min(seconds, WORKER_RANGE) * 1000;
    const slots = this.slots.filter(({ start }) => start + SLOT_MS > since);
    const sums = new Map<number, Map<string, { row: InFlight; requests: number }>>();
    for (const { workers } of slots)
      for (const [worker, rows] of workers) {
        let own = sums.get(worker);
        if (own === undefined) sums.set(worker, (own = new Map()));
        for (const [key, { row, requests }] of rows) {
          const known = own.get(key);
          if (known === undefined) own.set(key, { row, requests });
          else known.requests += requests;
        }
      }
    return {
      seconds: slots.length === 0 ? 0 : Math.round((now - slots[0]!.start) / 1000),
      workers: [...sums]
        .sort(([a], [b]) => a - b)
        .map(([worker, rows]) => ({
          worker,
          endpoints: [...rows].map(([key, { row, requests }]) => ({
            ...row,
            requests,
            inFlight: this.seen.get(worker)?.inFlight.get(key) ?? 0,
          })),
        })),
    };
  }

  private slotAt(time: number): Slot {
    const start = Math.floor(time / SLOT_MS) * SLOT_MS;
    const known = this.slots.findLast((slot) => slot.start === start);
    if (known !== undefined) return known;
    const slot: Slot = { start, workers: new Map(), counters: 0 };
    this.slots.push(slot);
    this.slots.sort((a, b) => a.start - b.start);
    return slot;
  }

  private forget(now: number): void {
    while (
      this.slots.length > 1 &&
      (this.counters > MOST_COUNTERS || this.slots[0]!.start + SLOT_MS < now - WORKER_RANGE * 1000)
    )
      this.counters -= this.slots.shift()!.counters;
  }
}
