import type { EndpointRange, Picker } from './picker.ts';
import { randomBelow } from './random.ts';
import type { BalancerEnvironment } from './types.ts';

/**
 * Two endpoints are drawn at random, possibly the same one twice; the one with fewer active requests wins, the first drawn when they are
 * equal. Source: backend-traffic-policy section 4.2.
 */
export class LeastRequest implements Picker {
  readonly #range: EndpointRange;
  readonly #environment: BalancerEnvironment;

  constructor(range: EndpointRange, environment: BalancerEnvironment) {
    this.#range = range;
    this.#environment = environment;
  }

  pick(): number {
    const { first, count } = this.#range;
    const { random, active } = this.#environment;
    const one = first + randomBelow(random, count);
    const two = first + randomBelow(random, count);
    return active(two) < active(one) ? two : one;
  }
}
