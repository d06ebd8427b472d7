import type { SnapshotView, TrafficSample } from '../../../server/contract/console.ts';
import type { SnapshotRule } from '../../../server/routing/snapshot.ts';
import { assignSlots } from '../../traffic/slots.ts';

type RouteId = SnapshotRule['route'];

/** What one route, or nothing, took of a listener's requests. */
export interface ListenerShare {
  /** `NAMESPACE/NAME` of the route, or what the rest is. */
  label: string;
  /** null for requests that no single route took. */
  route: RouteId | null;
  requests: number;
  slot: number;
}

const COLOURS = 12;

/** What was counted for a listener. */
interface Taken {
  routes: Map<string, { route: RouteId; requests: number }>;
  /** Routes that hang on other listeners too: their requests are counted by rule, not by listener. */
  shared: Map<string, RouteId>;
  requests: number;
  unmatched: number;
}

/**
 * Who takes the requests of each listener, by listener id. Samples count requests by rule and by listener apart, so that what a route on
 * several listeners took of one is what the others leave of it: its own share where it is the only one, one sum where there are several.
 */
export function listenerShares(view: SnapshotView, samples: readonly TrafficSample[]): Map<string, ListenerShare[]> {
  const listenersOf = new Map<string, Set<string>>();
  const taken = new Map<string, Taken>();
  for (const gateway of view.snapshot.gateways)
    for (const port of gateway.ports)
      for (const listener of port.listeners) {
        taken.set(listener.id, { routes: new Map(), shared: new Map(), requests: 0, unmatched: 0 });
        for (const host of listener.virtualHosts)
          for (const { ruleId } of host.candidates) {
            const ids = listenersOf.get(ruleId) ?? new Set();
            listenersOf.set(ruleId, ids.add(listener.id));
          }
      }
  const requests = new Map<string, number>();
  for (const sample of samples) {
    for (const row of sample.rules) requests.set(row.ruleId, (requests.get(row.ruleId) ?? 0) + row.requests);
    for (const row of sample.listeners) {
      const entry = taken.get(row.listener);
      if (!entry) continue;
      entry.requests += row.requests;
      entry.unmatched += row.unmatched;
    }
  }
  for (const [ruleId, listeners] of listenersOf) {
    const route = view.snapshot.rules[ruleId]?.route;
    if (!route) continue;
    const key = `${route.kind}/${route.namespace}/${route.name}`;
    for (const id of listeners) {
      const entry = taken.get(id)!;
      if (listeners.size > 1) entry.shared.set(key, route);
      else {
        const known = entry.routes.get(key) ?? { route, requests: 0 };
        entry.routes.set(key, { route, requests: known.requests + (requests.get(ruleId) ?? 0) });
      }
    }
  }
  return new Map([...taken].map(([id, entry]) => [id, sharesOf(entry)]));
}

function sharesOf({ routes, shared, requests, unmatched }: Taken): ListenerShare[] {
  const own = [...routes.values()].map(({ route, requests: count }) => shareOf(route, count));
  const rest = Math.max(0, requests - unmatched - own.reduce((sum, share) => sum + share.requests, 0));
  const [first, ...more] = shared.values();
  const known = first && own.find(({ label }) => label === labelOf(first));
  if (first && more.length === 0 && known) known.requests += rest;
  else if (first && more.length === 0) own.push(shareOf(first, rest));
  // by name, so that colours stay; of more routes than there are colours the busiest have them
  own.sort((a, b) => (own.length > COLOURS ? b.requests - a.requests : 0) || (a.label < b.label ? -1 : 1));
  assignSlots(own);
  const others: ListenerShare[] =
    more.length > 0
      ? [{ label: `${more.length + 1} routes on several listeners`, route: null, requests: rest, slot: 0 }]
      : [];
  const lost: ListenerShare[] =
    unmatched > 0 ? [{ label: 'no route, 404', route: null, requests: unmatched, slot: 0 }] : [];
  return [...own, ...others, ...lost];
}

function labelOf({ namespace, name }: RouteId): string {
  return `${namespace}/${name}`;
}

function shareOf(route: RouteId, requests: number): ListenerShare {
  return { label: labelOf(route), route, requests, slot: 0 };
}
