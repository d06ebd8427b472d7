import { MatchCompiler, firstFailure, type CompiledMatch, type FailedTest } from './conditions.ts';
import { HostIndex, hostName } from './host.ts';
import { PathIndex } from './path-index.ts';
import type { RoutableRequest } from './request.ts';
import type { Candidate, Snapshot, SnapshotListener, SnapshotRule, VirtualHost } from './snapshot.ts';

export type { FailedTest } from './conditions.ts';
export type { RoutableRequest } from './request.ts';

/** What became of a request, and why. The proxy answers 404 unless a rule was found. */
export type MatchResult =
  | {
      type: 'rule';
      listener: SnapshotListener;
      virtualHost: VirtualHost;
      candidate: Candidate;
      rule: SnapshotRule;
    }
  | {
      type: 'none';
      /** `no port`: the gateway has none such; `no listener`: none takes the host; `no virtual host`: no route does; `no candidate`: no match passes. */
      reason: 'no port' | 'no listener' | 'no virtual host' | 'no candidate';
      listener?: SnapshotListener;
      virtualHost?: VirtualHost;
    };

/** A result with what every candidate of the virtual host said, in order of precedence. */
export interface Explanation {
  /** Host name that was looked up. */
  host: string;
  result: MatchResult;
  /** `failed` is null for the winner and for later ones that would have matched too. */
  candidates: { candidate: Candidate; rule: SnapshotRule; failed: FailedTest | null }[];
}

export interface Router {
  readonly snapshot: Snapshot;
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

interface Port {
  listeners: HostIndex<{ hosts: HostIndex<Host>; none: MatchResult }>;
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
 */
export function compile(snapshot: Snapshot): Router {
  const compiler = new MatchCompiler();
  const gateways = snapshot.gateways.map(
    (gateway) => new Map(gateway.ports.map((port) => [port.port, compilePort(port.listeners, snapshot, compiler)])),
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
  return { snapshot, match, explain };
}

function compilePort(listeners: readonly SnapshotListener[], snapshot: Snapshot, compiler: MatchCompiler): Port {
  const index: Port['listeners'] = new HostIndex();
  for (const listener of listeners) {
    const hosts = new HostIndex<Host>();
    for (const virtualHost of listener.virtualHosts) {
      hosts.add(virtualHost.hostname, compileHost(listener, virtualHost, snapshot, compiler));
    }
    index.add(listener.hostname ?? '*', { hosts, none: { type: 'none', reason: 'no virtual host', listener } });
  }
  return { listeners: index, recent: new Map() };
}

function compileHost(
  listener: SnapshotListener,
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
