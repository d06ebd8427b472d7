import { randomFillSync } from 'node:crypto';
import type { Output } from '../transport/output.ts';

/** Bytes of one id as text. */
const LENGTH = 36;

const DIGITS = '0123456789abcdef';
/** The two hexadecimal digits of each byte. */
const HIGH = Uint8Array.from({ length: 256 }, (_, byte) => DIGITS.charCodeAt(byte >> 4));
const LOW = Uint8Array.from({ length: 256 }, (_, byte) => DIGITS.charCodeAt(byte & 15));
const DASH = 45;
/** Refilled often rather than for long: no request is to wait for thousands of others. */
const pool = new Uint8Array(4 * 1024);
let used = pool.length;

/**
 * Puts in a random UUID of version 4: a string of `randomUUID` would be made only to be taken apart again. Throws when there is no room.
 * Source: RFC 9562 section 5.4.
 */
export function writeRequestId(output: Output): void {
  if (output.room < LENGTH) throw new Error('No room for a request id.');
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const { bytes } = output;
  const at = output.length;
  const from = used;
  used += 16;
  pool[from + 6] = (pool[from + 6]! & 0x0f) | 0x40;
  pool[from + 8] = (pool[from + 8]! & 0x3f) | 0x80;
  writeHex(bytes, at, from, from + 4);
  bytes[at + 8] = DASH;
  writeHex(bytes, at + 9, from + 4, from + 6);
  bytes[at + 13] = DASH;
  writeHex(bytes, at + 14, from + 6, from + 8);
  bytes[at + 18] = DASH;
  writeHex(bytes, at + 19, from + 8, from + 10);
  bytes[at + 23] = DASH;
  writeHex(bytes, at + 24, from + 10, from + 16);
  output.length = at + LENGTH;
}

/** Writes `pool[start, end)` in hexadecimal digits. */
function writeHex(bytes: Uint8Array, to: number, start: number, end: number): void {
  for (let i = start; i < end; i++) {
    const byte = pool[i]!;
    bytes[to++] = HIGH[byte]!;
    bytes[to++] = LOW[byte]!;
  }
}
