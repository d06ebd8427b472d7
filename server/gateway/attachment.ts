import { Conditions } from './conditions.ts';
import { intersectHostnames } from './hostnames.ts';
import { GATEWAY_GROUP, labelsOfNamespace, type Inputs } from './inputs.ts';
import type { ParentRef, RouteKind, RouteSpec, Typed } from './shapes.ts';
import type { GatewayState, ListenerState, RouteParent, RouteState } from './state.ts';

/**
 * Attaches a route to the listeners of our Gateways, each parentRef by itself, and sets Accepted as far as listeners go.
 * Source: gateway-api sections 2.2, 3.6 and 3.8.
 * @param gateways accepted Gateways of ours by `NAMESPACE/NAME`
 * @returns undefined when no parentRef names a Gateway of ours
 */
export function attachRoute(
  kind: RouteKind,
  object: Typed<RouteSpec>,
  gateways: Map<string, GatewayState>,
  inputs: Inputs,
): RouteState | undefined {
  const { name, namespace = '' } = object.metadata;
  const key = `${namespace}/${name}`;
  const route: RouteState = { kind, object, namespace, name, id: `${kind}/${key}`, key, parents: [] };
  for (const ref of object.spec.parentRefs ?? []) {
    if ((ref.group ?? GATEWAY_GROUP) !== GATEWAY_GROUP || (ref.kind ?? 'Gateway') !== 'Gateway') continue;
    const gateway = gateways.get(`${ref.namespace ?? namespace}/${ref.name}`);
    if (gateway !== undefined) attachParent(route, ref, gateway, inputs);
  }
  return route.parents.length === 0 ? undefined : route;
}

/**
 * Whether two parentRefs of a route have one status between them: Envoy Gateway looks at ports only where sections are named, and
 * takes an absent namespace for that of the route.
 */
function sameParent(a: RouteParent, gateway: GatewayState, ref: ParentRef): boolean {
  if (a.gateway !== gateway || a.ref.sectionName !== ref.sectionName) return false;
  return ref.sectionName === undefined || a.ref.port === ref.port;
}

function attachParent(route: RouteState, ref: ParentRef, gateway: GatewayState, inputs: Inputs): void {
  const twin = route.parents.find((parent) => sameParent(parent, gateway, ref));
  const conditions = twin?.conditions ?? new Conditions(route.object.metadata.generation);
  // of parents that share a status the last one has the say
  conditions.clear();
  const parent: RouteParent = { ref, gateway, listeners: [], conditions, attachments: [] };
  route.parents.push(parent);
  const selected = gateway.listeners.filter(
    ({ spec }) =>
      (ref.sectionName === undefined || ref.sectionName === spec.name) &&
      (ref.port === undefined || ref.port === spec.port),
  );
  parent.listeners = selected.filter((listener) => allows(listener, route, inputs));
  for (const listener of parent.listeners) {
    const { hostname } = listener.spec;
    const hostnames = intersectHostnames(hostname, route.object.spec.hostnames ?? [], hostnamesOfOthers(listener));
    if (hostnames.length > 0) parent.attachments.push({ listener, hostnames });
  }
  if (selected.length === 0) {
    conditions.set('Accepted', 'False', 'NoMatchingParent', 'No listeners match this parent ref');
  } else if (parent.listeners.length === 0) {
    const message = 'No listeners included by this parent ref allowed this attachment.';
    conditions.set('Accepted', 'False', 'NotAllowedByListeners', message);
  } else conditions.set('Accepted', 'True', 'Accepted', 'Route is accepted');
}

function allows(listener: ListenerState, { kind, namespace }: RouteState, inputs: Inputs): boolean {
  if (!listener.supportedKinds.some((supported) => supported.kind === kind)) return false;
  switch (listener.spec.allowedRoutes?.namespaces?.from) {
    case 'All':
      return true;
    case 'Selector':
      return listener.namespaceTest?.(labelsOfNamespace(namespace, inputs)) ?? false;
    default:
      return namespace === listener.gateway.namespace;
  }
}

const otherHostnames = new WeakMap<ListenerState, ReadonlySet<string>>();

function hostnamesOfOthers(listener: ListenerState): ReadonlySet<string> {
  const known = otherHostnames.get(listener);
  if (known !== undefined) return known;
  const others = new Set<string>();
  for (const other of listener.gateway.listeners) {
    if (other !== listener && other.spec.port === listener.spec.port && other.spec.hostname !== undefined) {
      others.add(other.spec.hostname);
    }
  }
  otherHostnames.set(listener, others);
  return others;
}
