import { EXPECT, HOST, UPGRADE } from '../codec/field-kind.ts';
import { RequestHead } from '../codec/request-head.ts';
import type { HashableRequest } from '../../balancing/hash.ts';
import { isValidAuthority } from '../../routing/host.ts';
import type { RoutableRequest } from '../../routing/match.ts';
import { normalizeTarget } from '../../routing/normalize.ts';
import {
  ABSOLUTE_PATH_REJECTED,
  CONNECT_REJECTED,
  INVALID_AUTHORITY,
  MALFORMED_TARGET,
  MISSING_HOST,
  PLAIN_TEXT,
  redirectAnswer,
  SEVERAL_HOSTS,
  UNNORMAL_PATH,
  UPGRADE_FAILED,
  type OwnAnswer,
} from './own-answer.ts';

const SLASH = 47;
const ABSOLUTE = /^(https?):\/\/([^/?#]*)(.*)$/i;
const NO_VALUES: readonly string[] = [];

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

  /** Reads a head. Returns the answer when it goes no further. Source: envoy-observed section 6. */
  read(head: RequestHead): OwnAnswer | null {
    this.head = head;
    this.method = head.method;
    this.sentTarget = null;
    this.sentHost = null;
    this.upgrade = null;
    this.expectsContinue = false;
    this.host = '';
    this.path = '';
    this.search = '';
    let hosts = 0;
    let upgrade = -1;
    for (let i = 0; i < head.count; i++) {
      const kind = head.kind(i);
      if (kind === HOST) {
        hosts++;
        this.host = head.value(i);
      } else if (kind === UPGRADE) upgrade = i;
      else if (kind === EXPECT) this.expectsContinue = head.valueIs(i, '100-continue');
    }
    let target = head.bytes.toString('latin1', head.targetStart, head.targetEnd);
    if (hosts > 1) return SEVERAL_HOSTS;
    if (head.method === 'CONNECT') return CONNECT_REJECTED;
    if (target.charCodeAt(0) !== SLASH) {
      if (target === '*') return hosts === 0 ? MISSING_HOST : ABSOLUTE_PATH_REJECTED;
      const parts = ABSOLUTE.exec(target);
      if (parts === null || parts[2] === '') return MALFORMED_TARGET;
      if (parts[1]!.toLowerCase() === 'https') return PLAIN_TEXT;
      this.host = parts[2]!;
      this.sentHost = this.host;
      target = parts[3]!.startsWith('/') ? parts[3]! : `/${parts[3]!}`;
      this.sentTarget = target;
    } else if (hosts === 0) return MISSING_HOST;
    if (this.host === '') return MISSING_HOST;
    if (!isValidAuthority(this.host)) return INVALID_AUTHORITY;
    return this.normalize(target) ?? (upgrade < 0 ? null : this.readUpgrade(upgrade));
  }

  private normalize(target: string): OwnAnswer | null {
    const normalized = normalizeTarget(target);
    if (normalized.type === 'redirect') return redirectAnswer(normalized.location);
    if (normalized.type === 'refuse') return UNNORMAL_PATH;
    this.path = normalized.path;
    this.search = normalized.search;
    if (this.path.length + this.search.length !== target.length || !target.startsWith(this.path)) {
      this.sentTarget = this.path + this.search;
    }
    return null;
  }

  /** `websocket` is passed on, `h2c` is ignored, others are refused. */
  private readUpgrade(field: number): OwnAnswer | null {
    const { head } = this;
    if (!head.connectionTokens().includes(',upgrade,')) return null;
    const protocol = head.value(field);
    if (head.valueIs(field, 'websocket')) this.upgrade = protocol;
    else if (!head.valueIs(field, 'h2c')) return UPGRADE_FAILED;
    return null;
  }

  /** The client wants the connection to end with this request. */
  wantsClose(): boolean {
    const { head } = this;
    return head.connection >= 0 && head.connectionTokens().includes(',close,');
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
