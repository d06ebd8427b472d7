import { randomBelow } from './random.ts';
import type { Random } from './types.ts';

/**
 * Weighted round robin as an earliest-deadline-first schedule: the k-th turn of an entry of weight w is due at k/w. Of turns due at the
 * same time the entry that waited longer, which is the lighter one, goes first; of equal weights the first in order. The schedule repeats
 * after as many turns as the weights add up to, and is entered at a random position. Counts are whole numbers, so that it never drifts.
 * Source: envoy-observed section 2 (90/10 evenly spaced, 1/2/3 as 312332, 3/1 as AABA).
 */
export class EdfSchedule {
  readonly #weights: Float64Array;
  readonly #turns: Float64Array;
  readonly #period: number;
  #position = 0;

  /** `weights`: whole numbers above 0, at least one. */
  constructor(weights: readonly number[], random: Random) {
    this.#weights = Float64Array.from(weights);
    this.#turns = new Float64Array(weights.length);
    this.#period = weights.reduce((sum, weight) => sum + weight, 0);
    const start = randomBelow(random, this.#period);
    // Every entry has had at least its share rounded down; only the remainder has to be played.
    for (let i = 0; i < weights.length; i++) {
      const turns = Math.floor((start * weights[i]!) / this.#period);
      this.#turns[i] = turns;
      this.#position += turns;
    }
    while (this.#position < start) this.next();
  }

  /** Index of the entry whose turn it is. */
  next(): number {
    const weights = this.#weights;
    const turns = this.#turns;
    let best = 0;
    for (let i = 1; i < weights.length; i++) {
      const mine = (turns[i]! + 1) * weights[best]!;
      const theirs = (turns[best]! + 1) * weights[i]!;
      if (mine < theirs || (mine === theirs && weights[i]! < weights[best]!)) best = i;
    }
    turns[best]!++;
    if (++this.#position === this.#period) {
      this.#position = 0;
      turns.fill(0);
    }
    return best;
  }
}
