/** Above every length and index that can mean something. */
const MOST = 2 ** 28;

/** An integer as it was read, and the place behind it. */
export interface ReadInteger {
  /** -1: it is cut off, or beyond everything that can be meant. */
  value: number;
  next: number;
}

/**
 * Reads an integer whose first bits are the low ones of `bytes[at]`. Source: RFC 7541 section 5.1.
 * @param mask those bits
 * @param into what is filled in, so that nothing has to be allocated
 */
export function readInteger(bytes: Uint8Array, at: number, end: number, mask: number, into: ReadInteger): void {
  let value = bytes[at]! & mask;
  let place = at + 1;
  if (value === mask) {
    let weight = 1;
    for (;;) {
      if (place >= end || value > MOST || weight > MOST) {
        into.value = -1;
        into.next = end;
        return;
      }
      const byte = bytes[place++]!;
      value += (byte & 127) * weight;
      if (byte < 128) break;
      weight *= 128;
    }
  }
  into.value = value > MOST ? -1 : value;
  into.next = place;
}

/** Writes an integer to `out` from `at`, with `pattern` in the bits above `mask`. Returns the place behind it. */
export function writeInteger(out: Uint8Array, at: number, pattern: number, mask: number, value: number): number {
  if (value < mask) {
    out[at] = pattern | value;
    return at + 1;
  }
  let place = at;
  out[place++] = pattern | mask;
  let left = value - mask;
  while (left >= 128) {
    out[place++] = (left & 127) | 128;
    left >>>= 7;
  }
  out[place++] = left;
  return place;
}
