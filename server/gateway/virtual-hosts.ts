import { comparePrecedence, type PrecedenceKey } from '../routing/precedence.ts';
import type {
  Candidate,
  Snapshot,
  SnapshotGateway,
  SnapshotListener,
  SnapshotRule,
  VirtualHost,
} from '../routing/snapshot.ts';
import { compareHosts } from '../routing/snapshot-delta.ts';
import { sameJson } from './complete-status.ts';
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

interface ServedListener {
  listener: ListenerState;
  hostnames: readonly string[];
}

/** The hostnames of a route on each listener that serves it. Several parentRefs may lead to one listener. */
function servedOn(route: RouteState): ServedListener[] {
  const found: ServedListener[] = [];
  for (const { attachments } of route.parents) {
    for (const { listener, hostnames } of attachments) {
      if (!listener.serving || listener.gateway.address === undefined) continue;
      const known = found.find((other) => other.listener === listener);
      if (known === undefined) found.push({ listener, hostnames: unique(hostnames) });
      else known.hostnames = unique([...known.hostnames, ...hostnames]);
    }
  }
  return found;
}

function unique(hostnames: readonly string[]): readonly string[] {
  return hostnames.length < 2 ? hostnames : [...new Set(hostnames)];
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

/** A rule as it is served under one id. */
interface Placement {
  /** The route and the policy in force that it was made for. */
  object: RouteState['object'];
  policy: PolicyOutcome | undefined;
  rule: SnapshotRule;
  ranked: Ranked[];
}

/** What judged rules are served as, by listener where that matters. A judged rule never changes, so that it holds for the same route and policy. */
const placements = new WeakMap<JudgedRule, Map<string, Placement>>();

/** Candidates of rules that are, or were, in a snapshot. */
const candidates = new WeakMap<SnapshotRule, Candidate[]>();

/** @param on the listener that has a policy of its own in force; '' when all have the same */
function placementOf(
  on: string,
  route: RouteState,
  judged: JudgedRule,
  policy: PolicyOutcome | undefined,
  previous: Snapshot | undefined,
): Placement {
  let byListener = placements.get(judged);
  if (byListener === undefined) placements.set(judged, (byListener = new Map<string, Placement>()));
  const before = byListener.get(on);
  const { object, kind, namespace, name } = route;
  if (before?.object === object && before.policy === policy) return before;
  const id = `${route.id}/${judged.index}${on === '' ? '' : `@${on}`}`;
  const made = snapshotRule(id, route, judged, policy);
  // a route that was written anew is often served as before: then what the snapshot before had is used on
  const earlier = previous?.rules[id];
  const rule = earlier !== undefined && sameJson(earlier, made) ? earlier : made;
  const matches = requestMatches(judged.rule, kind);
  const fresh = matches.map((match, matchIndex): Candidate => ({ ruleId: id, matchIndex, match }));
  const known = candidates.get(rule);
  const list = sameJson(known, fresh) ? (known ?? fresh) : fresh;
  candidates.set(rule, list);
  const ranked = list.map((candidate): Ranked => {
    const { match, matchIndex } = candidate;
    const key: PrecedenceKey = {
      match,
      // Envoy Gateway has calls behind other requests where their matches are equal
      kindRank: kind === 'HTTPRoute' ? 0 : 1,
      created: object.metadata.creationTimestamp,
      namespace,
      name,
      ruleIndex: judged.index,
      matchIndex,
    };
    return { key, candidate };
  });
  const placement = { object, policy, rule, ranked };
  byListener.set(on, placement);
  return placement;
}

function placeRule(
  route: RouteState,
  judged: JudgedRule,
  holders: PolicyHolders,
  listeners: readonly ServedListener[],
  place: (listener: ListenerState, hostname: string, ranked: Ranked) => void,
  previous: Snapshot | undefined,
): SnapshotRule[] {
  const policies = listeners.map(({ listener }) => holders.inForce(route, judged.rule.name, listener));
  const differs = policies.some((policy) => policy !== policies[0]);
  const rules: SnapshotRule[] = [];
  for (const [at, { listener, hostnames }] of listeners.entries()) {
    const { rule, ranked } = placementOf(differs ? listener.id : '', route, judged, policies[at], previous);
    if (differs || rules.length === 0) rules.push(rule);
    for (const entry of ranked) for (const hostname of hostnames) place(listener, hostname, entry);
  }
  return rules;
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
 * @param previous snapshot before this one: rules that are equal to those in it are the same objects
 */
export function makeSnapshot(
  revision: number,
  gateways: readonly GatewayState[],
  routes: readonly JudgedRoute[],
  holders: PolicyHolders,
  previous?: Snapshot,
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
    if (listeners.length === 0) continue;
    for (const judged of judgedRules) {
      if (!judged.dropped) rules.push(...placeRule(route, judged, holders, listeners, place, previous));
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
