import { NO_ENDPOINT, encodeUnserved } from './pick.ts';
import type { Picker } from './picker.ts';
import { randomBelow } from './random.ts';
import type { Hash64, Random } from './types.ts';
import { hashModulo } from './xxh64.ts';

/** One backendRef: null when it cannot be served. */
export interface WeightedBackend {
  weight: number;
  picker: Picker | null;
}

/**
 * A backendRef for each request, at random by weight, or where `byHash` is set and the request has a hash: hash mod total weight. Then an
 * endpoint inside it. A backendRef that cannot be served keeps its share; all such stand before the others, as Envoy Gateway puts them into
 * one cluster of their own, the first. Source: envoy-observed sections 2 and 3.
 */
export class WeightedGroups implements Picker {
  /** Positions of the backendRefs in the order in which their shares stand, and where each share ends. */
  readonly #order: Int32Array;
  readonly #ends: Float64Array;
  readonly #pickers: readonly (Picker | null)[];
  readonly #total: number;
  readonly #random: Random;
  readonly #byHash: boolean;

  constructor(backends: readonly WeightedBackend[], random: Random, byHash: boolean) {
    let total = 0;
    const all = backends.map((_, index) => index);
    this.#order = Int32Array.from([
      ...all.filter((index) => backends[index]!.picker === null),
      ...all.filter((index) => backends[index]!.picker !== null),
    ]);
    this.#ends = Float64Array.from(this.#order, (index) => (total += backends[index]!.weight));
    this.#pickers = backends.map((backend) => backend.picker);
    this.#total = total;
    this.#random = random;
    this.#byHash = byHash;
  }

  pick(hash?: Hash64): number {
    if (this.#total === 0) return NO_ENDPOINT;
    const point = this.#byHash && hash ? hashModulo(hash, this.#total) : randomBelow(this.#random, this.#total);
    let share = 0;
    while (point >= this.#ends[share]!) share++;
    const chosen = this.#order[share]!;
    const picker = this.#pickers[chosen]!;
    return picker ? picker.pick(hash) : encodeUnserved(chosen);
  }
}
