import { namedUnsupported } from '../core-errors.ts';
import { isIPv6Text, legacyAddressErrors } from '../core/ip.ts';
import { duplicate, type FieldError, invalid, requiredValue } from '../schema/field-error.ts';
import type { ServiceSpec } from './schema.ts';
import { isHeadless, needsAddress, same } from './spec.ts';

const FIELD = 'spec.clusterIPs';
const FAMILIES = ['IPv4', 'IPv6'];
const POLICIES = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];

type Spec = Partial<ServiceSpec>;

/** What is wrong with addresses in a cluster and their families. Source: core validation ValidateServiceClusterIPsRelatedFields. */
export function clusterAddressErrors(spec: Spec, old: Spec | undefined): FieldError[] {
  if (!needsAddress(spec)) return [];
  const { clusterIP = '', clusterIPs = [], ipFamilies = [], ipFamilyPolicy } = spec;
  const errors: FieldError[] = [];
  if (clusterIP !== '' && clusterIPs.length === 0) errors.push(requiredValue(FIELD));
  else if (clusterIP !== '' && clusterIPs[0] !== clusterIP)
    errors.push(invalid(FIELD, clusterIPs, 'first value must match `clusterIP`'));
  else if (clusterIP === '' && clusterIPs.length > 0)
    errors.push(invalid(FIELD, clusterIPs, 'must be empty when `clusterIP` is not specified'));
  ipFamilies.forEach((family, index) => {
    const field = `spec.ipFamilies[${index}]`;
    if (!FAMILIES.includes(family)) errors.push(namedUnsupported(field, family, FAMILIES));
    if (ipFamilies.indexOf(family) < index) errors.push(duplicate(field, family));
  });
  if (ipFamilyPolicy !== undefined && !POLICIES.includes(ipFamilyPolicy))
    errors.push(namedUnsupported('spec.ipFamilyPolicy', ipFamilyPolicy, POLICIES));
  const own: FieldError[] = [];
  clusterIPs.forEach((address, index) => {
    if (index > 0 || address !== 'None')
      own.push(...legacyAddressErrors(`${FIELD}[${index}]`, address, old?.clusterIPs));
    else if (clusterIPs.length > 1) own.push(invalid(FIELD, clusterIPs, "'None' must be the first and only value"));
  });
  errors.push(...own);
  if (clusterIPs.length > 2) errors.push(invalid(FIELD, clusterIPs, 'may only hold up to 2 values'));
  if (own.length > 0) return errors;
  if (clusterIPs.length > 1 && new Set(clusterIPs.map(isIPv6Text)).size !== 2)
    errors.push(invalid(FIELD, clusterIPs, 'may specify no more than one IP for each IP family'));
  if (!isHeadless(spec))
    clusterIPs.slice(0, ipFamilies.length).forEach((address, index) => {
      const family = ipFamilies[index];
      if (FAMILIES.includes(family ?? '') && isIPv6Text(address) !== (family === 'IPv6'))
        errors.push(
          invalid(
            `${FIELD}[${index}]`,
            address,
            `expected an ${family} value as indicated by \`ipFamilies[${index}]\``,
          ),
        );
    });
  return errors;
}

const CHANGED = 'may not change once set';

/** What is wrong with the change of addresses and families. Source: validateUpgradeDowngradeClusterIPs and -IPFamilies. */
export function clusterAddressChangeErrors(spec: Spec, old: Spec): FieldError[] {
  if (!needsAddress(spec) || !needsAddress(old)) return [];
  const [is, was] = [isHeadless(spec), isHeadless(old)];
  return [...(is && was ? [] : addressChange(spec, old)), ...(is || was ? [] : familyChange(spec, old))];
}

function addressChange(spec: Spec, old: Spec): FieldError[] {
  const [now, before] = [spec.clusterIPs ?? [], old.clusterIPs ?? []];
  if (now.length === before.length)
    return before.flatMap((address, index) =>
      address === now[index] ? [] : [invalid(`${FIELD}[${index}]`, now, CHANGED)],
    );
  const errors: FieldError[] = [];
  if (now.length === 0) errors.push(invalid(`${FIELD}[0]`, null, 'primary clusterIP can not be unset'));
  else if (before.length > 0 && now[0] !== before[0]) errors.push(invalid(`${FIELD}[0]`, now, CHANGED));
  if (now.length === 1 && before.length > 1 && spec.ipFamilyPolicy !== 'SingleStack')
    errors.push(singleStack(spec, 'clusterIP'));
  return errors;
}

function familyChange(spec: Spec, old: Spec): FieldError[] {
  const field = 'spec.ipFamilies[0]';
  const [now, before] = [spec.ipFamilies ?? [], old.ipFamilies ?? []];
  if (now.length === before.length)
    return before.flatMap((family, index) => (family === now[index] ? [] : [invalid(field, now, CHANGED)]));
  const errors: FieldError[] = [];
  if (now.length > 0 && before.length > 0 && now[0] !== before[0])
    errors.push(invalid(field, spec.clusterIPs ?? null, CHANGED));
  if (now.length === 1 && before.length > 1 && spec.ipFamilyPolicy !== 'SingleStack')
    errors.push(singleStack(spec, 'ipFamily'));
  return errors;
}

function singleStack({ ipFamilyPolicy }: Spec, what: string): FieldError {
  const detail = `must be set to 'SingleStack' when releasing the secondary ${what}`;
  return invalid('spec.ipFamilyPolicy', ipFamilyPolicy ?? null, detail);
}

/** What is wrong with the class of a load balancer. Source: validateLoadBalancerClassField. */
export function classChanged(spec: Spec, old: Spec): boolean {
  return spec.type === 'LoadBalancer' && old.type === 'LoadBalancer' && !same(spec, old, 'loadBalancerClass');
}
