import { comparePrecedence, type PrecedenceKey } from '../routing/precedence.ts';
import type {
  Candidate,
  RequestMatch,
  Snapshot,
  SnapshotGateway,
  SnapshotListener,
  SnapshotRule,
  VirtualHost,
} from '../routing/snapshot.ts';
import { compareHosts } from '../routing/snapshot-delta.ts';
import type { PolicyOutcome } from './policy-outcome.ts';
import type { PolicyHolders } from './policy-precedence.ts';
import { requestMatches } from './request-matches.ts';
import { ruleAction } from './rule-action.ts';
import type { JudgedRoute, JudgedRule } from './route-rules.ts';
import type { GatewayState, ListenerState, RouteState } from './state.ts';

interface Ranked {
  key: PrecedenceKey;
  candidate: Candidate;
}

/** By listener, then by hostname. */
type Hosts = Map<ListenerState, Map<string, Ranked[]>>;

/** The hostnames of a route on each listener that serves it. Several parentRefs may lead to one listener. */
function servedOn(route: RouteState): Map<ListenerState, Set<string>> {
  const found = new Map<ListenerState, Set<string>>();
  for (const { listener, hostnames } of route.parents.flatMap(({ attachments }) => attachments)) {
    if (!listener.serving || listener.gateway.address === undefined) continue;
    const known = found.get(listener);
    if (known === undefined) found.set(listener, new Set(hostnames));
    else for (const hostname of hostnames) known.add(hostname);
  }
  return found;
}

function snapshotRule(
  id: string,
  route: RouteState,
  judged: JudgedRule,
  policy: PolicyOutcome | undefined,
): SnapshotRule {
  return {
    id,
    route: { kind: route.kind, namespace: route.namespace, name: route.name },
    index: judged.index,
    ...(judged.rule.name === undefined ? {} : { name: judged.rule.name }),
    ...(policy === undefined ? {} : { policy: policy.inForce }),
    action: ruleAction(judged, route.namespace, policy),
  };
}

function placeRule(
  route: RouteState,
  judged: JudgedRule,
  holders: PolicyHolders,
  listeners: Map<ListenerState, Set<string>>,
  place: (listener: ListenerState, hostname: string, ranked: Ranked) => void,
): SnapshotRule[] {
  const policies = new Map(
    [...listeners.keys()].map((listener) => [listener, holders.inForce(route, judged.rule.name, listener)]),
  );
  const differs = new Set(policies.values()).size > 1;
  const made = new Map<string, SnapshotRule>();
  const matches: RequestMatch[] = requestMatches(judged.rule, route.kind);
  for (const [listener, policy] of policies) {
    const id = `${route.id}/${judged.index}${differs ? `@${listener.id}` : ''}`;
    if (!made.has(id)) made.set(id, snapshotRule(id, route, judged, policy));
    for (const [matchIndex, match] of matches.entries()) {
      const key: PrecedenceKey = {
        match,
        // Envoy Gateway has calls behind other requests where their matches are equal
        kindRank: route.kind === 'HTTPRoute' ? 0 : 1,
        created: route.object.metadata.creationTimestamp,
        namespace: route.namespace,
        name: route.name,
        ruleIndex: judged.index,
        matchIndex,
      };
      for (const hostname of listeners.get(listener) ?? []) {
        place(listener, hostname, { key, candidate: { ruleId: id, matchIndex, match } });
      }
    }
  }
  return [...made.values()];
}

function virtualHosts(hosts: Map<string, Ranked[]> | undefined): VirtualHost[] {
  return [...(hosts ?? [])]
    .sort(([a], [b]) => compareHosts(a, b))
    .map(([hostname, ranked]) => ({
      hostname,
      candidates: ranked.sort((a, b) => comparePrecedence(a.key, b.key)).map(({ candidate }) => candidate),
    }));
}

function snapshotListener(listener: ListenerState, hosts: Hosts): SnapshotListener {
  const { name, hostname } = listener.spec;
  return {
    id: listener.id,
    name,
    ...(hostname === undefined || hostname === '' ? {} : { hostname: hostname.toLowerCase() }),
    virtualHosts: virtualHosts(hosts.get(listener)),
  };
}

function snapshotGateway(
  gateway: GatewayState,
  address: string,
  mirrorLoopback: boolean,
  hosts: Hosts,
): SnapshotGateway {
  const serving = gateway.listeners.filter((listener) => listener.serving);
  const ports = [...Map.groupBy(serving, ({ spec }) => spec.port)].sort(([a], [b]) => a - b);
  return {
    namespace: gateway.namespace,
    name: gateway.name,
    address,
    mirrorLoopback,
    ports: ports.map(([port, listeners]) => ({
      port,
      protocol: 'HTTP',
      listeners: listeners.map((listener) => snapshotListener(listener, hosts)),
    })),
  };
}

/**
 * What the proxy serves: listeners merged by port, their hosts, and candidates in order of precedence.
 * Source: gateway-api sections 2.1 to 2.3.
 * @param gateways accepted, in order of age; those without address are left out
 * @param routes in order of age
 */
export function makeSnapshot(
  revision: number,
  gateways: readonly GatewayState[],
  routes: readonly JudgedRoute[],
  holders: PolicyHolders,
): Snapshot {
  const hosts: Hosts = new Map();
  const place = (listener: ListenerState, hostname: string, ranked: Ranked): void => {
    const name = hostname.toLowerCase();
    let byName = hosts.get(listener);
    if (byName === undefined) hosts.set(listener, (byName = new Map<string, Ranked[]>()));
    const list = byName.get(name);
    if (list === undefined) byName.set(name, [ranked]);
    else list.push(ranked);
  };
  const rules: SnapshotRule[] = [];
  for (const { route, rules: judgedRules } of routes) {
    const listeners = servedOn(route);
    if (listeners.size === 0) continue;
    for (const judged of judgedRules) {
      if (!judged.dropped) rules.push(...placeRule(route, judged, holders, listeners, place));
    }
  }
  let mirrored = false;
  const served = gateways.flatMap((gateway) => {
    if (gateway.address === undefined) return [];
    const mirror = !mirrored && gateway.address !== '127.0.0.1';
    mirrored = true;
    return [snapshotGateway(gateway, gateway.address, mirror, hosts)];
  });
  return { revision, gateways: served, rules: Object.fromEntries(rules.map((rule) => [rule.id, rule])) };
}
