import type { HashableRequest } from '../../../balancing/hash.ts';
import { isValidAuthority } from '../../../routing/host.ts';
import type { RoutableRequest } from '../../../routing/match.ts';
import { normalizeTarget } from '../../../routing/normalize.ts';
import { TARGET } from '../../codec/tables.ts';
import type { FieldList } from '../../http2/streams.ts';
import {
  ABSOLUTE_PATH_REJECTED,
  CONNECT_REJECTED,
  HEAD_TOO_LONG,
  INVALID_AUTHORITY,
  MALFORMED_TARGET,
  MISSING_HOST,
  redirectAnswer,
  TOO_MANY_FIELDS,
  UNDERSCORE_IN_NAME,
  UNNORMAL_PATH,
  type OwnAnswer,
} from '../own-answer.ts';
import { isGrpcType } from '../grpc.ts';

const NO_VALUES: readonly string[] = [];
/** Fields of a request, and bytes of its head, above which it is refused, as with HTTP/1.1. */
const MOST_FIELDS = 100;
const HEAD_LIMIT = 60 * 1024;

/** Refusals of a head that is no good, which the client is told by a reset. Source: docs/parity.md. */
export const BROKEN_HEADS: ReadonlySet<OwnAnswer> = new Set([HEAD_TOO_LONG, TOO_MANY_FIELDS, UNDERSCORE_IN_NAME]);

/** A request that came on a stream, resolved: what routing and hashing read. */
export class StreamView implements RoutableRequest, HashableRequest {
  method = '';
  host = '';
  path = '';
  search = '';
  remoteAddress = '';
  remotePort = 0;
  localAddress = '';
  localPort = 0;
  isGrpc = false;
  expectsContinue = false;
  /** -1: it does not say. */
  contentLength = -1;
  /** Fields as they came, but for those that begin with a colon, `host`, and pieces of Cookie, which are joined. */
  readonly fields: string[] = [];

  /** Reads a head. Returns the answer when it goes no further. Source: envoy-observed section 6, RFC 9113 section 8. */
  read(head: FieldList): OwnAnswer | null {
    let target = '';
    let host: string | null = null;
    let cookie = '';
    let underscore = false;
    let size = 0;
    for (let i = 0; i < head.length; i += 2) {
      const name = head[i]!;
      const value = head[i + 1]!;
      size += name.length + value.length;
      switch (name) {
        case ':method':
          this.method = value;
          break;
        case ':path':
          target = value;
          break;
        case ':authority':
          this.host = value;
          break;
        case ':scheme':
          break;
        case 'host':
          host = value;
          break;
        case 'cookie':
          cookie = cookie === '' ? value : `${cookie}; ${value}`;
          break;
        case 'content-length':
          this.contentLength = Number(value);
          this.fields.push(name, value);
          break;
        case 'content-type':
          this.isGrpc = isGrpcType(value);
          this.fields.push(name, value);
          break;
        case 'expect':
          if (value.toLowerCase() === '100-continue') this.expectsContinue = true;
          else this.fields.push(name, value);
          break;
        default:
          underscore ||= name.includes('_');
          this.fields.push(name, value);
      }
    }
    if (cookie !== '') this.fields.push('cookie', cookie);
    if (this.host === '') this.host = host ?? '';
    if (size > HEAD_LIMIT) return HEAD_TOO_LONG;
    if (head.length > 2 * MOST_FIELDS) return TOO_MANY_FIELDS;
    if (underscore) return UNDERSCORE_IN_NAME;
    if (this.method === 'CONNECT') return CONNECT_REJECTED;
    if (this.host === '') return MISSING_HOST;
    if (!isValidAuthority(this.host)) return INVALID_AUTHORITY;
    if (!target.startsWith('/')) return ABSOLUTE_PATH_REJECTED;
    return this.normalize(target);
  }

  private normalize(target: string): OwnAnswer | null {
    for (let i = 0; i < target.length; i++) if (TARGET[target.charCodeAt(i)] !== 1) return MALFORMED_TARGET;
    const normalized = normalizeTarget(target);
    if (normalized.type === 'redirect') return redirectAnswer(normalized.location);
    if (normalized.type === 'refuse') return UNNORMAL_PATH;
    this.path = normalized.path;
    this.search = normalized.search;
    return null;
  }

  headerValues(name: string): readonly string[] {
    if (name === 'host') return [this.host];
    const { fields } = this;
    let values: string[] | null = null;
    for (let i = 0; i < fields.length; i += 2) {
      if (fields[i] !== name) continue;
      if (values === null) values = [fields[i + 1]!];
      else values.push(fields[i + 1]!);
    }
    return values ?? NO_VALUES;
  }
}
