import { Fields, type BodyFraming } from './fields.ts';
import { INCOMPLETE, MALFORMED } from './refusal.ts';
import { versionPrefix } from './request-head.ts';
import type { Scanner } from './scan/scanner.ts';
import { NAME, VALUE } from './tables.ts';

/** Longest response head, as Envoy's. */
const HEAD_LIMIT = 80 * 1024;

/** Parser of a response head; see RequestHead for how it is called. */
export class ResponseHead extends Fields {
  status = 0;
  /** Minor version: 0 or 1. */
  minor = 1;
  private startLineDone = false;

  /** @param scanner of a parser that starts anew with each head */
  constructor(scanner: Scanner | null = null) {
    super(NAME, HEAD_LIMIT, scanner);
  }

  /** Forgets the head before. */
  reset(start: number): void {
    this.clear(start);
    this.startLineDone = false;
  }

  /** Returns the offset behind the head, INCOMPLETE, or a refusal. */
  parse(bytes: Buffer, end: number): number {
    this.bytes = bytes;
    if (!this.startLineDone) {
      const result = this.parseStartLine(end);
      if (result <= 0) return result === INCOMPLETE ? this.incomplete(end) : result;
      this.at = result;
      this.startLineDone = true;
    }
    const next = this.parseFields(end);
    return next > 0 && !this.isFramedInOrder() ? MALFORMED : next;
  }

  /** How the body is framed, in a response to `method`. Source: RFC 9112 section 6.3. */
  framing(isHead: boolean): BodyFraming {
    if (isHead || this.status === 204 || this.status === 304 || this.status < 200) return 'none';
    if (this.chunked) return 'chunked';
    if (this.contentLength >= 0) return this.contentLength === 0 ? 'none' : 'length';
    return 'close';
  }

  /** What can have no body must not be framed as if it had one: others would wait for it. And no answer follows one that says `close`. */
  private isFramedInOrder(): boolean {
    const { status, contentLength, chunked } = this;
    if (status < 200 && status !== 101 && this.saysClose()) return false;
    return (status >= 200 && status !== 204) || (!chunked && contentLength <= 0);
  }

  /** Whether the connection may be used for another request. */
  keepsAlive(): boolean {
    if (this.saysClose()) return false;
    if (this.minor === 1) return true;
    return this.connectionTokens().includes(',keep-alive,');
  }

  private parseStartLine(end: number): number {
    const { bytes, scanned } = this;
    let p = this.at;
    if (p + 13 > end) {
      if (!versionPrefix(bytes, p, end)) return MALFORMED;
      // the shortest line is `HTTP/1.1 200` with a line end
      if (p + 13 > end) return INCOMPLETE;
    }
    if (!versionPrefix(bytes, p, p + 8) || bytes[p + 5] !== 49) return MALFORMED;
    const minor = bytes[p + 7]! - 48;
    if (minor > 1 || bytes[p + 8] !== 32) return MALFORMED;
    this.minor = minor;
    const a = bytes[p + 9]! - 48;
    const b = bytes[p + 10]! - 48;
    const c = bytes[p + 11]! - 48;
    if (a < 1 || a > 9 || b < 0 || b > 9 || c < 0 || c > 9) return MALFORMED;
    this.status = a * 100 + b * 10 + c;
    p += 12;
    if (bytes[p] === 32) {
      p++;
      if (scanned > p) p = scanned;
      while (p < end && VALUE[bytes[p]!] === 1) p++;
      if (p >= end) {
        this.scanned = p;
        return INCOMPLETE;
      }
    }
    if (bytes[p] !== 13) return MALFORMED;
    if (p + 1 >= end) return INCOMPLETE;
    return bytes[p + 1] === 10 ? p + 2 : MALFORMED;
  }
}
