import type { Binding } from '../contract/control.ts';
import type { StoredObject } from '../model/object.ts';
import type { Snapshot } from '../routing/snapshot.ts';
import { allocateAddresses } from './addresses.ts';
import { attachRoute } from './attachment.ts';
import { findPortClashes, judgeGateways } from './gateway-states.ts';
import { readInputs } from './inputs.ts';
import { attachPolicies } from './policy-attachment.ts';
import { reportOverlaps } from './route-overlaps.ts';
import { reportRoute } from './route-conditions.ts';
import { judgeRoutes } from './route-rules.ts';
import { shareSnapshot } from './share-snapshot.ts';
import { reportSockets } from './sockets.ts';
import type { GatewayState } from './state.ts';
import { makeStatuses, type StatusChange } from './statuses.ts';
import { makeSnapshot } from './virtual-hosts.ts';

export interface TranslateOptions {
  /** Store revision of the objects. */
  revision: number;
  /** CIDR of the Gateways' addresses, for example 127.77.0.0/16. */
  pool: string;
  /** What the proxy reported about its sockets; empty before it did. */
  bindings: readonly Binding[];
  /** The snapshot before this one: its Gateways keep their addresses, and what is equal in the new one is the same object in both. */
  previous?: Snapshot;
  /** Time of conditions that change, RFC 3339 with whole seconds; by default the clock's. */
  now?: string;
}

export interface Translation {
  snapshot: Snapshot;
  /** Statuses that differ from those of the objects. */
  statuses: StatusChange[];
}

function clock(): string {
  return `${new Date().toISOString().slice(0, 19)}Z`;
}

/** Whether Gateways are usable is decided by their listeners. Source: gateway-api section 3.3. */
function acceptGateway({ listeners, conditions }: GatewayState): void {
  const refused = listeners.filter(({ conditions }) => !conditions.is('Accepted', 'True')).map(({ spec }) => spec.name);
  const names = refused.sort().join(', ');
  if (refused.length === 0) {
    conditions.set('Accepted', 'True', 'Accepted', 'The Gateway has been scheduled by Envoy Gateway');
  } else if (refused.length < listeners.length) {
    conditions.set('Accepted', 'True', 'ListenersNotValid', `Listeners not valid: ${names}`);
  } else conditions.set('Accepted', 'False', 'ListenersNotValid', `No listeners are valid: ${names}`);
}

/**
 * Translates all objects of a store revision into what the proxy serves and what their statuses say. Pure: the same objects, in any
 * order, with the same options give the same result, and its own statuses, once stored, give no further change. Objects are not changed.
 * Source: gateway-api sections 2 and 3, backend-traffic-policy sections 2 and 6.
 * @throws Error when the pool is not a CIDR
 */
export function translate(objects: readonly StoredObject[], options: TranslateOptions): Translation {
  const inputs = readInputs(objects);
  const gateways = judgeGateways(inputs);
  const accepted = gateways.filter((gateway) => gateway.accepted);
  allocateAddresses(accepted, options.pool, options.previous);
  findPortClashes(accepted);

  const byKey = new Map(accepted.map((gateway) => [gateway.key, gateway]));
  const routes = [
    ...inputs.httpRoutes.flatMap((object) => attachRoute('HTTPRoute', object, byKey, inputs) ?? []),
    ...inputs.grpcRoutes.flatMap((object) => attachRoute('GRPCRoute', object, byKey, inputs) ?? []),
  ];
  const judged = judgeRoutes(routes, gateways, inputs);
  for (const { route, rules } of judged) reportRoute(route, rules);
  const policies = attachPolicies(inputs, accepted, routes);
  reportOverlaps(judged, policies.holders);

  for (const gateway of accepted) acceptGateway(gateway);
  reportSockets(accepted, options.bindings);
  const { previous } = options;
  const snapshot = makeSnapshot(options.revision, accepted, judged, policies.holders, previous);
  return {
    snapshot: previous === undefined ? snapshot : shareSnapshot(previous, snapshot),
    statuses: makeStatuses(inputs, gateways, routes, policies, options.now ?? clock()),
  };
}
