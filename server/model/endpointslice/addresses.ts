import { subdomainErrors } from '../names.ts';
import { type FieldError, invalid } from '../schema/field-error.ts';
import { isIPv4, isIPv6 } from '../schema/pattern.ts';

/** 127.0.0.0/8 and ::1. */
export function isLoopback(address: string): boolean {
  return isIPv4(address) ? address.startsWith('127.') : isIPv6(address) && /^[0:]*:0*1$/.test(address);
}

/** What is wrong with an address of a type. Loopback addresses are let through: our own backends live there. */
export function endpointAddressErrors(field: string, type: string, address: string): FieldError[] {
  if (type === 'FQDN') return domainErrors(address).map((error) => invalid(field, address, error));
  const fits = type === 'IPv4' ? isIPv4(address) : isIPv6(address);
  if (!fits) return [invalid(field, address, `must be a valid ${type} address`)];
  const problem = specialAddress(address);
  return problem === undefined ? [] : [invalid(field, address, problem)];
}

function domainErrors(name: string): string[] {
  const trimmed = name.replace(/\.$/, '');
  const errors = subdomainErrors(trimmed);
  if (errors.length > 0) return errors;
  return trimmed.includes('.') ? [] : ['should be a domain with at least two segments separated by dots'];
}

/** Source: core validation ValidateEndpointIP. */
function specialAddress(address: string): string | undefined {
  const lower = address.toLowerCase();
  if (/^0\.0\.0\.0$|^[0:]+$/.test(lower)) return 'may not be unspecified (0.0.0.0 or ::)';
  if (lower.startsWith('169.254.') || /^fe[89ab][0-9a-f]:/.test(lower))
    return 'may not be in the link-local range (169.254.0.0/16, fe80::/10)';
  if (lower.startsWith('224.0.0.') || /^ff[0-9a-f]2:/.test(lower))
    return 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)';
  return undefined;
}
