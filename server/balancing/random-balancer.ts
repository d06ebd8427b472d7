import type { EndpointRange, Picker } from './picker.ts';
import { randomBelow } from './random.ts';
import type { Random } from './types.ts';

/** A uniformly random endpoint. Source: backend-traffic-policy section 4.2. */
export class RandomBalancer implements Picker {
  readonly #range: EndpointRange;
  readonly #random: Random;

  constructor(range: EndpointRange, random: Random) {
    this.#range = range;
    this.#random = random;
  }

  pick(): number {
    return this.#range.first + randomBelow(this.#random, this.#range.count);
  }
}
