import { Fields, HEAD_LIMIT, type BodyFraming } from './fields.ts';
import { HEAD_TOO_LARGE, INCOMPLETE, MALFORMED } from './refusal.ts';
import { versionPrefix } from './request-head.ts';
import { NAME, VALUE } from './tables.ts';

/** Parser of a response head; see RequestHead for how it is called. */
export class ResponseHead extends Fields {
  status = 0;
  /** Minor version: 0 or 1. */
  minor = 1;
  private startLineDone = false;

  constructor() {
    super(NAME);
  }

  /** Forgets the head before. */
  reset(start: number): void {
    this.clearFields();
    this.begin = start;
    this.at = start;
    this.startLineDone = false;
  }

  /** Returns the offset behind the head, INCOMPLETE, or a refusal. */
  parse(bytes: Buffer, end: number): number {
    this.bytes = bytes;
    if (!this.startLineDone) {
      const result = this.parseStartLine(end);
      if (result <= 0) return result === INCOMPLETE && end - this.begin > HEAD_LIMIT ? HEAD_TOO_LARGE : result;
      this.at = result;
      this.startLineDone = true;
    }
    return this.parseFields(end);
  }

  /** How the body is framed, in a response to `method`. Source: RFC 9112 section 6.3. */
  framing(isHead: boolean): BodyFraming {
    if (isHead || this.status === 204 || this.status === 304 || this.status < 200) return 'none';
    if (this.chunked) return 'chunked';
    if (this.contentLength >= 0) return this.contentLength === 0 ? 'none' : 'length';
    return 'close';
  }

  /** Whether the connection may be used for another request. */
  keepsAlive(): boolean {
    const tokens = this.connectionTokens();
    if (this.minor === 1) return tokens === '' || !tokens.includes(',close,');
    return tokens.includes(',keep-alive,') && !tokens.includes(',close,');
  }

  private parseStartLine(end: number): number {
    const { bytes } = this;
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
      while (p < end && VALUE[bytes[p]!] === 1) p++;
      if (p >= end) return INCOMPLETE;
    }
    if (bytes[p] === 13) {
      if (p + 1 >= end) return INCOMPLETE;
      p++;
    }
    return bytes[p] === 10 ? p + 1 : MALFORMED;
  }
}
