import { MatchCompiler, firstFailure, type CompiledMatch, type FailedTest } from './conditions.ts';
import { HostIndex, hostName } from './host.ts';
import { PathIndex } from './path-index.ts';
import type { RoutableRequest } from './request.ts';
import type { Candidate, Snapshot, SnapshotListener, SnapshotRule, VirtualHost } from './snapshot.ts';

export type { RoutableRequest } from './request.ts';

/** A listener as results name it. */
type RoutedListener = Omit<SnapshotListener, 'virtualHosts'>;

/** What became of a request, and why. The proxy answers 404 unless a rule was found. */
export type MatchResult =
  | {
      type: 'rule';
      listener: RoutedListener;
      virtualHost: VirtualHost;
      candidate: Candidate;
      rule: SnapshotRule;
    }
  | {
      type: 'none';
      /** `no port`: the gateway has none such; `no listener`: none takes the host; `no virtual host`: no route does; `no candidate`: no match passes. */
      reason: 'no port' | 'no listener' | 'no virtual host' | 'no candidate';
      listener?: RoutedListener;
      virtualHost?: VirtualHost;
    };

/** A result with what every candidate of the virtual host said, in order of precedence. */
interface Explanation {
  /** Host name that was looked up. */
  host: string;
  result: MatchResult;
  /** `failed` is null for the winner and for later ones that would have matched too. */
  candidates: { candidate: Candidate; rule: SnapshotRule; failed: FailedTest | null }[];
}

export interface Router {
  readonly snapshot: Snapshot;
  /** By id; what stands of them serves the next snapshot too. */
  readonly listeners: ReadonlyMap<string, CompiledListener>;
  /** The rule for a request on a port of a gateway. Results are shared: do not change them. */
  match(gatewayIndex: number, port: number, request: RoutableRequest): MatchResult;
  /** The same, with reasons. Looks at every candidate: not for the request path. */
  explain(gatewayIndex: number, port: number, request: RoutableRequest): Explanation;
}

interface Entry {
  rank: number;
  match: CompiledMatch;
  result: Extract<MatchResult, { type: 'rule' }>;
}

interface Host {
  entries: Entry[];
  index: PathIndex<Entry>;
  none: MatchResult;
}

/** A listener's virtual hosts, ready to be looked up. */
interface CompiledListener {
  name: RoutedListener;
  compiled: Map<VirtualHost, Host>;
  hosts: HostIndex<Host>;
  none: MatchResult;
}

interface Port {
  listeners: HostIndex<CompiledListener>;
  /** What hosts of recent requests led to, by the text that was received. */
  recent: Map<string, Host | MatchResult>;
}

/** Recent hosts that a port remembers; then it starts anew, so that hosts made up by clients cannot fill the memory. */
const RECENT_HOSTS = 1024;

/** Characters of a DNS name with port; longer hosts are not remembered. */
const LONGEST_NAME = 260;

const NO_PORT: MatchResult = { type: 'none', reason: 'no port' };
const NO_LISTENER: MatchResult = { type: 'none', reason: 'no listener' };

/**
 * Makes a router of a snapshot. The most specific listener hostname takes the request, in it the most specific virtual host, in that the
 * first candidate that matches; nothing falls through to a broader listener or host. Throws an Error that names the place when the
 * snapshot cannot be served. Source: gateway-api sections 2.1 and 2.3, envoy-observed section 6.
 * @param before router of an earlier snapshot: virtual hosts that are the same objects, with the same rules, are not compiled again
 */
export function compile(snapshot: Snapshot, before?: Router): Router {
  const compiler = new MatchCompiler();
  const listeners = new Map<string, CompiledListener>();
  const compilePort = (list: readonly SnapshotListener[]): Port => {
    const index: Port['listeners'] = new HostIndex();
    for (const listener of list) {
      const compiled = compileListener(listener, snapshot, compiler, before?.listeners.get(listener.id));
      listeners.set(listener.id, compiled);
      index.add(listener.hostname ?? '*', compiled);
    }
    return { listeners: index, recent: new Map() };
  };
  const gateways = snapshot.gateways.map(
    (gateway) => new Map(gateway.ports.map((port) => [port.port, compilePort(port.listeners)])),
  );
  const hostOf = (gatewayIndex: number, portNumber: number, authority: string): Host | MatchResult => {
    const port = gateways[gatewayIndex]?.get(portNumber);
    if (!port) return NO_PORT;
    const known = port.recent.get(authority);
    if (known) return known;
    const name = hostName(authority);
    const listener = port.listeners.find(name);
    const found = listener ? (listener.hosts.find(name) ?? listener.none) : NO_LISTENER;
    if (authority.length <= LONGEST_NAME) {
      if (port.recent.size >= RECENT_HOSTS) port.recent.clear();
      port.recent.set(authority, found);
    }
    return found;
  };
  const match: Router['match'] = (gatewayIndex, port, request) => {
    const host = hostOf(gatewayIndex, port, request.host);
    return 'index' in host ? (host.index.find(request)?.result ?? host.none) : host;
  };
  const explain: Router['explain'] = (gatewayIndex, port, request) => {
    const host = hostOf(gatewayIndex, port, request.host);
    const entries = 'index' in host ? host.entries : [];
    return {
      host: hostName(request.host),
      result: match(gatewayIndex, port, request),
      candidates: entries.map((entry) => ({
        candidate: entry.result.candidate,
        rule: entry.result.rule,
        failed: firstFailure(entry.match, request),
      })),
    };
  };
  return { snapshot, listeners, match, explain };
}

function compileListener(
  { virtualHosts, ...own }: SnapshotListener,
  snapshot: Snapshot,
  compiler: MatchCompiler,
  before: CompiledListener | undefined,
): CompiledListener {
  // results name the listener, so that nothing of one that is called otherwise can be used again
  const earlier = before !== undefined && JSON.stringify(before.name) === JSON.stringify(own) ? before : undefined;
  const name = earlier?.name ?? own;
  const hosts = new HostIndex<Host>();
  const compiled = new Map<VirtualHost, Host>();
  for (const virtualHost of virtualHosts) {
    const known = earlier?.compiled.get(virtualHost);
    const stands = known?.entries.every(({ result }) => snapshot.rules[result.candidate.ruleId] === result.rule);
    const host = known !== undefined && stands ? known : compileHost(name, virtualHost, snapshot, compiler);
    compiled.set(virtualHost, host);
    hosts.add(virtualHost.hostname, host);
  }
  return { name, compiled, hosts, none: { type: 'none', reason: 'no virtual host', listener: name } };
}

function compileHost(
  listener: RoutedListener,
  virtualHost: VirtualHost,
  snapshot: Snapshot,
  compiler: MatchCompiler,
): Host {
  const index = new PathIndex<Entry>();
  const entries = virtualHost.candidates.map((candidate, rank): Entry => {
    const rule = snapshot.rules[candidate.ruleId];
    const where = `Listener ${listener.id}, host ${virtualHost.hostname}, candidate ${rank}`;
    if (!rule) throw new Error(`${where}: the snapshot has no rule ${candidate.ruleId}.`);
    try {
      const match = compiler.compile(candidate.match);
      const entry: Entry = { rank, match, result: { type: 'rule', listener, virtualHost, candidate, rule } };
      index.add(entry);
      return entry;
    } catch (error) {
      throw new Error(
        `${where} of rule ${candidate.ruleId}: ${error instanceof Error ? error.message : String(error)}`,
        {
          cause: error,
        },
      );
    }
  });
  return { entries, index, none: { type: 'none', reason: 'no candidate', listener, virtualHost } };
}
