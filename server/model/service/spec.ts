import { sameJson } from '../core/same.ts';
import type { KubeObject } from '../object.ts';
import type { ServiceSpec } from './schema.ts';

/** What a Service says; an empty spec where it says nothing. */
export function specOf(object: KubeObject): Partial<ServiceSpec> {
  object.spec ??= {};
  return object.spec as Partial<ServiceSpec>;
}

/** True for a Service that has no address in a cluster on purpose. */
export function isHeadless({ clusterIPs = [] }: Partial<ServiceSpec>): boolean {
  return clusterIPs.length === 1 && clusterIPs[0] === 'None';
}

/** True where a cluster takes traffic from outside. Source: kubernetes pkg/api/service ExternallyAccessible. */
export function isExternal({ type, externalIPs = [] }: Partial<ServiceSpec>): boolean {
  return type === 'LoadBalancer' || type === 'NodePort' || (type === 'ClusterIP' && externalIPs.length > 0);
}

/** True where a load balancer asks nodes for their health. */
export function needsHealthCheck({ type, externalTrafficPolicy }: Partial<ServiceSpec>): boolean {
  return type === 'LoadBalancer' && externalTrafficPolicy === 'Local';
}

/** True where a cluster allots an address. */
export function needsAddress({ type }: Partial<ServiceSpec>): boolean {
  return type !== 'ExternalName';
}

/** True where ports of nodes may be used. */
export function usesNodePorts({ type }: Partial<ServiceSpec>): boolean {
  return type === 'NodePort' || type === 'LoadBalancer';
}

/** True when a member is the same in both; an absent list is an empty one. */
export function same(a: Partial<ServiceSpec>, b: Partial<ServiceSpec>, key: keyof ServiceSpec): boolean {
  const plain = (value: unknown): unknown => (Array.isArray(value) && value.length === 0 ? undefined : value);
  return sameJson(plain(a[key]), plain(b[key]));
}

/** True when the addresses in a cluster are the same. */
export function sameAddresses(a: Partial<ServiceSpec>, b: Partial<ServiceSpec>): boolean {
  return (a.clusterIP ?? '') === (b.clusterIP ?? '') && same(a, b, 'clusterIPs');
}

/** Numbers of node ports that are set. */
export function nodePortsOf({ ports = [] }: Partial<ServiceSpec>): Set<number> {
  return new Set(ports.map(({ nodePort = 0 }) => nodePort).filter((number) => number !== 0));
}

/** Addresses in a cluster that a Service has. */
export function addressesOf(object: KubeObject): string[] {
  const { clusterIPs = [], ...spec } = (object.spec ?? {}) as Partial<ServiceSpec>;
  return needsAddress(spec) ? clusterIPs.filter((address) => address !== 'None') : [];
}

/** Ports on nodes that a Service has, that of its health check with them. */
export function takenPortsOf(object: KubeObject): Set<number> {
  const spec = (object.spec ?? {}) as Partial<ServiceSpec>;
  const ports = nodePortsOf(spec);
  return needsHealthCheck(spec) && spec.healthCheckNodePort ? ports.add(spec.healthCheckNodePort) : ports;
}
