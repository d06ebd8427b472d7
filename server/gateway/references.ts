import { HTTP2_PROTOCOLS } from '../model/service/app-protocol.ts';
import type { Endpoint } from '../balancing/types.ts';
import { hasEndpoints, readyEndpoints } from './endpoints.ts';
import { ENVOY_GROUP, GATEWAY_GROUP, type Inputs } from './inputs.ts';
import { isPermitted } from './reference-grants.ts';
import type { BackendObjectRef, EndpointSlice, RouteKind, ServiceSpec, Typed } from './shapes.ts';

const MULTI_CLUSTER_GROUP = 'multicluster.x-k8s.io';

/** What a backendRef leads to. `empty`: the reference is good, but nothing is ready behind it, or (`unready` false) nothing at all. */
export type Resolution =
  | { result: 'endpoints'; endpoints: Endpoint[]; prefersZone: boolean; protocol?: 'h2c' }
  | { result: 'empty'; message: string; unready: boolean }
  | { result: 'invalid'; reason: string; message: string }
  /** The reference is good, but this release cannot serve it. */
  | { result: 'later'; message: string }
  /** Weight 0: checked, but not served. */
  | { result: 'unused' };

/** The route that refers to a backend. */
export interface Referrer {
  kind: RouteKind;
  namespace: string;
}

function invalid(reason: string, message: string): Resolution {
  return { result: 'invalid', reason, message };
}

/**
 * Follows a backendRef to endpoints. A reference that is not permitted is reported before its target is looked at. Filters are not
 * looked at. Source: gateway-api sections 2.5 and 3.8, backend-traffic-policy section 6.3.
 */
export function resolveBackend(
  ref: BackendObjectRef & { weight?: number },
  { kind: fromKind, namespace }: Referrer,
  inputs: Inputs,
): Resolution {
  const { group = '', kind = 'Service', name } = ref;
  const target = ref.namespace ?? namespace;
  if (group !== '' && group !== MULTI_CLUSTER_GROUP && group !== ENVOY_GROUP) {
    return invalid(
      'InvalidKind',
      `Group is invalid, only the core API group (specified by omitting the group field or setting it to an empty string), ${MULTI_CLUSTER_GROUP} and ${ENVOY_GROUP} are supported`,
    );
  }
  if (kind !== 'Service' && kind !== 'ServiceImport' && kind !== 'Backend') {
    return invalid(
      'InvalidKind',
      'Kind is invalid, only Service, MCS ServiceImport and Envoy Gateway Backend are supported',
    );
  }
  const from = { group: GATEWAY_GROUP, kind: fromKind, namespace };
  if (!isPermitted(from, { group, kind, namespace: target, name }, inputs.grants)) {
    return invalid('RefNotPermitted', `Backend ref to ${kind} ${target}/${name} not permitted by any ReferenceGrant.`);
  }
  // neither kind is kept, so that no reference to one leads anywhere
  if (kind === 'Backend') return invalid('BackendNotFound', `Backend ${target}/${name} not found`);
  if (ref.port === undefined) {
    return invalid('PortNotSpecified', 'A valid port number corresponding to a port on the Service must be specified');
  }
  if (kind === 'ServiceImport') return invalid('BackendNotFound', `service import ${target}/${name} not found`);
  return resolveService(ref, target, fromKind, inputs);
}

/** What the resolution of a plain reference depends on. */
export interface Trace {
  key: string;
  service: Typed<ServiceSpec> | undefined;
  slices: readonly EndpointSlice[] | undefined;
}

/** @returns undefined for a reference that is not one to a Service of the own namespace: it depends on more */
export function traceOf(
  { group = '', kind = 'Service', name, namespace }: BackendObjectRef,
  from: string,
  inputs: Inputs,
): Trace | undefined {
  if (group !== '' || kind !== 'Service' || (namespace ?? from) !== from) return undefined;
  const key = `${from}/${name}`;
  return { key, service: inputs.services.get(key), slices: inputs.endpointSlices.get(key) };
}

/** Whether a plain reference leads to what it led to. */
export function traceStands({ key, service, slices }: Trace, inputs: Inputs): boolean {
  const now = inputs.endpointSlices.get(key);
  return inputs.services.get(key) === service && sameItems(slices ?? NO_SLICES, now ?? NO_SLICES);
}

type ServicePort = NonNullable<ServiceSpec['ports']>[number];

function resolveService(
  ref: BackendObjectRef & { weight?: number },
  namespace: string,
  fromKind: RouteKind,
  inputs: Inputs,
): Resolution {
  const key = `${namespace}/${ref.name}`;
  const service = inputs.services.get(key);
  if (service === undefined) return invalid('BackendNotFound', `service ${key} not found`);
  if (service.spec.type === 'ExternalName') {
    return invalid(
      'UnsupportedValue',
      `Service ${key} is of type ExternalName, which is not supported as a backend; use an Envoy Gateway Backend resource with an FQDN endpoint instead`,
    );
  }
  const port = service.spec.ports?.find(({ port, protocol = 'TCP' }) => port === ref.port && protocol === 'TCP');
  if (port === undefined) return invalid('PortNotFound', `TCP Port ${ref.port} not found on Service ${key}`);
  if ((ref.weight ?? 1) === 0) return UNUSED;
  return behindPort(service, port, inputs.endpointSlices.get(key) ?? NO_SLICES, fromKind);
}

const UNUSED: Resolution = { result: 'unused' };
const NO_SLICES: readonly EndpointSlice[] = [];

interface Behind {
  slices: readonly EndpointSlice[];
  by: Partial<Record<RouteKind, Resolution>>;
}

/** What stands behind the ports of Services. Objects never change, so that it holds while the slices are the same objects. */
const known = new WeakMap<Typed<ServiceSpec>, Map<ServicePort, Behind>>();

/** The same object for the same port and slices: many routes ask for it, and so does every translation. */
function behindPort(
  service: Typed<ServiceSpec>,
  port: ServicePort,
  slices: readonly EndpointSlice[],
  kind: RouteKind,
): Resolution {
  let ports = known.get(service);
  if (ports === undefined) known.set(service, (ports = new Map<ServicePort, Behind>()));
  let behind = ports.get(port);
  if (behind === undefined || !sameItems(behind.slices, slices)) ports.set(port, (behind = { slices, by: {} }));
  return (behind.by[kind] ??= findEndpoints(service, port, slices, kind));
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

function findEndpoints(
  service: Typed<ServiceSpec>,
  port: ServicePort,
  slices: readonly EndpointSlice[],
  fromKind: RouteKind,
): Resolution {
  const key = `${service.metadata.namespace ?? ''}/${service.metadata.name}`;
  const unready = hasEndpoints(slices, port.name ?? '');
  const empty: Resolution = { result: 'empty', message: `no ready endpoints for the related Service ${key}`, unready };
  if (!unready) return empty;
  const named = slices.filter(({ addressType }) => addressType === 'FQDN').length;
  if (named > 0 && named < slices.length) {
    return invalid(
      'UnsupportedAddressType',
      'mixed endpointslice address type for the same backendRef is not supported',
    );
  }
  if (named > 0) {
    return { result: 'later', message: `EndpointSlices of Service ${key} hold names, only IP addresses are served` };
  }
  const endpoints = readyEndpoints(slices, port.name ?? '');
  if (endpoints.length === 0) return empty;
  const topology = service.metadata.annotations?.['service.kubernetes.io/topology-mode']?.toLowerCase();
  return {
    result: 'endpoints',
    endpoints,
    ...(HTTP2_PROTOCOLS.has(port.appProtocol ?? '') || fromKind === 'GRPCRoute' ? { protocol: 'h2c' } : {}),
    prefersZone: service.spec.trafficDistribution !== undefined || topology === 'auto',
  };
}
