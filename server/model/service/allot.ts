import { isIPv6Text, parseAddress } from '../core/ip.ts';
import type { KubeObject } from '../object.ts';
import { type FieldError, invalid } from '../schema/field-error.ts';
import type { ServiceSpec } from './schema.ts';
import { clusterAddressErrors } from './cluster-addresses.ts';
import { needsAddress, needsHealthCheck, same, sameAddresses, specOf, usesNodePorts } from './spec.ts';

const POLICY = 'spec.ipFamilyPolicy';

/**
 * Fills in families, and addresses and ports that the client left out but had before. New addresses and node ports are not allotted:
 * there is no cluster network. As in a cluster of IPv4 alone, the API server's default. Source: registry/core/service/storage.
 */
export function allotService(object: KubeObject, before: KubeObject | undefined, dryRun: boolean): FieldError[] {
  const spec = specOf(object);
  const old = before === undefined ? undefined : specOf(before);
  if (old !== undefined) keepAllotted(spec, old);
  pairAddresses(spec, old);
  const errors = families(spec, old);
  if (errors.length > 0) return errors;
  if (old === undefined) shareNodePorts(spec);
  return dryRun ? [] : nodePortErrors(spec, old);
}

/** What was allotted stays when the client does not name it. Source: patchAllocatedValues. */
function keepAllotted(spec: Partial<ServiceSpec>, old: Partial<ServiceSpec>): void {
  if (needsAddress(old) && needsAddress(spec)) {
    if (!spec.clusterIP && old.clusterIP) spec.clusterIP = old.clusterIP;
    if ((spec.clusterIPs ?? []).length === 0 && (old.clusterIPs ?? []).length > 0) spec.clusterIPs = old.clusterIPs;
  }
  const allots = (one: Partial<ServiceSpec>): boolean =>
    usesNodePorts(one) && (one.type === 'NodePort' || one.allocateLoadBalancerNodePorts !== false);
  if (allots(old) && allots(spec)) {
    const used = new Set((spec.ports ?? []).map(({ nodePort = 0 }) => nodePort));
    const byName = new Map((old.ports ?? []).map(({ name = '', nodePort = 0 }) => [name, nodePort]));
    spec.ports = spec.ports?.map((port) => {
      const known = byName.get(port.name ?? '') ?? 0;
      return !port.nodePort && known !== 0 && !used.has(known) ? { ...port, nodePort: known } : port;
    });
  }
  if (needsHealthCheck(old) && needsHealthCheck(spec) && !spec.healthCheckNodePort && old.healthCheckNodePort)
    spec.healthCheckNodePort = old.healthCheckNodePort;
}

/** clusterIP and the first of clusterIPs are one. Source: normalizeClusterIPs. */
function pairAddresses(spec: Partial<ServiceSpec>, old: Partial<ServiceSpec> | undefined): void {
  const { clusterIP = '', clusterIPs = [] } = spec;
  if (old === undefined) {
    if (clusterIP !== '' && clusterIPs.length === 0) spec.clusterIPs = [clusterIP];
    return;
  }
  if (clusterIPs.length === 0 && (old.clusterIPs ?? []).length > 0 && clusterIP === (old.clusterIP ?? ''))
    spec.clusterIPs = old.clusterIPs;
  if (clusterIP === (old.clusterIP ?? '') || !same(spec, old, 'clusterIPs')) return;
  spec.clusterIPs = old.clusterIP && clusterIP === '' ? [] : [clusterIP];
}

/** Source: initIPFamilyFields. */
function families(spec: Partial<ServiceSpec>, old: Partial<ServiceSpec> | undefined): FieldError[] {
  if (!needsAddress(spec) || staysDual(spec, old)) return [];
  const headlessAlone = spec.clusterIP === 'None' && Object.keys(spec.selector ?? {}).length === 0;
  spec.ipFamilyPolicy ??= old?.ipFamilyPolicy ?? (headlessAlone ? 'RequireDualStack' : 'SingleStack');
  const related = clusterAddressErrors(spec, old);
  if (related.length > 0) return related;
  const errors: FieldError[] = [];
  const single = spec.ipFamilyPolicy === 'SingleStack';
  if (old !== undefined) errors.push(...released(spec, old, single));
  if (single && spec.clusterIPs?.length === 2)
    errors.push(
      policyError(spec, "must be 'RequireDualStack' or 'PreferDualStack' when multiple cluster IPs are specified"),
    );
  if (single && spec.ipFamilies?.length === 2)
    errors.push(
      policyError(spec, "must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified"),
    );
  errors.push(...inferFamilies(spec));
  if (errors.length > 0) return errors;
  if (headlessAlone) {
    const [first = 'IPv4'] = spec.ipFamilies ?? [];
    if ((spec.ipFamilies ?? []).length < 2)
      spec.ipFamilies = single ? [first] : [first, first === 'IPv4' ? 'IPv6' : 'IPv4'];
    return [];
  }
  if (spec.ipFamilyPolicy === 'RequireDualStack')
    errors.push(policyError(spec, 'this cluster is not configured for dual-stack services'));
  (spec.ipFamilies ?? []).forEach((family, index) => {
    if (family !== 'IPv4') errors.push(invalid(`spec.ipFamilies[${index}]`, family, 'not configured on this cluster'));
  });
  if (errors.length === 0 && (spec.ipFamilies ?? []).length === 0) spec.ipFamilies = ['IPv4'];
  return errors;
}

function staysDual(spec: Partial<ServiceSpec>, old: Partial<ServiceSpec> | undefined): boolean {
  return (
    old !== undefined &&
    spec.ipFamilyPolicy === 'PreferDualStack' &&
    (old.ipFamilyPolicy ?? 'PreferDualStack') === 'PreferDualStack' &&
    old.type === spec.type &&
    sameAddresses(old, spec) &&
    same(old, spec, 'ipFamilies')
  );
}

function policyError(spec: Partial<ServiceSpec>, detail: string): FieldError {
  return invalid(POLICY, spec.ipFamilyPolicy ?? null, detail);
}

function released(spec: Partial<ServiceSpec>, old: Partial<ServiceSpec>, single: boolean): FieldError[] {
  const reduced = (now: unknown[] = [], was: unknown[] = []): boolean => now.length > 0 && now.length < was.length;
  if (single) {
    if (sameAddresses(old, spec)) spec.clusterIPs = spec.clusterIPs?.slice(0, 1);
    if (same(old, spec, 'ipFamilies')) spec.ipFamilies = spec.ipFamilies?.slice(0, 1);
    return [];
  }
  const errors: FieldError[] = [];
  if (reduced(spec.clusterIPs, old.clusterIPs))
    errors.push(policyError(spec, "must be 'SingleStack' to release the secondary cluster IP"));
  if (reduced(spec.ipFamilies, old.ipFamilies))
    errors.push(policyError(spec, "must be 'SingleStack' to release the secondary IP family"));
  return errors;
}

function inferFamilies(spec: Partial<ServiceSpec>): FieldError[] {
  const errors: FieldError[] = [];
  for (const [index, address] of (spec.clusterIPs ?? []).entries()) {
    if (address === 'None') break;
    const known = spec.ipFamilies ?? [];
    if (index < known.length) continue;
    if (isIPv6Text(address))
      errors.push(invalid(`spec.clusterIPs[${index}]`, spec.clusterIPs, 'IPv6 is not configured on this cluster'));
    else spec.ipFamilies = [...known, parseAddress(address)?.isIPv4 === true ? 'IPv4' : 'IPv6'];
  }
  return errors;
}

const LOWEST = 30_000;
const HIGHEST = 32_767;

/** Ports of one number and several protocols have one node port. Source: initNodePorts. */
function shareNodePorts(spec: Partial<ServiceSpec>): void {
  if (!usesNodePorts(spec) || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts === false)) return;
  const wished = new Map<number, number>();
  for (const { port = 0, nodePort = 0 } of spec.ports ?? [])
    if (nodePort !== 0 && !wished.has(port)) wished.set(port, nodePort);
  spec.ports = spec.ports?.map((port) => {
    const shared = wished.get(port.port ?? 0);
    return port.nodePort || shared === undefined ? port : { ...port, nodePort: shared };
  });
}

/** Source: initNodePorts and updateNodePorts; the range is the API server's default. */
function nodePortErrors(spec: Partial<ServiceSpec>, old: Partial<ServiceSpec> | undefined): FieldError[] {
  if (!usesNodePorts(spec)) return [];
  const kept = new Set((old?.ports ?? []).map(({ nodePort = 0 }) => nodePort));
  for (const [index, { nodePort = 0 }] of (spec.ports ?? []).entries()) {
    if (nodePort === 0 || kept.has(nodePort) || (nodePort >= LOWEST && nodePort <= HIGHEST)) continue;
    const detail = `provided port is not in the valid range. The range of valid ports is ${LOWEST}-${HIGHEST}`;
    return [invalid(`spec.ports[${index}].nodePort`, nodePort, detail)];
  }
  return [];
}
