import { HEAD_TOO_LARGE, MALFORMED } from './refusal.ts';
import { HEX, NAME, VALUE } from './tables.ts';

const SIZE_START = 0;
const SIZE = 1;
const EXTENSION_START = 2;
const EXTENSION_NAME = 3;
const EXTENSION_VALUE_START = 4;
const EXTENSION_VALUE = 5;
const EXTENSION_QUOTED = 6;
const EXTENSION_ESCAPE = 7;
const EXTENSION_END = 8;
const SIZE_LF = 9;
const DATA = 10;
const DATA_CR = 11;
const DATA_LF = 12;
const TRAILER_START = 13;
const TRAILER_NAME = 14;
const TRAILER_VALUE = 15;
const TRAILER_LF = 16;
const LAST_LF = 17;
const DONE = 18;

/** Digits of a chunk size, without leading zeros: more would not fit a double exactly. */
const SIZE_DIGITS = 13;
/** Bytes of one size line, and of the trailer section: both are dropped, but not without end. */
const SIZE_LINE_LIMIT = 16 * 1024;
const TRAILER_LIMIT = 60 * 1024;

/** Fields that decide framing or connection: in a trailer section, some readers would still obey them. */
const CONTROL = ['content-length', 'transfer-encoding', 'connection', 'proxy-connection', 'upgrade'].map((name) =>
  Buffer.from(name, 'latin1'),
);

const [CR, LF, QUOTE, SEMICOLON, EQUALS, BACKSLASH, COLON] = [13, 10, 34, 59, 61, 92, 58];

/**
 * Decoder of a chunked body, strict (CRLF only, extensions and trailers in their grammar), in any pieces. Extensions and trailers are
 * checked and dropped. Source: RFC 9112 section 7.1.
 */
export class ChunkedDecoder {
  /** After `decode`: bytes written to the target. */
  produced = 0;
  /** The body is complete. */
  done = false;
  private state = SIZE_START;
  private remaining = 0;
  private counted = 0;
  /** Bytes of the trailer's name so far, and a bit for each of CONTROL that they differ from. */
  private nameLength = 0;
  private unlike = 0;

  reset(): void {
    this.state = SIZE_START;
    this.remaining = 0;
    this.done = false;
    this.produced = 0;
  }

  /**
   * Decodes `source[start, end)` into `target` at `offset`; the payload is never longer than its encoding.
   * @returns the offset behind what was read (`end`, or where the body ends), or a refusal (below zero).
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
        return state;
      }
    }
    this.state = state;
    this.done = state === DONE;
    this.produced = out - offset;
    return p;
  }

  /** Next state, or a refusal. */
  private step(state: number, c: number): number {
    switch (state) {
      case SIZE_START: {
        if (HEX[c] === 255) return MALFORMED;
        this.remaining = HEX[c]!;
        this.counted = 0;
        return SIZE;
      }
      case SIZE:
        if (HEX[c] !== 255) {
          if (this.remaining >= 16 ** (SIZE_DIGITS - 1) || ++this.counted > SIZE_LINE_LIMIT) return MALFORMED;
          this.remaining = this.remaining * 16 + HEX[c]!;
          return SIZE;
        }
        return afterSize(c);
      case SIZE_LF:
        if (c !== LF) return MALFORMED;
        this.counted = 0;
        return this.remaining === 0 ? TRAILER_START : DATA;
      case DATA_CR:
        return c === CR ? DATA_LF : MALFORMED;
      case DATA_LF:
        return c === LF ? SIZE_START : MALFORMED;
      default:
        if (state < SIZE_LF) return ++this.counted > SIZE_LINE_LIMIT ? MALFORMED : extensionStep(state, c);
        return ++this.counted > TRAILER_LIMIT ? HEAD_TOO_LARGE : this.trailerStep(state, c);
    }
  }

  private trailerStep(state: number, c: number): number {
    switch (state) {
      case TRAILER_START:
        if (c === CR) return LAST_LF;
        this.nameLength = 0;
        this.unlike = 0;
        return this.nameStep(c);
      case TRAILER_NAME:
        if (c !== COLON) return this.nameStep(c);
        return this.isControl() ? MALFORMED : TRAILER_VALUE;
      case TRAILER_VALUE:
        if (c === CR) return TRAILER_LF;
        return VALUE[c] === 1 ? TRAILER_VALUE : MALFORMED;
      case TRAILER_LF:
        return c === LF ? TRAILER_START : MALFORMED;
      default:
        return c === LF ? DONE : MALFORMED;
    }
  }

  private nameStep(c: number): number {
    const lower = NAME[c]!;
    if (lower === 0) return MALFORMED;
    const at = this.nameLength++;
    for (let i = 0; i < CONTROL.length; i++) if (CONTROL[i]![at] !== lower) this.unlike |= 1 << i;
    return TRAILER_NAME;
  }

  private isControl(): boolean {
    return CONTROL.some((name, i) => (this.unlike & (1 << i)) === 0 && name.length === this.nameLength);
  }
}

/** State behind a size, an extension's name or its value. */
function afterSize(c: number): number {
  if (c === CR) return SIZE_LF;
  return c === SEMICOLON ? EXTENSION_START : MALFORMED;
}

function extensionStep(state: number, c: number): number {
  switch (state) {
    case EXTENSION_START:
      return NAME[c] !== 0 ? EXTENSION_NAME : MALFORMED;
    case EXTENSION_NAME:
      if (NAME[c] !== 0) return EXTENSION_NAME;
      return c === EQUALS ? EXTENSION_VALUE_START : afterSize(c);
    case EXTENSION_VALUE_START:
      if (c === QUOTE) return EXTENSION_QUOTED;
      return NAME[c] !== 0 ? EXTENSION_VALUE : MALFORMED;
    case EXTENSION_VALUE:
      return NAME[c] !== 0 ? EXTENSION_VALUE : afterSize(c);
    case EXTENSION_QUOTED:
      if (c === QUOTE) return EXTENSION_END;
      if (c === BACKSLASH) return EXTENSION_ESCAPE;
      return VALUE[c] === 1 ? EXTENSION_QUOTED : MALFORMED;
    case EXTENSION_ESCAPE:
      return VALUE[c] === 1 ? EXTENSION_QUOTED : MALFORMED;
    default:
      return afterSize(c);
  }
}
