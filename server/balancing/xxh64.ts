import type { Hash64 } from './types.ts';

/*
 * xxHash64 with 64-bit numbers as pairs of unsigned 32-bit halves. The helpers leave their result in H and L: a returned pair would be an
 * allocation for each step.
 */

const P1H = 0x9e3779b1;
const P1L = 0x85ebca87;
const P2H = 0xc2b2ae3d;
const P2L = 0x27d4eb4f;
const P3H = 0x165667b1;
const P3L = 0x9e3779f9;
const P4H = 0x85ebca77;
const P4L = 0xc2b2ae63;
const P5H = 0x27d4eb2f;
const P5L = 0x165667c5;

let H = 0;
let L = 0;

function multiply(ah: number, al: number, bh: number, bl: number): void {
  const a0 = al & 0xffff;
  const a1 = al >>> 16;
  const b0 = bl & 0xffff;
  const b1 = bl >>> 16;
  const cross1 = a0 * b1;
  const cross2 = a1 * b0;
  const middle = ((a0 * b0) >>> 16) + (cross1 & 0xffff) + (cross2 & 0xffff);
  const carried = a1 * b1 + (cross1 >>> 16) + (cross2 >>> 16) + (middle >>> 16);
  H = (carried + Math.imul(ah, bl) + Math.imul(al, bh)) >>> 0;
  L = Math.imul(al, bl) >>> 0;
}

function add(ah: number, al: number, bh: number, bl: number): void {
  const low = al + bl;
  H = (ah + bh + (low > 0xffffffff ? 1 : 0)) >>> 0;
  L = low >>> 0;
}

/** Rotates left by 1 to 31. */
function rotate(h: number, l: number, by: number): void {
  H = ((h << by) | (l >>> (32 - by))) >>> 0;
  L = ((l << by) | (h >>> (32 - by))) >>> 0;
}

function round(accH: number, accL: number, laneH: number, laneL: number): void {
  multiply(laneH, laneL, P2H, P2L);
  add(accH, accL, H, L);
  rotate(H, L, 31);
  multiply(H, L, P1H, P1L);
}

function mergeRound(accH: number, accL: number, valueH: number, valueL: number): void {
  round(0, 0, valueH, valueL);
  multiply((accH ^ H) >>> 0, (accL ^ L) >>> 0, P1H, P1L);
  add(H, L, P4H, P4L);
}

let bytes = new Uint8Array(1024);
const encoder = new TextEncoder();

function read32(at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}

/** Puts the input into `bytes` and returns its length. */
function load(input: string | Uint8Array): number {
  const { length } = input;
  if (typeof input !== 'string') {
    if (length > bytes.length) bytes = new Uint8Array(length * 2);
    bytes.set(input);
    return length;
  }
  if (length > bytes.length) bytes = new Uint8Array(length * 2);
  for (let i = 0; i < length; i++) {
    const code = input.charCodeAt(i);
    if (code > 0xff) return load(encoder.encode(input));
    bytes[i] = code;
  }
  return length;
}

/** Hashes what is in `bytes` from 0 on in stripes of 32 bytes; leaves the merged accumulator in H and L and returns where it stopped. */
function stripes(length: number, seedH: number, seedL: number): number {
  add(seedH, seedL, P2H, P2L);
  let [bH, bL] = [H, L];
  add(H, L, P1H, P1L);
  let [aH, aL] = [H, L];
  let [cH, cL] = [seedH, seedL];
  // Subtracting P1 is adding its two's complement.
  add(seedH, seedL, ~P1H >>> 0, (~P1L + 1) >>> 0);
  let [dH, dL] = [H, L];
  let at = 0;
  for (; at + 32 <= length; at += 32) {
    round(aH, aL, read32(at + 4), read32(at));
    aH = H;
    aL = L;
    round(bH, bL, read32(at + 12), read32(at + 8));
    bH = H;
    bL = L;
    round(cH, cL, read32(at + 20), read32(at + 16));
    cH = H;
    cL = L;
    round(dH, dL, read32(at + 28), read32(at + 24));
    dH = H;
    dL = L;
  }
  rotate(aH, aL, 1);
  let [sumH, sumL] = [H, L];
  rotate(bH, bL, 7);
  add(sumH, sumL, H, L);
  sumH = H;
  sumL = L;
  rotate(cH, cL, 12);
  add(sumH, sumL, H, L);
  sumH = H;
  sumL = L;
  rotate(dH, dL, 18);
  add(sumH, sumL, H, L);
  mergeRound(H, L, aH, aL);
  mergeRound(H, L, bH, bL);
  mergeRound(H, L, cH, cL);
  mergeRound(H, L, dH, dL);
  return at;
}

/**
 * xxHash64. A string stands for its Latin-1 bytes, which is how header bytes arrive; one with characters above U+00FF for its UTF-8 bytes.
 * `seed` is a small number or another hash. `into` receives the result, so that a caller on the request path need not allocate.
 */
export function xxh64(input: string | Uint8Array, seed: number | Hash64 = 0, into: Hash64 = { hi: 0, lo: 0 }): Hash64 {
  const length = load(input);
  const seedH = typeof seed === 'number' ? 0 : seed.hi;
  const seedL = typeof seed === 'number' ? seed >>> 0 : seed.lo;
  let at = 0;
  if (length >= 32) at = stripes(length, seedH, seedL);
  else add(seedH, seedL, P5H, P5L);
  add(H, L, 0, length);
  for (; at + 8 <= length; at += 8) {
    const [h, l] = [H, L];
    round(0, 0, read32(at + 4), read32(at));
    rotate((h ^ H) >>> 0, (l ^ L) >>> 0, 27);
    multiply(H, L, P1H, P1L);
    add(H, L, P4H, P4L);
  }
  if (at + 4 <= length) {
    const [h, l] = [H, L];
    multiply(0, read32(at), P1H, P1L);
    rotate((h ^ H) >>> 0, (l ^ L) >>> 0, 23);
    multiply(H, L, P2H, P2L);
    add(H, L, P3H, P3L);
    at += 4;
  }
  for (; at < length; at++) {
    const [h, l] = [H, L];
    multiply(0, bytes[at]!, P5H, P5L);
    rotate((h ^ H) >>> 0, (l ^ L) >>> 0, 11);
    multiply(H, L, P1H, P1L);
  }
  // Avalanche: shifts by 33, 29 and 32.
  multiply(H, (L ^ (H >>> 1)) >>> 0, P2H, P2L);
  multiply((H ^ (H >>> 29)) >>> 0, (L ^ ((H << 3) | (L >>> 29))) >>> 0, P3H, P3L);
  into.hi = H;
  into.lo = (L ^ H) >>> 0;
  return into;
}

/** The hash modulo a divisor of at most 2^26. */
export function hashModulo(hash: Hash64, divisor: number): number {
  return ((hash.hi % divisor) * (0x1_0000_0000 % divisor) + hash.lo) % divisor;
}

/** 16 lower-case hexadecimal digits. */
export function hashHex(hash: Hash64): string {
  return hash.hi.toString(16).padStart(8, '0') + hash.lo.toString(16).padStart(8, '0');
}
