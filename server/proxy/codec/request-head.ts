import { Fields } from './fields.ts';
import { INCOMPLETE, MALFORMED, VERSION } from './refusal.ts';
import type { Scanner } from './scan/scanner.ts';
import { METHODS, REQUEST_NAME, TARGET } from './tables.ts';

/** Longest request head. Source: envoy-observed section 6. */
const HEAD_LIMIT = 60 * 1024;
const LONGEST_METHOD = 16;
const SLASH = 47;
/** Schemes of a target in absolute form that are told apart from a malformed one. */
const ABSOLUTE = /^https?:\/\//i;

/**
 * Parser of a request head, strict. `parse` may be called again with the same bytes and more behind them: it goes on where it could not see
 * further, so that a head that comes byte by byte costs no more than one that comes at once.
 */
export class RequestHead extends Fields {
  method = '';
  /** Start line, from the first byte of the method; `lineEnd` is behind its line end. */
  lineStart = 0;
  lineEnd = 0;
  targetStart = 0;
  targetEnd = 0;
  private startLineDone = false;

  /** @param scanner of a parser that starts anew with each head */
  constructor(scanner: Scanner | null = null) {
    super(REQUEST_NAME, HEAD_LIMIT, scanner);
  }

  /** Forgets the head before. */
  reset(start: number): void {
    this.clear(start);
    this.startLineDone = false;
  }

  /** Parses a head that starts at `start` (as given to `reset`). Returns the offset behind it, INCOMPLETE, or a refusal. */
  parse(bytes: Buffer, end: number): number {
    this.bytes = bytes;
    if (!this.startLineDone) {
      const result = this.parseStartLine(end);
      if (result <= 0) return result === INCOMPLETE ? this.incomplete(end) : result;
      this.at = result;
      this.startLineDone = true;
    }
    return this.parseFields(end);
  }

  private parseStartLine(end: number): number {
    const { bytes, scanned } = this;
    let p = this.at;
    // empty lines before a request are left over from careless clients. Source: RFC 9112 section 2.2
    while (p < end && (bytes[p] === 10 || bytes[p] === 13)) {
      if (bytes[p] === 13) {
        if (p + 1 >= end) return INCOMPLETE;
        if (bytes[p + 1] !== 10) return MALFORMED;
        p++;
      }
      p++;
      this.at = p;
    }
    this.lineStart = p;
    while (p < end && bytes[p] !== 32) {
      const c = bytes[p]!;
      if (c < 65 || c > 90 || p - this.lineStart >= LONGEST_METHOD) return MALFORMED;
      p++;
    }
    if (p >= end) return INCOMPLETE;
    this.method = methodOf(bytes, this.lineStart, p);
    if (this.method === '') return MALFORMED;
    const targetStart = ++p;
    if (scanned > p) p = scanned;
    while (p < end && TARGET[bytes[p]!] === 1) p++;
    if (p >= end) {
      this.scanned = p;
      return INCOMPLETE;
    }
    if (p === targetStart) return MALFORMED;
    if ((bytes[targetStart] !== SLASH || this.method === 'CONNECT') && !this.isOtherForm(targetStart, p))
      return MALFORMED;
    this.targetStart = targetStart;
    this.targetEnd = p;
    if (bytes[p] === 10 || bytes[p] === 13) return VERSION;
    if (bytes[p] !== 32) return MALFORMED;
    p++;
    if (p + 10 > end) return versionPrefix(bytes, p, end) ? INCOMPLETE : MALFORMED;
    if (!versionPrefix(bytes, p, p + 8)) return MALFORMED;
    const current = bytes[p + 5] === 49 && bytes[p + 7] === 49;
    p += 8;
    if (bytes[p] !== 13 || bytes[p + 1] !== 10) return MALFORMED;
    if (!current) return VERSION;
    this.lineEnd = p + 2;
    return p + 2;
  }

  /** Whether a target that is no path is in the form that its method wants. Source: RFC 9112 section 3.2. */
  private isOtherForm(start: number, end: number): boolean {
    const target = this.bytes.toString('latin1', start, end);
    if (this.method === 'CONNECT') return /^[^/?#]+$/.test(target);
    return target === '*' ? this.method === 'OPTIONS' : ABSOLUTE.test(target);
  }
}

const PREFIX = Buffer.from('HTTP/', 'latin1');

/** Whether bytes may be (the beginning of) `HTTP/d.d` and a line end. */
export function versionPrefix(bytes: Buffer, start: number, end: number): boolean {
  for (let i = 0; i < 8 && start + i < end; i++) {
    const c = bytes[start + i]!;
    const ok = i < 5 ? c === PREFIX[i] : i === 6 ? c === 46 : c >= 48 && c <= 57;
    if (!ok) return false;
  }
  return true;
}

function methodOf(bytes: Buffer, start: number, end: number): string {
  const length = end - start;
  if (length === 3 && bytes[start] === 71 && bytes[start + 1] === 69 && bytes[start + 2] === 84) return 'GET';
  const text = bytes.toString('latin1', start, end);
  return METHODS.has(text) ? text : '';
}
