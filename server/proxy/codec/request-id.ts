import { randomFillSync } from 'node:crypto';
import type { Output } from '../transport/output.ts';

/** Bytes of one id as text. */
const LENGTH = 36;

const DIGITS = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
const DASH = 45;
const pool = new Uint8Array(64 * 1024);
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
  let to = output.length;
  for (let i = 0; i < 16; i++) {
    let byte = pool[used++]!;
    if (i === 6) byte = (byte & 0x0f) | 0x40;
    else if (i === 8) byte = (byte & 0x3f) | 0x80;
    if (i === 4 || i === 6 || i === 8 || i === 10) bytes[to++] = DASH;
    bytes[to++] = DIGITS[byte >> 4]!;
    bytes[to++] = DIGITS[byte & 15]!;
  }
  output.length = to;
}
