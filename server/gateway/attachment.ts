import { Conditions } from './conditions.ts';
import { intersectHostnames } from './hostnames.ts';
import { GATEWAY_GROUP, type Inputs } from './inputs.ts';
import type { HttpRouteSpec, ParentRef, Typed } from './shapes.ts';
import type { GatewayState, ListenerState, RouteParent, RouteState } from './state.ts';

/**
 * Attaches a route to the listeners of our Gateways, each parentRef by itself, and sets Accepted.
 * Source: gateway-api sections 2.2, 3.6 and 3.8.
 * @param gateways accepted Gateways of ours by `NAMESPACE/NAME`
 * @returns undefined when no parentRef names a Gateway of ours
 */
export function attachRoute(
  object: Typed<HttpRouteSpec>,
  gateways: Map<string, GatewayState>,
  inputs: Inputs,
): RouteState | undefined {
  const namespace = object.metadata.namespace ?? '';
  const parents: RouteParent[] = [];
  for (const ref of object.spec.parentRefs ?? []) {
    if ((ref.group ?? GATEWAY_GROUP) !== GATEWAY_GROUP || (ref.kind ?? 'Gateway') !== 'Gateway') continue;
    const gateway = gateways.get(`${ref.namespace ?? namespace}/${ref.name}`);
    if (gateway === undefined) continue;
    parents.push(attachParent(object, ref, gateway, inputs));
  }
  if (parents.length === 0) return undefined;
  const { name } = object.metadata;
  return { object, namespace, name, key: `${namespace}/${name}`, parents };
}

function attachParent(
  object: Typed<HttpRouteSpec>,
  ref: ParentRef,
  gateway: GatewayState,
  inputs: Inputs,
): RouteParent {
  const namespace = object.metadata.namespace ?? '';
  const conditions = new Conditions(object.metadata.generation);
  const parent: RouteParent = { ref, gateway, listeners: [], conditions, attachments: [] };
  const selected = gateway.listeners.filter(
    ({ spec }) =>
      (ref.sectionName === undefined || ref.sectionName === spec.name) &&
      (ref.port === undefined || ref.port === spec.port),
  );
  if (selected.length === 0) {
    conditions.set('Accepted', 'False', 'NoMatchingParent', 'No listeners match this parent ref');
    return parent;
  }
  parent.listeners = selected.filter((listener) => allows(listener, namespace, inputs));
  if (parent.listeners.length === 0) {
    conditions.set(
      'Accepted',
      'False',
      'NotAllowedByListeners',
      'No listeners included by this parent ref allowed this attachment.',
    );
    return parent;
  }
  for (const listener of parent.listeners) {
    const hostnames = intersectHostnames(
      listener.spec.hostname,
      object.spec.hostnames ?? [],
      hostnamesOfOthers(listener),
    );
    if (hostnames.length > 0) parent.attachments.push({ listener, hostnames });
  }
  if (parent.attachments.length === 0) {
    conditions.set(
      'Accepted',
      'False',
      'NoMatchingListenerHostname',
      "There were no hostname intersections between the HTTPRoute and this parent ref's Listener(s).",
    );
  } else conditions.set('Accepted', 'True', 'Accepted', 'Route is accepted');
  return parent;
}

function allows(listener: ListenerState, namespace: string, inputs: Inputs): boolean {
  if (!listener.supportedKinds.some(({ kind }) => kind === 'HTTPRoute')) return false;
  switch (listener.spec.allowedRoutes?.namespaces?.from) {
    case 'All':
      return true;
    case 'Selector':
      return (
        listener.namespaceTest?.(inputs.namespaces.get(namespace) ?? { 'kubernetes.io/metadata.name': namespace }) ??
        false
      );
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
