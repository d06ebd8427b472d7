import {
  HEAD_TOO_LARGE,
  INCOMPLETE,
  LENGTH_AND_CHUNKED,
  MALFORMED,
  TOO_MANY_FIELDS,
  TRANSFER_ENCODING,
  UNDERSCORE,
} from './refusal.ts';
import { VALUE } from './tables.ts';
import { classify, CONNECTION, CONTENT_LENGTH, FOLDABLE, TRANSFER_ENCODING_FIELD } from './field-kind.ts';

/** Longest head, start line included. Source: envoy-observed section 6. */
export const HEAD_LIMIT = 60 * 1024;
/** Most fields of a head. */
const FIELD_LIMIT = 100;

/* Places in a field's record. */
export const NAME_START = 0;
export const NAME_END = 1;
export const VALUE_START = 2;
export const VALUE_END = 3;
export const KIND = 4;
/** End of the line where its bytes are `name: value CRLF` as they are sent on, else 0. */
export const LINE_END = 5;
export const STRIDE = 6;

/** How the body of a message is framed. */
export type BodyFraming = 'none' | 'length' | 'chunked' | 'close';

/**
 * The field section of a head, parsed in place: names are put in lower case in the buffer itself, and folded lines are joined there.
 * Everything is an offset into `bytes`, so that nothing is allocated; valid until the buffer is written again.
 */
export class Fields {
  bytes: Buffer = Buffer.alloc(0);
  /** Records of `count` fields, STRIDE numbers each. */
  readonly records = new Int32Array(FIELD_LIMIT * STRIDE);
  count = 0;
  /** Of the Content-Length field, -1 without one. */
  contentLength = -1;
  chunked = false;
  /** Index of the last Connection field, -1 without one. */
  connection = -1;
  /** Where the line that is to be read next starts. */
  protected at = 0;
  /** First byte of the message. */
  protected begin = 0;
  private readonly names: Uint8Array;

  /** @param names bytes that a field name may have */
  constructor(names: Uint8Array) {
    this.names = names;
  }

  protected clearFields(): void {
    this.count = 0;
    this.contentLength = -1;
    this.chunked = false;
    this.connection = -1;
  }

  /** Reads lines from `at` on. Returns the offset after the empty line, INCOMPLETE, or a refusal. */
  protected parseFields(end: number): number {
    const { bytes, names, records } = this;
    let p = this.at;
    for (;;) {
      if (p - this.begin > HEAD_LIMIT) return HEAD_TOO_LARGE;
      if (p >= end) return this.incomplete(end);
      const first = bytes[p]!;
      if (first === 13 || first === 10) {
        if (first === 13) {
          if (p + 1 >= end) return this.incomplete(end);
          if (bytes[p + 1] !== 10) return MALFORMED;
          p++;
        }
        p++;
        if (p - this.begin > HEAD_LIMIT) return HEAD_TOO_LARGE;
        const refused = this.finish();
        return refused === 0 ? p : refused;
      }
      if (first === 32 || first === 9) {
        p = this.parseFold(p, end);
        if (p <= 0) return p === INCOMPLETE ? this.incomplete(end) : p;
        this.at = p;
        continue;
      }
      const nameStart = p;
      let c = 0;
      for (; p < end; p++) {
        const byte = bytes[p]!;
        c = names[byte]!;
        if (c === 0) break;
        if (c !== byte) bytes[p] = c;
      }
      if (p >= end) return this.incomplete(end);
      if (bytes[p] !== 58) return bytes[p] === 95 ? UNDERSCORE : MALFORMED;
      const nameEnd = p;
      if (nameEnd === nameStart) return MALFORMED;
      p++;
      while (p < end && (bytes[p] === 32 || bytes[p] === 9)) p++;
      const valueStart = p;
      while (p < end && VALUE[bytes[p]!] === 1) p++;
      if (p >= end) return this.incomplete(end);
      let valueEnd = p;
      const crlf = bytes[p] === 13;
      if (crlf) {
        if (p + 1 >= end) return this.incomplete(end);
        p++;
      }
      if (bytes[p] !== 10) return MALFORMED;
      p++;
      if (this.count === FIELD_LIMIT) return TOO_MANY_FIELDS;
      const clean = valueEnd;
      while (valueEnd > valueStart && (bytes[valueEnd - 1] === 32 || bytes[valueEnd - 1] === 9)) valueEnd--;
      const r = this.count++ * STRIDE;
      records[r + NAME_START] = nameStart;
      records[r + NAME_END] = nameEnd;
      records[r + VALUE_START] = valueStart;
      records[r + VALUE_END] = valueEnd;
      records[r + KIND] = classify(bytes, nameStart, nameEnd);
      records[r + LINE_END] =
        crlf && clean === valueEnd && valueStart === nameEnd + 2 && bytes[nameEnd + 1] === 32 ? p : 0;
      this.at = p;
    }
  }

  /** A folded line: its text is moved behind the value so far, with one space. */
  private parseFold(from: number, end: number): number {
    const { bytes, records } = this;
    if (this.count === 0) return MALFORMED;
    const r = (this.count - 1) * STRIDE;
    // what decides framing or routing must be on one line: others may read the fold differently
    if (!FOLDABLE[records[r + KIND]!]) return MALFORMED;
    let p = from;
    while (p < end && (bytes[p] === 32 || bytes[p] === 9)) p++;
    const start = p;
    while (p < end && VALUE[bytes[p]!] === 1) p++;
    if (p >= end) return INCOMPLETE;
    let stop = p;
    if (bytes[p] === 13) {
      if (p + 1 >= end) return INCOMPLETE;
      p++;
    }
    if (bytes[p] !== 10) return MALFORMED;
    p++;
    while (stop > start && (bytes[stop - 1] === 32 || bytes[stop - 1] === 9)) stop--;
    if (stop > start) {
      let target = records[r + VALUE_END]!;
      if (target > records[r + VALUE_START]!) bytes[target++] = 32;
      else records[r + VALUE_START] = target;
      bytes.copyWithin(target, start, stop);
      records[r + VALUE_END] = target + (stop - start);
    }
    records[r + LINE_END] = 0;
    return p;
  }

  private incomplete(end: number): number {
    return end - this.begin > HEAD_LIMIT ? HEAD_TOO_LARGE : INCOMPLETE;
  }

  /** Reads the fields that decide the framing. Returns 0 or a refusal. Source: RFC 9112 section 6. */
  private finish(): number {
    const { records } = this;
    for (let i = 0, r = 0; i < this.count; i++, r += STRIDE) {
      const kind = records[r + KIND]!;
      if (kind === 0) continue;
      if (kind === CONTENT_LENGTH) {
        if (this.contentLength >= 0) return MALFORMED;
        const length = this.decimal(r);
        if (length < 0) return MALFORMED;
        this.contentLength = length;
      } else if (kind === TRANSFER_ENCODING_FIELD) {
        if (this.chunked || !this.valueIs(i, 'chunked')) return TRANSFER_ENCODING;
        this.chunked = true;
      } else if (kind === CONNECTION) this.connection = i;
    }
    return this.chunked && this.contentLength >= 0 ? LENGTH_AND_CHUNKED : 0;
  }

  private decimal(r: number): number {
    const end = this.records[r + VALUE_END]!;
    let p = this.records[r + VALUE_START]!;
    if (p === end || end - p > 15) return -1;
    let n = 0;
    for (; p < end; p++) {
      const digit = this.bytes[p]! - 48;
      if (digit < 0 || digit > 9) return -1;
      n = n * 10 + digit;
    }
    return n;
  }

  /** Kind of a field, 0 for one without a meaning here. */
  kind(index: number): number {
    return this.records[index * STRIDE + KIND]!;
  }

  /** Name in lower case. */
  name(index: number): string {
    const r = index * STRIDE;
    return this.bytes.toString('latin1', this.records[r + NAME_START], this.records[r + NAME_END]);
  }

  value(index: number): string {
    const r = index * STRIDE;
    return this.bytes.toString('latin1', this.records[r + VALUE_START], this.records[r + VALUE_END]);
  }

  /** Whether the field's name is `name` (lower case). */
  nameIs(index: number, name: string): boolean {
    const r = index * STRIDE;
    const start = this.records[r + NAME_START]!;
    if (this.records[r + NAME_END]! - start !== name.length) return false;
    for (let i = 0; i < name.length; i++) if (this.bytes[start + i] !== name.charCodeAt(i)) return false;
    return true;
  }

  /** Whether the field's value is `text` (lower case), in any case. */
  valueIs(index: number, text: string): boolean {
    const r = index * STRIDE;
    const start = this.records[r + VALUE_START]!;
    if (this.records[r + VALUE_END]! - start !== text.length) return false;
    for (let i = 0; i < text.length; i++) {
      const byte = this.bytes[start + i]!;
      const lower = byte >= 65 && byte <= 90 ? byte + 32 : byte;
      if (lower !== text.charCodeAt(i)) return false;
    }
    return true;
  }

  /** Tokens of all Connection fields in lower case, joined with `,` and with one at both ends; '' without such a field. */
  connectionTokens(): string {
    if (this.connection < 0) return '';
    let tokens = ',';
    for (let i = 0; i <= this.connection; i++) {
      if (this.kind(i) !== CONNECTION) continue;
      for (const token of this.value(i).split(',')) tokens += `${token.trim().toLowerCase()},`;
    }
    return tokens;
  }
}
