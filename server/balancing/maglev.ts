import { addressText } from './endpoint-text.ts';
import type { Picker } from './picker.ts';
import { NO_ENDPOINT } from './pick.ts';
import { randomBelow } from './random.ts';
import type { Endpoint, Hash64, Random } from './types.ts';
import { hashModulo, xxh64 } from './xxh64.ts';

/**
 * The Maglev table: `table[hash mod size]` is the position in `endpoints`. Hosts in the order of the text `IP:PORT` take turns; each takes
 * its next free slot of offset + k*skip, offset = xxh64(key) mod size, skip = xxh64(key, seed 1) mod (size - 1) + 1. Without endpoints it
 * is empty. `size` must be prime. Source: envoy-observed section 3.
 */
export function maglevTable(endpoints: readonly Endpoint[], size: number): Int32Array {
  if (endpoints.length === 0) return new Int32Array(0);
  const keys = endpoints.map((endpoint) => addressText(endpoint.address, endpoint.port));
  const order = keys.map((_, i) => i).sort((a, b) => (keys[a]! < keys[b]! ? -1 : keys[a]! > keys[b]! ? 1 : a - b));
  const next = new Int32Array(order.length);
  const skip = new Int32Array(order.length);
  for (let i = 0; i < order.length; i++) {
    const key = keys[order[i]!]!;
    next[i] = hashModulo(xxh64(key), size);
    skip[i] = hashModulo(xxh64(key, 1), size - 1) + 1;
  }
  const table = new Int32Array(size).fill(-1);
  for (let filled = 0, host = 0; filled < size; filled++) {
    let slot = next[host]!;
    const step = skip[host]!;
    while (table[slot]! >= 0) {
      slot += step;
      if (slot >= size) slot -= size;
    }
    table[slot] = order[host]!;
    slot += step;
    next[host] = slot >= size ? slot - size : slot;
    host = host + 1 === order.length ? 0 : host + 1;
  }
  return table;
}

/** Consistent hashing; a request without a hash goes to a random slot. */
export class Maglev implements Picker {
  readonly #table: Int32Array;
  readonly #random: Random;

  /** `indices`: index in the group of each endpoint. */
  constructor(endpoints: readonly Endpoint[], indices: readonly number[], size: number, random: Random) {
    this.#table = maglevTable(endpoints, size).map((position) => indices[position]!);
    this.#random = random;
  }

  pick(hash?: Hash64): number {
    const size = this.#table.length;
    if (size === 0) return NO_ENDPOINT;
    return this.#table[hash ? hashModulo(hash, size) : randomBelow(this.#random, size)]!;
  }
}
