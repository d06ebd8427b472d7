import type { Conditions } from './conditions.ts';
import type { LabelTest } from './selectors.ts';
import type { GatewaySpec, ListenerSpec, ParentRef, RouteKind, RouteSpec, Typed } from './shapes.ts';

/** A Gateway of ours while it is translated. */
export interface GatewayState {
  object: Typed<GatewaySpec>;
  namespace: string;
  name: string;
  /** `NAMESPACE/NAME`. */
  key: string;
  /** Place of its class among ours, older ones first: statuses list what belongs to one class together. */
  classRank: number;
  /** False: refused as a whole (no listener is looked at, no route attaches); the condition says why. */
  accepted: boolean;
  conditions: Conditions;
  listeners: ListenerState[];
  /** Address from the pool; absent when there is none for it. */
  address?: string;
  /** Why there is no address, or why the one asked for is not used. */
  addressProblem?: { reason: string; message: string };
}

/** A listener while it is translated. */
export interface ListenerState {
  gateway: GatewayState;
  spec: ListenerSpec;
  /** `NAMESPACE/GATEWAY/LISTENER`. */
  id: string;
  conditions: Conditions;
  supportedKinds: { group: string; kind: string }[];
  /** Which namespaces' routes may attach, by labels of the namespace; absent unless `from` is Selector and it parses. */
  namespaceTest?: LabelTest;
  /** Traffic is served. */
  serving: boolean;
  attachedRoutes: number;
}

/** A route with at least one parentRef to a Gateway of ours. */
export interface RouteState {
  kind: RouteKind;
  object: Typed<RouteSpec>;
  namespace: string;
  name: string;
  /** `KIND/NAMESPACE/NAME`. */
  id: string;
  /** `NAMESPACE/NAME`, as messages name it. */
  key: string;
  parents: RouteParent[];
}

/** A parentRef of a route to a Gateway of ours. */
export interface RouteParent {
  ref: ParentRef;
  gateway: GatewayState;
  /** Listeners that the parentRef selects and that allow the route. */
  listeners: ListenerState[];
  /** Shared with parentRefs that name the same, see `sameParent`. */
  conditions: Conditions;
  /** Listeners with a hostname in common, each with the hostnames that it serves for this route. */
  attachments: { listener: ListenerState; hostnames: string[] }[];
}
