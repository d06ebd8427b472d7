import { isIPv6Text, parseAddress } from '../core/ip.ts';
import { type FieldError, invalid } from '../schema/field-error.ts';
import { clusterAddressErrors } from './cluster-addresses.ts';
import type { ServiceSpec } from './schema.ts';
import { needsAddress, same, sameAddresses } from './spec.ts';

const POLICY = 'spec.ipFamilyPolicy';

/** Fills in families as a cluster of IPv4 alone, the API server's default, does. Source: registry/core/service/storage initIPFamilyFields. */
export function settleFamilies(spec: Partial<ServiceSpec>, old: Partial<ServiceSpec> | undefined): FieldError[] {
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

/** True where nothing about the addresses of a Service for two families has changed. Source: isMatchingPreferDualStackClusterIPFields. */
export function staysDual(spec: Partial<ServiceSpec>, old: Partial<ServiceSpec> | undefined): boolean {
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
