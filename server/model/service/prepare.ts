import type { KubeObject } from '../object.ts';
import type { ServicePort, ServiceSpec } from './schema.ts';

const AFFINITY_SECONDS = 10_800;

/** Fills in what depends on other fields. Addresses are not allotted: there is no cluster network. Source: core/v1 defaults. */
export function prepareService(object: KubeObject): KubeObject {
  const written = (typeof object.spec === 'object' && object.spec !== null ? object.spec : {}) as Partial<ServiceSpec>;
  const spec: Partial<ServiceSpec> = {
    ...written,
    type: written.type ?? 'ClusterIP',
    sessionAffinity: written.sessionAffinity ?? 'None',
  };
  if (Array.isArray(spec.ports)) spec.ports = spec.ports.map(withTargetPort);
  if (spec.sessionAffinity === 'ClientIP' && spec.sessionAffinityConfig?.clientIP?.timeoutSeconds === undefined)
    spec.sessionAffinityConfig = { clientIP: { timeoutSeconds: AFFINITY_SECONDS } };
  if (spec.type !== 'ExternalName') spec.internalTrafficPolicy ??= 'Cluster';
  if (spec.type === 'NodePort' || spec.type === 'LoadBalancer') spec.externalTrafficPolicy ??= 'Cluster';
  if (spec.type === 'LoadBalancer') spec.allocateLoadBalancerNodePorts ??= true;
  return { ...object, spec, status: object.status ?? { loadBalancer: {} } };
}

function withTargetPort(port: ServicePort): ServicePort {
  if (typeof port !== 'object' || port === null) return port;
  return port.targetPort === undefined || port.targetPort === 0 || port.targetPort === ''
    ? { ...port, targetPort: port.port ?? 0 }
    : port;
}
