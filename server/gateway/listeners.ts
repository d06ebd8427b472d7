import { Conditions } from './conditions.ts';
import { GATEWAY_GROUP } from './inputs.ts';
import { judgeClientTls } from './gateway-tls.ts';
import { findConflicts } from './listener-conflicts.ts';
import { judgeTls } from './listener-tls.ts';
import { compileSelector } from './selectors.ts';
import type { ListenerSpec } from './shapes.ts';
import type { GatewayState, ListenerState } from './state.ts';

const INVALID = 'Listener is invalid, see other Conditions for details.';

/** Judges the listeners of one Gateway, each by itself and against each other. Source: gateway-api sections 2.1 and 3.4. */
export function judgeListeners(gateway: GatewayState): ListenerState[] {
  const valid = new Set<ListenerState>();
  const listeners = gateway.object.spec.listeners.map((spec) => {
    const listener: ListenerState = {
      gateway,
      spec,
      id: `${gateway.key}/${spec.name}`,
      conditions: new Conditions(gateway.object.metadata.generation),
      supportedKinds: [],
      serving: false,
      attachedRoutes: 0,
    };
    const findings = [judgeNamespaces(listener), judgeKinds(listener), judgeTls(listener), judgeClientTls(listener)];
    if (!findings.includes(false)) valid.add(listener);
    return listener;
  });
  findConflicts([...valid]);
  for (const listener of listeners) conclude(listener);
  return listeners;
}

function judgeNamespaces(listener: ListenerState): boolean {
  const namespaces = listener.spec.allowedRoutes?.namespaces;
  if (namespaces?.from !== 'Selector') return true;
  const test =
    namespaces.selector === undefined
      ? 'must be specified when allowedRoutes.namespaces.from is set to "Selector".'
      : compileSelector(namespaces.selector);
  if (typeof test === 'string') {
    const message =
      namespaces.selector === undefined
        ? `The allowedRoutes.namespaces.selector field ${test}`
        : `The allowedRoutes.namespaces.selector could not be parsed: ${test}.`;
    listener.conditions.set('Programmed', 'False', 'Invalid', message);
    return false;
  }
  listener.namespaceTest = test;
  return true;
}

/** Route kinds that fit a protocol; undefined for one that nobody knows. Source: gateway-api section 3.4. */
function kindsFor({ protocol, tls }: ListenerSpec): string[] | undefined {
  switch (protocol) {
    case 'HTTP':
    case 'HTTPS':
      return ['HTTPRoute', 'GRPCRoute'];
    case 'TLS':
      return tls?.mode === 'Passthrough' ? ['TLSRoute'] : ['TCPRoute', 'TLSRoute'];
    case 'TCP':
      return ['TCPRoute'];
    case 'UDP':
      return ['UDPRoute'];
    default:
      return undefined;
  }
}

function judgeKinds(listener: ListenerState): boolean {
  const { spec, conditions } = listener;
  const fitting = kindsFor(spec);
  if (fitting === undefined) {
    const message = `Protocol ${spec.protocol} is unsupported, must be HTTP, HTTPS, TCP or UDP.`;
    conditions.set('Accepted', 'False', 'UnsupportedProtocol', message);
    return false;
  }
  const asked = spec.allowedRoutes?.kinds ?? [];
  if (asked.length === 0) {
    listener.supportedKinds = fitting.map((kind) => ({ group: GATEWAY_GROUP, kind }));
    return true;
  }
  const refused: string[] = [];
  let foreign = false;
  for (const { group = GATEWAY_GROUP, kind } of asked) {
    if (group !== GATEWAY_GROUP) foreign = true;
    else if (fitting.includes(kind)) listener.supportedKinds.push({ group, kind });
    else refused.push(kind);
  }
  const kinds = listener.supportedKinds.map(({ kind }) => kind);
  const last = refused.at(-1);
  if (last !== undefined) {
    const allowed = (kinds.length === 0 ? fitting : kinds).join(' ');
    const message = `${last} is not supported, kind must be one of [${allowed}]`;
    conditions.set('ResolvedRefs', 'False', 'InvalidRouteKinds', message);
  } else if (foreign) {
    const message = `Group is not supported, group must be ${GATEWAY_GROUP}`;
    conditions.set('ResolvedRefs', 'False', 'InvalidRouteKinds', message);
  }
  return !foreign && last === undefined;
}

function conclude(listener: ListenerState): void {
  const { conditions, spec } = listener;
  if (conditions.size === 0 && spec.protocol === 'HTTP') {
    listener.serving = true;
    // what the socket of its port became decides this one; set here to fix the order
    conditions.set('Programmed', 'Unknown', 'Pending', 'Waiting for the proxy');
    conditions.set('Accepted', 'True', 'Accepted', 'Listener has been successfully translated');
  } else if (conditions.size === 0) {
    const message = `Protocol ${spec.protocol} is not served by this release, only HTTP is. The listener is kept and opens no port.`;
    conditions.set('Accepted', 'False', 'UnsupportedProtocol', message);
    listener.supportedKinds = [];
  } else if (conditions.size === 1 && conditions.get('ResolvedRefs')?.reason === 'InvalidCertificateRef') {
    conditions.set('Accepted', 'True', 'Accepted', 'Listener has been successfully translated');
  }
  if (conditions.get('Programmed') === undefined) conditions.set('Programmed', 'False', 'Invalid', INVALID);
  if (conditions.get('ResolvedRefs') === undefined) {
    conditions.set('ResolvedRefs', 'True', 'ResolvedRefs', 'Listener references have been resolved');
  }
}
