import { isUnset } from '../core/held-values.ts';
import type { KubeObject } from '../object.ts';
import type { ServicePort } from './schema.ts';
import {
  isExternal,
  needsAddress,
  needsHealthCheck,
  nodePortsOf,
  same,
  sameAddresses,
  specOf,
  usesNodePorts,
} from './spec.ts';

const AFFINITY_SECONDS = 10_800;

interface Ingress {
  ip?: string;
  ipMode?: string;
}

/** Fills in what depends on other fields. Source: core/v1 SetDefaults_Service. */
export function defaultService(object: KubeObject): void {
  const spec = specOf(object);
  spec.sessionAffinity ||= 'None';
  if (spec.sessionAffinity === 'None') delete spec.sessionAffinityConfig;
  if (spec.sessionAffinity === 'ClientIP' && spec.sessionAffinityConfig?.clientIP?.timeoutSeconds === undefined)
    spec.sessionAffinityConfig = { clientIP: { timeoutSeconds: AFFINITY_SECONDS } };
  spec.type ||= 'ClusterIP';
  if (spec.ports !== undefined) spec.ports = spec.ports.map(withDefaults);
  if (isExternal(spec)) spec.externalTrafficPolicy ||= 'Cluster';
  if (['NodePort', 'LoadBalancer', 'ClusterIP'].includes(spec.type)) spec.internalTrafficPolicy ??= 'Cluster';
  if (spec.type !== 'LoadBalancer') return;
  spec.allocateLoadBalancerNodePorts ??= true;
  const status = object.status as { loadBalancer?: { ingress?: Ingress[] } } | undefined;
  for (const ingress of status?.loadBalancer?.ingress ?? []) if (ingress.ip) ingress.ipMode ??= 'VIP';
}

function withDefaults(port: ServicePort): ServicePort {
  const { targetPort } = port;
  const target = isUnset(port, targetPort) ? (port.port ?? 0) : targetPort;
  return { ...port, protocol: port.protocol || 'TCP', targetPort: target };
}

/** After a change of the type, clears what no longer applies and was not changed. Source: dropTypeDependentFields. */
export function dropLeftovers(object: KubeObject, before: KubeObject): void {
  const spec = specOf(object);
  const old = specOf(before);
  if (needsAddress(old) && !needsAddress(spec)) {
    if (sameAddresses(old, spec)) {
      delete spec.clusterIP;
      delete spec.clusterIPs;
    }
    if (same(old, spec, 'ipFamilies')) delete spec.ipFamilies;
    if (same(old, spec, 'ipFamilyPolicy')) delete spec.ipFamilyPolicy;
  }
  if (usesNodePorts(old) && !usesNodePorts(spec) && nodePortsOf(spec).isSubsetOf(nodePortsOf(old)))
    spec.ports = spec.ports?.map(({ nodePort: _dropped, ...rest }) => rest);
  if (needsHealthCheck(old) && !needsHealthCheck(spec) && same(old, spec, 'healthCheckNodePort'))
    delete spec.healthCheckNodePort;
  if (old.type === 'LoadBalancer' && spec.type !== 'LoadBalancer') {
    if (same(old, spec, 'allocateLoadBalancerNodePorts')) delete spec.allocateLoadBalancerNodePorts;
    if (same(old, spec, 'loadBalancerClass')) delete spec.loadBalancerClass;
  }
  if (isExternal(old) && !isExternal(spec) && same(old, spec, 'externalTrafficPolicy'))
    delete spec.externalTrafficPolicy;
  if (spec.type !== 'LoadBalancer') object.status = { ...(object.status as object), loadBalancer: {} };
}
