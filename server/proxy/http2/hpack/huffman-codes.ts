/** Bits of the code of each byte, and of the end of a string behind them, one character each in base 36. Source: RFC 7541 appendix B. */
const LENGTHS =
  'dnsssssssoussussssssssusssssssss6aacd68baa8b8666555666666678f6ca' +
  'd67777777777777777777777878djde6f56565666577666567655677777fbeds' +
  'kmkkmmmnmnnnnnonoomnonnnnlmnmnnomlkmmnnlnmmolmnnllmlnmnnkmmmnmmn' +
  'qqkjmnmpqqqrrqopjlqrrqrollqqsrrrkoklmllnmmppooqnqrqqrrrrrsrrrrrq' +
  'u';

/** The symbol that is no byte: its code begins with what pads the last byte of a string. */
export const END_OF_STRING = 256;

/** Bits of each symbol's code. */
export const CODE_LENGTHS: Uint8Array = Uint8Array.from(LENGTHS, (digit) => Number.parseInt(digit, 36));
/** The codes themselves, each in the low bits. */
export const CODES = new Uint32Array(CODE_LENGTHS.length);

// the code is canonical: from shorter to longer ones, and among those of one length with the symbol, codes go up by one
let code = 0;
let length = 0;
for (const symbol of [...CODES.keys()].toSorted((a, b) => CODE_LENGTHS[a]! - CODE_LENGTHS[b]! || a - b)) {
  code <<= CODE_LENGTHS[symbol]! - length;
  length = CODE_LENGTHS[symbol]!;
  CODES[symbol] = code++;
}
