import { HEX, NAME, VALUE } from './tables.ts';

const SIZE_START = 0;
const SIZE = 1;
const EXTENSION = 2;
const SIZE_LF = 3;
const DATA = 4;
const DATA_CR = 5;
const DATA_LF = 6;
const TRAILER_START = 7;
const TRAILER_NAME = 8;
const TRAILER_VALUE = 9;
const TRAILER_LF = 10;
const LAST_LF = 11;
const DONE = 12;

/** Digits of a chunk size: more would not fit a double exactly. */
const SIZE_DIGITS = 13;
/** Bytes of extensions of one chunk, and of the trailer section; both are dropped. */
const EXTENSION_LIMIT = 4096;
const TRAILER_LIMIT = 60 * 1024;

/**
 * Decoder of a chunked body, strict (CRLF only), in any pieces. Extensions and trailers are checked and dropped. Source: RFC 9112 section 7.1.
 */
export class ChunkedDecoder {
  /** After `decode`: bytes written to the target. */
  produced = 0;
  /** The body is complete. */
  done = false;
  private state = SIZE_START;
  private remaining = 0;
  private digits = 0;
  private counted = 0;

  reset(): void {
    this.state = SIZE_START;
    this.remaining = 0;
    this.done = false;
    this.produced = 0;
  }

  /**
   * Decodes `source[start, end)` into `target` at `offset`; the payload is never longer than its encoding.
   * @returns the offset behind what was read (`end`, or where the body ends), or -1 when it is malformed.
   */
  decode(source: Buffer, start: number, end: number, target: Buffer, offset: number): number {
    let p = start;
    let out = offset;
    let state = this.state;
    while (p < end && state !== DONE) {
      if (state === DATA) {
        const n = Math.min(this.remaining, end - p);
        source.copy(target, out, p, p + n);
        out += n;
        p += n;
        this.remaining -= n;
        if (this.remaining === 0) state = DATA_CR;
        continue;
      }
      state = this.step(state, source[p++]!);
      if (state < 0) {
        this.produced = out - offset;
        return -1;
      }
    }
    this.state = state;
    this.done = state === DONE;
    this.produced = out - offset;
    return p;
  }

  private step(state: number, c: number): number {
    switch (state) {
      case SIZE_START: {
        if (HEX[c] === 255) return -1;
        this.remaining = HEX[c]!;
        this.digits = 1;
        this.counted = 0;
        return SIZE;
      }
      case SIZE:
        if (HEX[c] !== 255) {
          if (++this.digits > SIZE_DIGITS) return -1;
          this.remaining = this.remaining * 16 + HEX[c]!;
          return SIZE;
        }
        if (c === 13) return SIZE_LF;
        return c === 59 ? EXTENSION : -1;
      case EXTENSION:
        if (c === 13) return SIZE_LF;
        return VALUE[c] === 1 && ++this.counted <= EXTENSION_LIMIT ? EXTENSION : -1;
      case SIZE_LF:
        if (c !== 10) return -1;
        this.counted = 0;
        return this.remaining === 0 ? TRAILER_START : DATA;
      case DATA_CR:
        return c === 13 ? DATA_LF : -1;
      case DATA_LF:
        return c === 10 ? SIZE_START : -1;
      default:
        return ++this.counted > TRAILER_LIMIT ? -1 : trailerStep(state, c);
    }
  }
}

function trailerStep(state: number, c: number): number {
  switch (state) {
    case TRAILER_START:
      if (c === 13) return LAST_LF;
      return NAME[c] !== 0 ? TRAILER_NAME : -1;
    case TRAILER_NAME:
      if (c === 58) return TRAILER_VALUE;
      return NAME[c] !== 0 ? TRAILER_NAME : -1;
    case TRAILER_VALUE:
      if (c === 13) return TRAILER_LF;
      return VALUE[c] === 1 ? TRAILER_VALUE : -1;
    case TRAILER_LF:
      return c === 10 ? TRAILER_START : -1;
    default:
      return c === 10 ? DONE : -1;
  }
}
