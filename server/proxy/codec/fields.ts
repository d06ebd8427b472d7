import {
  HEAD_TOO_LARGE,
  INCOMPLETE,
  LENGTH_AND_CHUNKED,
  MALFORMED,
  TOO_MANY_FIELDS,
  TRANSFER_ENCODING,
  UNDERSCORE,
} from './refusal.ts';
import { FIELD_LIMIT, KIND, LINE_END, NAME_END, NAME_START, STRIDE, VALUE_END, VALUE_START } from './record.ts';
import type { Scanner } from './scan/scanner.ts';
import { VALUE } from './tables.ts';
import { input } from '../arena/arena.ts';
import { classify, CONNECTION, CONTENT_LENGTH, PROXY_CONNECTION, TRANSFER_ENCODING_FIELD } from './field-kind.ts';

/** How the body of a message is framed. */
export type BodyFraming = 'none' | 'length' | 'chunked' | 'close';

/**
 * The field section of a head, parsed in place: names are put in lower case in the buffer itself. Lines end with CRLF and are never folded:
 * what other readers may cut in another way is refused. Everything is an offset into `bytes`, so that nothing is allocated; valid until
 * the buffer is written again. Source: RFC 9112 section 5, docs/parity.md.
 */
export class Fields {
  bytes: Buffer = Buffer.alloc(0);
  /** Records of `count` fields, STRIDE numbers each. */
  readonly records: Int32Array;
  /** Indices of the `marked` fields that mean something or are not sent on as they are. */
  readonly marks: Int32Array;
  marked = 0;
  count = 0;
  /** Of the Content-Length field, -1 without one. */
  contentLength = -1;
  chunked = false;
  /** Index of the last Connection field, -1 without one. */
  connection = -1;
  /** How many there are of these. */
  private connections = 0;
  /** Bytes of the head, once it is whole. */
  size = 0;
  /** Where the line that is to be read next starts. */
  protected at = 0;
  /** First byte of the message. */
  protected begin = 0;
  /** Where looking at a line that is not whole goes on: bytes of its name (or of a target), and of its value, up to here are fine. */
  protected scanned = 0;
  private scannedValue = 0;
  private tokens: string | null = null;
  /** Proxy-Connection says `close`. */
  private closes = false;
  /** Content-Length has leading zeros. */
  private zeros = false;
  private readonly names: Uint8Array;
  private readonly scanner: Scanner | null;
  /** Bytes that a head may have, start line included. */
  private readonly limit: number;

  /**
   * @param names bytes that a field name may have, in lower case
   * @param scanner reads what it can of heads that lie in the arena; null: all is read here
   */
  constructor(names: Uint8Array, limit: number, scanner: Scanner | null) {
    this.names = names;
    this.limit = limit;
    this.scanner = scanner;
    this.records = scanner?.records ?? new Int32Array(FIELD_LIMIT * STRIDE);
    this.marks = scanner?.marks ?? new Int32Array(FIELD_LIMIT);
  }

  protected clear(start: number): void {
    this.begin = start;
    this.at = start;
    this.scanned = 0;
    this.scannedValue = 0;
    this.count = 0;
    this.marked = 0;
    this.contentLength = -1;
    this.tokens = null;
    this.closes = false;
    this.zeros = false;
    this.chunked = false;
    this.connection = -1;
    this.connections = 0;
  }

  /** Reads lines from `at` on. Returns the offset after the empty line, INCOMPLETE, or a refusal. */
  protected parseFields(end: number): number {
    const { scanner } = this;
    if (scanner !== null && this.bytes === input && end - this.begin <= this.limit) {
      const next = scanner.scan(this.at, end);
      if (next > 0) {
        this.count = scanner.count;
        this.marked = scanner.marked;
        return this.finishAt(next);
      }
    }
    return this.parseLines(end);
  }

  private finishAt(next: number): number {
    this.size = next - this.begin;
    const refused = this.finish();
    return refused === 0 ? next : refused;
  }

  private parseLines(end: number): number {
    const { bytes, names, records, limit, scanned, scannedValue } = this;
    let p = this.at;
    for (;;) {
      if (p - this.begin > limit) return HEAD_TOO_LARGE;
      if (p >= end) return INCOMPLETE;
      if (bytes[p] === 13) {
        if (p + 1 >= end) return this.incomplete(end);
        if (bytes[p + 1] !== 10) return MALFORMED;
        p += 2;
        if (p - this.begin > limit) return HEAD_TOO_LARGE;
        return this.finishAt(p);
      }
      const nameStart = p;
      if (scanned > p) p = scanned;
      for (; p < end; p++) {
        const byte = bytes[p]!;
        const lower = names[byte]!;
        if (lower === 0) break;
        if (lower !== byte) bytes[p] = lower;
      }
      if (p >= end) {
        this.scanned = p;
        return this.incomplete(end);
      }
      if (bytes[p] !== 58) return bytes[p] === 95 ? UNDERSCORE : MALFORMED;
      const nameEnd = p;
      if (nameEnd === nameStart) return MALFORMED;
      p++;
      while (p < end && (bytes[p] === 32 || bytes[p] === 9)) p++;
      const valueStart = p;
      if (scannedValue > p) p = scannedValue;
      while (p < end && VALUE[bytes[p]!] === 1) p++;
      if (p >= end) {
        this.scanned = nameEnd;
        this.scannedValue = p;
        return this.incomplete(end);
      }
      if (bytes[p] !== 13) return MALFORMED;
      if (p + 1 >= end) return this.incomplete(end);
      if (bytes[p + 1] !== 10) return MALFORMED;
      let valueEnd = p;
      p += 2;
      if (this.count === FIELD_LIMIT) return TOO_MANY_FIELDS;
      const clean = valueEnd;
      while (valueEnd > valueStart && (bytes[valueEnd - 1] === 32 || bytes[valueEnd - 1] === 9)) valueEnd--;
      const index = this.count++;
      const r = index * STRIDE;
      const kind = classify(bytes, nameStart, nameEnd);
      const lineEnd = clean === valueEnd && valueStart === nameEnd + 2 && bytes[nameEnd + 1] === 32 ? p : 0;
      records[r + NAME_START] = nameStart;
      records[r + NAME_END] = nameEnd;
      records[r + VALUE_START] = valueStart;
      records[r + VALUE_END] = valueEnd;
      records[r + KIND] = kind;
      records[r + LINE_END] = lineEnd;
      if (kind !== 0 || lineEnd === 0) this.marks[this.marked++] = index;
      this.at = p;
    }
  }

  protected incomplete(end: number): number {
    return end - this.begin > this.limit ? HEAD_TOO_LARGE : INCOMPLETE;
  }

  /** Reads the fields that decide the framing. Returns 0 or a refusal. Source: RFC 9112 section 6. */
  private finish(): number {
    const { records, marks, marked } = this;
    let coding = 0;
    for (let m = 0; m < marked; m++) {
      const i = marks[m]!;
      const r = i * STRIDE;
      const kind = records[r + KIND]!;
      if (kind === CONTENT_LENGTH) {
        if (this.contentLength >= 0) return MALFORMED;
        const length = this.decimal(r);
        if (length < 0) return MALFORMED;
        this.contentLength = length;
      } else if (kind === TRANSFER_ENCODING_FIELD) {
        coding = this.chunked || !this.valueIs(i, 'chunked') ? TRANSFER_ENCODING : coding;
        this.chunked = true;
      } else if (kind === CONNECTION) {
        this.connection = i;
        this.connections++;
      } else if (kind === PROXY_CONNECTION)
        this.closes ||= this.list(i).some((token) => token.toLowerCase() === 'close');
    }
    return this.chunked && this.contentLength >= 0 ? LENGTH_AND_CHUNKED : coding;
  }

  private decimal(r: number): number {
    const end = this.records[r + VALUE_END]!;
    let p = this.records[r + VALUE_START]!;
    if (p === end) return -1;
    while (p < end - 1 && this.bytes[p] === 48) {
      this.zeros = true;
      p++;
    }
    if (end - p > 15) return -1;
    let n = 0;
    for (; p < end; p++) {
      const digit = this.bytes[p]! - 48;
      if (digit < 0 || digit > 9) return -1;
      n = n * 10 + digit;
    }
    return n;
  }

  /** Whether Content-Length is written as others would write the number: readers need not agree on what leading zeros mean. */
  isLengthPlain(): boolean {
    return !this.zeros;
  }

  /** Whether the sender closes the connection behind this message. */
  saysClose(): boolean {
    if (this.closes) return true;
    const tokens = this.connectionTokens();
    return tokens !== '' && tokens !== KEPT_ALIVE && tokens.includes(',close,');
  }

  /** Where the lines of the fields begin and end: they lie side by side. */
  get linesStart(): number {
    return this.count === 0 ? this.linesEnd : this.records[NAME_START]!;
  }

  get linesEnd(): number {
    return this.begin + this.size - 2;
  }

  /** End of a field's line, its CRLF included. */
  lineEndOf(index: number): number {
    return index + 1 < this.count ? this.records[(index + 1) * STRIDE + NAME_START]! : this.linesEnd;
  }

  /** Kind of a field, 0 for one without a meaning here. */
  kind(index: number): number {
    return this.records[index * STRIDE + KIND]!;
  }

  /** Where a field's value begins. */
  valueStart(index: number): number {
    return this.records[index * STRIDE + VALUE_START]!;
  }

  valueEnd(index: number): number {
    return this.records[index * STRIDE + VALUE_END]!;
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

  /** Members of the list in a field's value, as they came. */
  list(index: number): string[] {
    return this.value(index)
      .split(',')
      .map((member) => member.trim());
  }

  /**
   * Tokens of all Connection fields in lower case, joined with `,` and with one at both ends; '' without such a field, and KEPT_ALIVE itself
   * for the field that most messages have, so that it is told apart without a search.
   */
  connectionTokens(): string {
    if (this.connection < 0) return '';
    if (this.tokens !== null) return this.tokens;
    if (this.connections === 1 && this.valueIs(this.connection, 'keep-alive')) return (this.tokens = KEPT_ALIVE);
    let tokens = ',';
    for (let i = 0; i <= this.connection; i++) {
      if (this.kind(i) === CONNECTION) tokens += `${this.list(i).join(',').toLowerCase()},`;
    }
    return (this.tokens = tokens);
  }
}

/** Tokens of the Connection field that most messages have. */
export const KEPT_ALIVE = ',keep-alive,';
