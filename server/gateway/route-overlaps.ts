import type { RequestMatch } from '../routing/snapshot.ts';
import type { PolicyHolders } from './policy-precedence.ts';
import { ANY_METHOD, ANY_SERVICE, requestMatches } from './request-matches.ts';
import type { JudgedRoute, JudgedRule } from './route-rules.ts';
import type { GrpcMatch, GrpcRule, HttpRule, RouteKind } from './shapes.ts';
import type { ListenerState, RouteState } from './state.ts';

/** What decides whether two matches take the same requests. */
interface OverlapKey {
  path: string;
  rest: string;
}

function textOf(entries: readonly { type: string; name: string; value: string }[]): string[] {
  return entries.map(({ type, name, value }) => `${name} ${type} ${value}`).sort();
}

function httpKey({ path, method, headers, queryParams }: RequestMatch): OverlapKey {
  const value = path.type === 'PathPrefix' && path.value !== '/' ? path.value.replace(/\/$/, '') : path.value;
  const all = method === undefined ? headers : [...headers, { type: 'Exact', name: ':method', value: method }];
  return { path: `${path.type} ${value}`, rest: JSON.stringify([textOf(all), textOf(queryParams)]) };
}

const PREFLIGHT = [
  { type: 'Exact' as const, name: ':method', value: 'OPTIONS' },
  { type: 'RegularExpression' as const, name: 'origin', value: '.*' },
  { type: 'RegularExpression' as const, name: 'access-control-request-method', value: '.*' },
];

function httpKeys(rule: HttpRule): OverlapKey[] {
  const cors = (rule.filters ?? []).some(({ type }) => type === 'CORS');
  return requestMatches(rule, 'HTTPRoute').flatMap((match) => {
    const { method, ...others } = match;
    const key = httpKey(match);
    // the preflight of a method is answered too
    if (!cors || method === undefined || method === 'OPTIONS') return [key];
    return [key, httpKey({ ...others, headers: [...others.headers, ...PREFLIGHT] })];
  });
}

function grpcKey({ method, headers = [] }: GrpcMatch): OverlapKey {
  const named = headers.map(({ type = 'Exact', name, value }) => ({
    type: type as string,
    name: name.toLowerCase(),
    value,
  }));
  const { service, method: called } = method ?? {};
  let path = 'PathPrefix /';
  if (method?.type === 'RegularExpression') {
    path = `RegularExpression /${service ?? ANY_SERVICE}/${called ?? ANY_METHOD}`;
  } else if (service !== undefined)
    path = called === undefined ? `PathPrefix /${service}` : `Exact /${service}/${called}`;
  else if (called !== undefined) named.push({ type: 'Suffix', name: ':path', value: `/${called}` });
  return { path, rest: JSON.stringify([textOf(named), []]) };
}

/** Keys of rules by the rule itself: what the store holds is never changed in place. */
const known = new WeakMap<JudgedRule['rule'], OverlapKey[]>();

function overlapKeys(rule: JudgedRule['rule'], kind: RouteKind): OverlapKey[] {
  let keys = known.get(rule);
  if (keys !== undefined) return keys;
  if (kind === 'HTTPRoute') keys = httpKeys(rule as HttpRule);
  else {
    const { matches = [] } = rule as GrpcRule;
    keys = (matches.length === 0 ? [{}] : matches).map(grpcKey);
  }
  known.set(rule, keys);
  return keys;
}

function placeOf(listener: ListenerState, hostname: string): string {
  return `${listener.id} ${hostname}`;
}

/** Hostnames of listeners that several routes serve: no others can overlap. */
function sharedPlaces(routes: readonly JudgedRoute[]): Set<string> {
  const first = new Map<ListenerState, Map<string, RouteState>>();
  const shared = new Set<string>();
  for (const { route } of routes) {
    for (const { attachments } of route.parents) {
      for (const { listener, hostnames } of attachments) {
        let byHost = first.get(listener);
        if (byHost === undefined) first.set(listener, (byHost = new Map<string, RouteState>()));
        for (const hostname of hostnames) {
          const other = byHost.get(hostname);
          if (other === undefined) byHost.set(hostname, route);
          else if (other !== route) shared.add(placeOf(listener, hostname));
        }
      }
    }
  }
  return shared;
}

function takesConnect(
  holders: PolicyHolders,
  route: RouteState,
  { rule }: JudgedRule,
  listener: ListenerState,
): boolean {
  const upgrades = holders.applied(route, rule.name, listener)?.spec.httpUpgrade ?? [];
  return upgrades.some(({ type }) => type.toUpperCase() === 'CONNECT');
}

/**
 * Says on routes' parents with which other routes they take the very same requests on a listener: then only the first in order of
 * precedence gets them. Sets RouteRulesOverlap as Envoy Gateway does. A rule that takes CONNECT takes it for every path.
 */
export function reportOverlaps(routes: readonly JudgedRoute[], holders: PolicyHolders): void {
  const shared = sharedPlaces(routes);
  if (shared.size === 0) return;
  const buckets = new Map<string, Set<RouteState>>();
  const bucketsOf = new Map<RouteState, Map<ListenerState, Set<RouteState>[]>>();
  for (const { route, rules } of routes) {
    const served = rules.filter(({ dropped }) => !dropped);
    const onListeners = new Map<ListenerState, Set<RouteState>[]>();
    bucketsOf.set(route, onListeners);
    for (const { listener, hostnames } of route.parents.flatMap(({ attachments }) => attachments)) {
      if (!listener.serving) continue;
      const places = hostnames.map((hostname) => placeOf(listener, hostname)).filter((place) => shared.has(place));
      if (places.length === 0) continue;
      for (const rule of served) {
        const connect = takesConnect(holders, route, rule, listener);
        const keys = overlapKeys(rule.rule, route.kind);
        for (const onHost of places) {
          for (const { path, rest } of keys) {
            const place = `${onHost} ${connect ? 'CONNECT' : path} ${rest}`;
            let bucket = buckets.get(place);
            if (bucket === undefined) buckets.set(place, (bucket = new Set()));
            bucket.add(route);
            const list = onListeners.get(listener);
            if (list === undefined) onListeners.set(listener, [bucket]);
            else list.push(bucket);
          }
        }
      }
    }
  }
  for (const { route } of routes) {
    for (const { listeners, conditions } of route.parents) {
      const others = new Set<string>();
      for (const bucket of listeners.flatMap((listener) => bucketsOf.get(route)?.get(listener) ?? [])) {
        for (const other of bucket) if (other !== route) others.add(`${other.kind} ${other.key}`);
      }
      if (others.size === 0) continue;
      const message = `Overlapping match conditions with route(s): ${[...others].sort().join(', ')}`;
      conditions.set('RouteRulesOverlap', 'True', 'RouteRulesOverlap', message);
    }
  }
}
