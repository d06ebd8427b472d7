import { Conditions } from './conditions.ts';
import { GATEWAY_GROUP } from './inputs.ts';
import { compileSelector } from './selectors.ts';
import type { ListenerSpec } from './shapes.ts';
import type { GatewayState, ListenerState } from './state.ts';

const KNOWN_PROTOCOLS = new Set(['HTTP', 'HTTPS', 'TLS', 'TCP', 'UDP']);
/** Route kinds that an HTTP listener can take and that this release serves. */
const SERVED_KINDS = ['HTTPRoute'];
/** Kinds that fit HTTP but are not served: naming one of them does not stop the listener. */
const LATER_KINDS = new Set(['GRPCRoute']);

const INVALID = 'Listener is invalid, see other Conditions for details.';

/** Judges the listeners of one Gateway, each by itself and against each other. Source: gateway-api sections 2.1 and 3.4. */
export function judgeListeners(gateway: GatewayState): ListenerState[] {
  const listeners = gateway.object.spec.listeners.map((spec) => judgeAlone(gateway, spec));
  findProtocolConflicts(listeners);
  findHostnameConflicts(listeners);
  for (const listener of listeners) conclude(listener);
  return listeners;
}

function judgeAlone(gateway: GatewayState, spec: ListenerSpec): ListenerState {
  const listener: ListenerState = {
    gateway,
    spec,
    id: `${gateway.key}/${spec.name}`,
    conditions: new Conditions(gateway.object.metadata.generation),
    supportedKinds: [],
    serving: false,
    attachedRoutes: 0,
  };
  judgeNamespaces(listener);
  if (spec.protocol === 'HTTP') judgeKinds(listener);
  else {
    listener.conditions.set(
      'Accepted',
      'False',
      'UnsupportedProtocol',
      KNOWN_PROTOCOLS.has(spec.protocol)
        ? `Protocol ${spec.protocol} is not served by this release, only HTTP is. The listener is kept and opens no port.`
        : `Protocol ${spec.protocol} is unsupported, must be HTTP.`,
    );
  }
  return listener;
}

function judgeNamespaces(listener: ListenerState): void {
  const namespaces = listener.spec.allowedRoutes?.namespaces;
  if (namespaces?.from !== 'Selector') return;
  if (namespaces.selector === undefined) {
    listener.conditions.set(
      'Programmed',
      'False',
      'Invalid',
      'The allowedRoutes.namespaces.selector field must be specified when allowedRoutes.namespaces.from is set to "Selector".',
    );
    return;
  }
  const test = compileSelector(namespaces.selector);
  if (typeof test === 'string') {
    listener.conditions.set(
      'Programmed',
      'False',
      'Invalid',
      `The allowedRoutes.namespaces.selector could not be parsed: ${test}.`,
    );
    return;
  }
  listener.namespaceTest = test;
}

function judgeKinds(listener: ListenerState): void {
  const kinds = listener.spec.allowedRoutes?.kinds ?? [];
  if (kinds.length === 0) {
    listener.supportedKinds = SERVED_KINDS.map((kind) => ({ group: GATEWAY_GROUP, kind }));
    return;
  }
  const refused: string[] = [];
  for (const { group = GATEWAY_GROUP, kind } of kinds) {
    if (group !== GATEWAY_GROUP) {
      listener.conditions.set(
        'ResolvedRefs',
        'False',
        'InvalidRouteKinds',
        `Group is not supported, group must be ${GATEWAY_GROUP}`,
      );
    } else if (SERVED_KINDS.includes(kind)) listener.supportedKinds.push({ group, kind });
    else refused.push(kind);
  }
  const allowed = SERVED_KINDS.join(' ');
  for (const kind of refused) {
    listener.conditions.set(
      'ResolvedRefs',
      'False',
      'InvalidRouteKinds',
      `${kind} is not supported, kind must be one of [${allowed}]`,
    );
  }
}

/** HTTPS and TLS share a port by SNI; UDP shares with anything. */
function protocolFamily(protocol: string): string {
  return protocol === 'HTTPS' || protocol === 'TLS' ? 'TLS' : protocol;
}

function groupByPort(listeners: ListenerState[]): Map<number, ListenerState[]> {
  const ports = new Map<number, ListenerState[]>();
  for (const listener of listeners) {
    const list = ports.get(listener.spec.port);
    if (list === undefined) ports.set(listener.spec.port, [listener]);
    else list.push(listener);
  }
  return ports;
}

function markConflict(group: ListenerState[], reason: string, what: string): void {
  const names = group.map((listener) => listener.id).sort();
  for (const listener of group) {
    listener.conditions.set(
      'Conflicted',
      'True',
      reason,
      `All listeners for a given port must use a ${what}, conflicting listeners: ${names.join(', ')}`,
    );
  }
}

function findProtocolConflicts(listeners: ListenerState[]): void {
  const candidates = listeners.filter(({ spec }) => KNOWN_PROTOCOLS.has(spec.protocol) && spec.protocol !== 'UDP');
  for (const group of groupByPort(candidates).values()) {
    if (new Set(group.map(({ spec }) => protocolFamily(spec.protocol))).size > 1) {
      markConflict(group, 'ProtocolConflict', 'compatible protocol');
    }
  }
}

function findHostnameConflicts(listeners: ListenerState[]): void {
  const candidates = listeners.filter(({ spec, conditions }) => spec.protocol === 'HTTP' && conditions.size === 0);
  for (const onPort of groupByPort(candidates).values()) {
    const byHostname = Map.groupBy(onPort, ({ spec }) => spec.hostname ?? '');
    for (const group of byHostname.values()) {
      if (group.length > 1) markConflict(group, 'HostnameConflict', 'unique hostname');
    }
  }
}

/** A listener that takes some kinds it was asked for and refuses only ones that come later goes on serving. */
function refusesOnlyLaterKinds(listener: ListenerState): boolean {
  return (
    listener.conditions.size === 1 &&
    listener.conditions.get('ResolvedRefs')?.reason === 'InvalidRouteKinds' &&
    listener.supportedKinds.length > 0 &&
    (listener.spec.allowedRoutes?.kinds ?? []).every(
      ({ group = GATEWAY_GROUP, kind }) =>
        group === GATEWAY_GROUP && (SERVED_KINDS.includes(kind) || LATER_KINDS.has(kind)),
    )
  );
}

function conclude(listener: ListenerState): void {
  const { conditions } = listener;
  if (conditions.size === 0 || refusesOnlyLaterKinds(listener)) {
    listener.serving = true;
    // what the socket of its port became decides this one; set here to fix the order
    conditions.set('Programmed', 'Unknown', 'Pending', 'Waiting for the proxy');
    conditions.set('Accepted', 'True', 'Accepted', 'Listener has been successfully translated');
  } else if (conditions.get('Programmed') === undefined) {
    conditions.set('Programmed', 'False', 'Invalid', INVALID);
  }
  if (conditions.get('ResolvedRefs') === undefined) {
    conditions.set('ResolvedRefs', 'True', 'ResolvedRefs', 'Listener references have been resolved');
  }
}
