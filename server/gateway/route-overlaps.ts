import { requestMatches } from './request-matches.ts';
import type { ListenerState, RouteState } from './state.ts';

function matchKeys(route: RouteState): string[] {
  return (route.object.spec.rules ?? []).flatMap((rule) =>
    requestMatches(rule).map(({ path, method, headers, queryParams }) =>
      JSON.stringify([
        path.type,
        path.type === 'PathPrefix' && path.value !== '/' ? path.value.replace(/\/$/, '') : path.value,
        method ?? '',
        headers.map(({ type, name, value }) => `${name} ${type} ${value}`).sort(),
        queryParams.map(({ type, name, value }) => `${name} ${type} ${value}`).sort(),
      ]),
    ),
  );
}

/**
 * Says on routes' parents with which other routes they take the very same requests on a listener: then only the first in order of
 * precedence gets them. Sets RouteRulesOverlap as Envoy Gateway does.
 */
export function reportOverlaps(routes: readonly RouteState[]): void {
  const buckets = new Map<string, Set<RouteState>>();
  const bucketsOf = new Map<RouteState, Map<ListenerState, Set<RouteState>[]>>();
  for (const route of routes) {
    const keys = matchKeys(route);
    const onListeners = new Map<ListenerState, Set<RouteState>[]>();
    bucketsOf.set(route, onListeners);
    for (const { listener, hostnames } of route.parents.flatMap(({ attachments }) => attachments)) {
      if (!listener.serving) continue;
      for (const hostname of hostnames) {
        for (const key of keys) {
          const place = `${listener.id} ${hostname} ${key}`;
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
  for (const route of routes) {
    for (const { listeners, conditions } of route.parents) {
      const others = new Set<string>();
      for (const bucket of listeners.flatMap((listener) => bucketsOf.get(route)?.get(listener) ?? [])) {
        for (const other of bucket) if (other !== route) others.add(`HTTPRoute ${other.key}`);
      }
      if (others.size === 0) continue;
      const message = `Overlapping match conditions with route(s): ${[...others].sort().join(', ')}`;
      conditions.set('RouteRulesOverlap', 'True', 'RouteRulesOverlap', message);
    }
  }
}
