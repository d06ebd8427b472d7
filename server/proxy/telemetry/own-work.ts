import { BUCKETS, bucketOf } from '../../contract/histogram.ts';

/** One request in so many is measured, since reading the clock costs about as much as counting all the rest. */
const EVERY = 16;

/** Time that the proxy itself works for a request, from its head to the end of the answer: a histogram of a sample of them. */
export class OwnWork {
  private turn = 0;
  private measured = 0;
  private readonly buckets = new Uint32Array(BUCKETS);

  /** Whether the request that begins is measured. */
  takes(): boolean {
    this.turn = (this.turn + 1) % EVERY;
    return this.turn === 0;
  }

  /** Counts a request that is over. @param us microseconds */
  count(us: number): void {
    this.measured++;
    this.buckets[bucketOf(us)]!++;
  }

  /** The histogram as pairs, and begins anew; nothing where nothing was measured. */
  take(): { work?: [number, number][] } {
    if (this.measured === 0) return {};
    const pairs: [number, number][] = [];
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const count = this.buckets[bucket]!;
      if (count !== 0) pairs.push([bucket, count]);
    }
    this.buckets.fill(0);
    this.measured = 0;
    return { work: pairs };
  }
}
