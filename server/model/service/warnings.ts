import { addressWarnings, networkWarnings } from '../core/ip.ts';
import type { KubeObject } from '../object.ts';
import { specOf } from './spec.ts';

const TOPOLOGY_HINTS = 'service.kubernetes.io/topology-aware-hints';
const TOPOLOGY_MODE = 'service.kubernetes.io/topology-mode';

/** What the API server warns of in a Service that it takes. Source: kubernetes pkg/api/service GetWarningsForService. */
export function serviceWarnings(object: KubeObject): string[] {
  const spec = specOf(object);
  const { type, clusterIP = '', clusterIPs = [], externalIPs = [], loadBalancerIP = '' } = spec;
  const warnings: string[] = [];
  if (object.metadata.annotations?.[TOPOLOGY_HINTS] !== undefined)
    warnings.push(`annotation ${TOPOLOGY_HINTS} is deprecated, please use ${TOPOLOGY_MODE} instead`);
  if (clusterIP !== '' && clusterIP !== 'None')
    clusterIPs.forEach((address, index) => warnings.push(...addressWarnings(`spec.clusterIPs[${index}]`, address)));
  const headless = type === 'ClusterIP' && clusterIP === 'None';
  if (headless) {
    if (loadBalancerIP !== '') warnings.push('spec.loadBalancerIP is ignored for headless services');
    if (externalIPs.length > 0) warnings.push('spec.externalIPs is ignored for headless services');
    if (spec.sessionAffinity !== 'None') warnings.push('spec.SessionAffinity is ignored for headless services');
  }
  externalIPs.forEach((address, index) => warnings.push(...addressWarnings(`spec.externalIPs[${index}]`, address)));
  if (externalIPs.length > 0 && !headless && type !== 'ExternalName')
    warnings.push('spec.externalIPs is deprecated and may no longer be implemented in some clusters');
  if (loadBalancerIP !== '') warnings.push(...addressWarnings('spec.loadBalancerIP', loadBalancerIP));
  (spec.loadBalancerSourceRanges ?? []).forEach((network, index) =>
    warnings.push(...networkWarnings(`spec.loadBalancerSourceRanges[${index}]`, network)),
  );
  if (type === 'ExternalName' && externalIPs.length > 0)
    warnings.push('spec.externalIPs is ignored when spec.type is "ExternalName"');
  if (type !== 'ExternalName' && spec.externalName)
    warnings.push('spec.externalName is ignored when spec.type is not "ExternalName"');
  if (spec.trafficDistribution === 'PreferClose')
    warnings.push('spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"');
  return warnings;
}

/** What the API server warns of in a status. Source: registry/core/service serviceStatusStrategy. */
export function serviceStatusWarnings(object: KubeObject): string[] {
  const status = object.status as { loadBalancer?: { ingress?: { ip?: string }[] } } | undefined;
  return (status?.loadBalancer?.ingress ?? []).flatMap(({ ip = '' }, index) =>
    ip === '' ? [] : addressWarnings(`status.loadBalancer.ingress[${index}]`, ip),
  );
}
