import { CODE_LENGTHS, CODES, END_OF_STRING } from './huffman-codes.ts';

/*
 * Decoding goes four bits at a time: each place in the tree of codes is a state with sixteen steps. No code is shorter than five bits, so a
 * step ends at most one symbol.
 */

/** Parts of a step: the next state, a symbol that has ended and whether there is one, whether it leads to nothing. */
const SYMBOL_SHIFT = 16;
const HAS_SYMBOL = 1 << 24;
const WRONG = 1 << 25;
const NEXT = 0xffff;

/** What a place in the tree leads to: a place, or `-1 - symbol`; 0 is the root, to which nothing leads. */
interface Place {
  zero: number;
  one: number;
  /** Nothing but ones, and fewer than eight, lead here: a string may end. */
  canEnd: boolean;
}

function buildTree(): Place[] {
  const places: Place[] = [{ zero: 0, one: 0, canEnd: true }];
  for (const [symbol, length] of CODE_LENGTHS.entries()) {
    let at = 0;
    let ones = true;
    for (let bit = length - 1; bit >= 0; bit--) {
      const side = (CODES[symbol]! >>> bit) & 1 ? 'one' : 'zero';
      ones &&= side === 'one';
      const depth = length - bit;
      if (bit === 0) places[at]![side] = -1 - symbol;
      else {
        if (places[at]![side] === 0) {
          places[at]![side] = places.length;
          places.push({ zero: 0, one: 0, canEnd: ones && depth < 8 });
        }
        at = places[at]![side];
      }
    }
  }
  return places;
}

const PLACES = buildTree();
const STEPS = new Uint32Array(PLACES.length * 16);
const CAN_END = Uint8Array.from(PLACES, ({ canEnd }) => (canEnd ? 1 : 0));

for (const state of PLACES.keys()) {
  for (let nibble = 0; nibble < 16; nibble++) {
    let at = state;
    let step = 0;
    for (let bit = 3; bit >= 0; bit--) {
      const next = (nibble >>> bit) & 1 ? PLACES[at]!.one : PLACES[at]!.zero;
      if (next >= 0) at = next;
      else {
        const symbol = -1 - next;
        step |= symbol === END_OF_STRING ? WRONG : HAS_SYMBOL | (symbol << SYMBOL_SHIFT);
        at = 0;
      }
    }
    STEPS[state * 16 + nibble] = step | at;
  }
}

let scratch: Buffer = Buffer.allocUnsafeSlow(1024);

/** Text of Latin-1 in `bytes[start, end)`, null when that is no such code. Source: RFC 7541 section 5.2. */
export function decodeHuffman(bytes: Buffer, start: number, end: number): string | null {
  // no code is shorter than five bits
  const most = Math.ceil(((end - start) * 8) / 5);
  if (scratch.length < most) scratch = Buffer.allocUnsafeSlow(most * 2);
  const out = scratch;
  let length = 0;
  let state = 0;
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    const high = STEPS[(state << 4) | (byte >>> 4)]!;
    if (high & HAS_SYMBOL) out[length++] = high >>> SYMBOL_SHIFT;
    const low = STEPS[((high & NEXT) << 4) | (byte & 15)]!;
    if (low & HAS_SYMBOL) out[length++] = low >>> SYMBOL_SHIFT;
    if ((high | low) & WRONG) return null;
    state = low & NEXT;
  }
  return CAN_END[state] === 1 ? out.toString('latin1', 0, length) : null;
}

/** Bytes that a text of Latin-1 takes when it is encoded. */
export function huffmanLength(text: string): number {
  let bits = 0;
  for (let i = 0; i < text.length; i++) bits += CODE_LENGTHS[text.charCodeAt(i) & 255]!;
  return (bits + 7) >>> 3;
}

/** Writes a text of Latin-1 to `out` from `at`. Returns the place behind it. */
export function encodeHuffman(text: string, out: Uint8Array, at: number): number {
  let place = at;
  // bits that wait, fewer than eight between two symbols; a code has up to thirty
  let waiting = 0;
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const symbol = text.charCodeAt(i) & 255;
    const code = CODES[symbol]!;
    let left = CODE_LENGTHS[symbol]!;
    while (count + left >= 8) {
      const taken = 8 - count;
      left -= taken;
      out[place++] = (waiting << taken) | ((code >>> left) & ((1 << taken) - 1));
      waiting = 0;
      count = 0;
    }
    waiting = (waiting << left) | (code & ((1 << left) - 1));
    count += left;
  }
  if (count > 0) out[place++] = (waiting << (8 - count)) | ((1 << (8 - count)) - 1);
  return place;
}
