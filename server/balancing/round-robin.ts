import type { EndpointRange, Picker } from './picker.ts';
import { randomBelow } from './random.ts';
import type { Random } from './types.ts';

/** Plain rotation in endpoint order from a random start. Source: envoy-observed section 2. */
export class RoundRobin implements Picker {
  readonly #range: EndpointRange;
  #next: number;

  constructor(range: EndpointRange, random: Random) {
    this.#range = range;
    this.#next = randomBelow(random, range.count);
  }

  pick(): number {
    const at = this.#next;
    this.#next = at + 1 === this.#range.count ? 0 : at + 1;
    return this.#range.first + at;
  }
}
