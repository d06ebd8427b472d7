import { labelErrors, qualifiedNameErrors } from './names.ts';
import { type FieldError, invalid, unsupported } from './schema/field-error.ts';

/** What is wrong with the number of a port. Source: apimachinery IsValidPortNum. */
export function portNumberErrors(field: string, port: number): FieldError[] {
  return port >= 1 && port <= 65535 ? [] : [invalid(field, port, 'must be between 1 and 65535, inclusive')];
}

/** What is wrong with a name that has to be a DNS label. */
export function labelFieldErrors(field: string, value: string): FieldError[] {
  return labelErrors(value).map((error) => invalid(field, value, error));
}

/** What is wrong with a name that may have a prefix, such as an appProtocol. */
export function qualifiedFieldErrors(field: string, value: string): FieldError[] {
  return qualifiedNameErrors(value).map((error) => invalid(field, value, error));
}

/** Protocols of ports, in the order in which errors list them. */
export const PROTOCOLS: readonly string[] = ['SCTP', 'TCP', 'UDP'];

/** `Unsupported value` of a type that is a string but has a name of its own: Go prints it as JSON. */
export function namedUnsupported(field: string, value: string, supported: readonly string[]): FieldError {
  const { message, ...rest } = unsupported(field, [value], supported);
  return { ...rest, message: message.replace('[', '').replace(/\]: supported values/, ': supported values') };
}

/** What is wrong with the name of a port (an IANA service name). Source: apimachinery IsValidPortName. */
export function portNameErrors(field: string, name: string): FieldError[] {
  const errors: string[] = [];
  if (name.length > 15) errors.push('must be no more than 15 characters');
  if (!/^[a-z0-9-]+$/.test(name)) errors.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  if (!/[a-z]/.test(name)) errors.push('must contain at least one letter (a-z)');
  if (name.includes('--')) errors.push('must not contain consecutive hyphens');
  if (/^-|-$/.test(name)) errors.push('must not begin or end with a hyphen');
  return errors.map((error) => invalid(field, name, error));
}
