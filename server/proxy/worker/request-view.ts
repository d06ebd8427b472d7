import { CONTENT_TYPE, EXPECT, HOST, UPGRADE } from '../codec/field-kind.ts';
import { KEPT_ALIVE } from '../codec/fields.ts';
import { KnownTexts } from '../codec/known-texts.ts';
import { RequestHead } from '../codec/request-head.ts';
import type { HashableRequest } from '../../balancing/hash.ts';
import { isValidAuthority } from '../../routing/host.ts';
import type { RoutableRequest } from '../../routing/match.ts';
import { normalizeTarget, type Normalized } from '../../routing/normalize.ts';
import { isGrpcType } from './grpc.ts';
import {
  ABSOLUTE_PATH_REJECTED,
  BAD_NOMINATION,
  CONNECT_REJECTED,
  INVALID_AUTHORITY,
  MALFORMED_TARGET,
  MISSING_HOST,
  PLAIN_TEXT,
  redirectAnswer,
  SEVERAL_HOSTS,
  TARGET_TOO_LONG,
  UNNORMAL_PATH,
  UPGRADE_FAILED,
  type OwnAnswer,
} from './own-answer.ts';

const SLASH = 47;
/** A target in absolute form: scheme, user, host with port, and what follows. The user is dropped, as Envoy does. */
const ABSOLUTE = /^(https?):\/\/(?:[^@/?#]*@)?((?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?)(|[/?].*)$/i;
/** Names that Connection must not take away: who is behind them would be masked. */
const NOT_NOMINATED = /,(?:x-forwarded-(?:for|host|proto)|:[^,]*),/;
/** Names in Connection above which a request is refused. As Envoy. */
const MOST_NOMINATED = 9;
/** Largest head that is sent on, in bytes, without the proxy's own fields: escaping makes the target longer than the client's. */
const LARGEST_SENT = 90 * 1024;
const NO_VALUES: readonly string[] = [];

interface KnownHost {
  text: string;
  isValid: boolean;
}

interface KnownTarget {
  text: string;
  /** Null where it is no path. */
  normalized: Normalized | null;
}

/** What routing and hashing read from a request: its parsed head, resolved. One for each worker, filled anew for each request. */
export class RequestView implements RoutableRequest, HashableRequest {
  head: RequestHead = new RequestHead();
  method = '';
  host = '';
  path = '';
  search = '';
  remoteAddress = '';
  remotePort = 0;
  localAddress = '';
  localPort = 0;
  /** Target and Host that the backend has to get instead of the client's; null: as they came. */
  sentTarget: string | null = null;
  sentHost: string | null = null;
  /** Protocol of an upgrade that is passed on. */
  upgrade: string | null = null;
  expectsContinue = false;
  /** It is a call of gRPC. */
  isGrpc = false;
  /** The client wants the connection to end with this request, or cannot use it for another. */
  wantsClose = false;
  private readonly hosts = new KnownTexts<KnownHost>((text) => ({ text, isValid: isValidAuthority(text) }));
  private readonly targets = new KnownTexts<KnownTarget>((text) => ({
    text,
    normalized: text.startsWith('/') ? normalizeTarget(text) : null,
  }));

  /** Reads a head. Returns the answer when it goes no further. Source: envoy-observed section 6. */
  read(head: RequestHead): OwnAnswer | null {
    this.head = head;
    this.method = head.method;
    this.sentTarget = null;
    this.sentHost = null;
    this.upgrade = null;
    this.expectsContinue = false;
    this.isGrpc = false;
    this.wantsClose = head.saysClose();
    this.host = '';
    this.path = '';
    this.search = '';
    let hosts = 0;
    let isValidHost = false;
    let upgrade = -1;
    let upgrades = 0;
    let expectations = 0;
    const { marks, marked } = head;
    for (let m = 0; m < marked; m++) {
      const i = marks[m]!;
      const kind = head.kind(i);
      if (kind === HOST) {
        hosts++;
        const known = this.hosts.find(head.bytes, head.valueStart(i), head.valueEnd(i));
        this.host = known.text;
        isValidHost = known.isValid;
        if (i > 0) this.sentHost = this.host;
      } else if (kind === UPGRADE) {
        upgrades++;
        upgrade = i;
      } else if (kind === CONTENT_TYPE) {
        this.isGrpc = isGrpcType(head.value(i));
      } else if (kind === EXPECT) {
        expectations++;
        this.expectsContinue = expectations === 1 && head.valueIs(i, '100-continue');
      }
    }
    if (head.connection >= 0) {
      const tokens = head.connectionTokens();
      const refused = tokens === KEPT_ALIVE ? null : this.readConnection(tokens);
      if (refused !== null) return refused;
    }
    const known = this.targets.find(head.bytes, head.targetStart, head.targetEnd);
    let target = known.text;
    let { normalized } = known;
    if (hosts > 1) return SEVERAL_HOSTS;
    if (head.method === 'CONNECT') return head.chunked || head.contentLength >= 0 ? MALFORMED_TARGET : CONNECT_REJECTED;
    if (target.charCodeAt(0) !== SLASH) {
      if (target === '*') return hosts === 0 ? MISSING_HOST : ABSOLUTE_PATH_REJECTED;
      const parts = ABSOLUTE.exec(target);
      if (parts === null) return MALFORMED_TARGET;
      if (parts[1]!.toLowerCase() === 'https') return PLAIN_TEXT;
      this.host = parts[2]!;
      isValidHost = isValidAuthority(this.host);
      this.sentHost = this.host;
      target = parts[3] === '' ? '/' : parts[3]!;
      if (!target.startsWith('/')) return ABSOLUTE_PATH_REJECTED;
      this.sentTarget = target;
      normalized = normalizeTarget(target);
    } else if (hosts === 0) return MISSING_HOST;
    if (this.host === '') return MISSING_HOST;
    if (!isValidHost) return INVALID_AUTHORITY;
    return this.takePath(target, normalized!) ?? (upgrade < 0 ? null : this.readUpgrade(upgrade, upgrades));
  }

  private takePath(target: string, normalized: Normalized): OwnAnswer | null {
    if (normalized.type === 'redirect') return redirectAnswer(normalized.location);
    if (normalized.type === 'refuse') return UNNORMAL_PATH;
    this.path = normalized.path;
    this.search = normalized.search;
    if (this.path.length + this.search.length !== target.length || !target.startsWith(this.path)) {
      this.sentTarget = this.path + this.search;
      if (this.head.size + this.sentTarget.length - target.length > LARGEST_SENT) return TARGET_TOO_LONG;
    }
    return null;
  }

  private readConnection(tokens: string): OwnAnswer | null {
    if (tokens.includes(',expect,')) this.expectsContinue = false;
    if (tokens.includes(',host,')) return MISSING_HOST;
    if (NOT_NOMINATED.test(tokens) || tokens.split(',').length - 2 > MOST_NOMINATED) return BAD_NOMINATION;
    return null;
  }

  /** `websocket` is passed on, `h2c` is ignored, others are refused. */
  private readUpgrade(field: number, count: number): OwnAnswer | null {
    const { head } = this;
    if (!head.connectionTokens().includes(',upgrade,')) return null;
    if (count === 1 && head.valueIs(field, 'h2c')) return null;
    // whether a body belongs to the request or to what follows the switch is not for two readers to guess
    const hasBody = head.chunked || head.contentLength > 0;
    if (count > 1 || hasBody || !head.valueIs(field, 'websocket')) return UPGRADE_FAILED;
    this.upgrade = head.value(field);
    // whatever comes behind is for the new protocol: it must never be read as a request when the backend does not switch
    this.wantsClose = true;
    return null;
  }

  headerValues(name: string): readonly string[] {
    const { head } = this;
    if (name === 'host') return [this.host];
    let values: string[] | null = null;
    for (let i = 0; i < head.count; i++) {
      if (!head.nameIs(i, name)) continue;
      if (values === null) values = [head.value(i)];
      else values.push(head.value(i));
    }
    return values ?? NO_VALUES;
  }
}
