import { labelFieldErrors, namedUnsupported, PROTOCOLS, qualifiedFieldErrors } from '../core-errors.ts';
import {
  canonicalAddressErrors,
  endpointAddressErrors,
  isIPv6Text,
  legacyAddressErrors,
  parseAddress,
} from '../core/ip.ts';
import { labelMapErrors } from '../metadata.ts';
import { labelErrors, labelValueErrors, subdomainErrors } from '../names.ts';
import type { KubeObject } from '../object.ts';
import { duplicate, type FieldError, invalid, requiredValue, tooMany } from '../schema/field-error.ts';
import type { EndpointSliceFields, SliceEndpoint } from './schema.ts';
import { same } from './type.ts';

const MAX_ENDPOINTS = 1000;
const MAX_ADDRESSES = 100;
const MAX_PORTS = 20_000;
const MAX_HINTS = 8;
const ADDRESS_TYPES = ['FQDN', 'IPv4', 'IPv6'];

/** 127.0.0.0/8 and ::1. */
export function isLoopback(text: string): boolean {
  const address = parseAddress(text);
  return address !== undefined && (address.isIPv4 ? address.bytes[0] === 127 : address.text === '::1');
}

/**
 * What the API server has against an EndpointSlice beyond its metadata. Loopback addresses are let through: our own backends live
 * there. Source: discovery validation ValidateEndpointSlice.
 */
export function validateEndpointSlice(object: KubeObject, old: KubeObject | undefined): FieldError[] {
  const { addressType = '', ports = [], endpoints = [] } = object as Partial<EndpointSliceFields>;
  const errors: FieldError[] = [];
  if (addressType === '') errors.push(requiredValue('addressType'));
  else if (!ADDRESS_TYPES.includes(addressType))
    errors.push(namedUnsupported('addressType', addressType, ADDRESS_TYPES));
  errors.push(...portErrors(ports));
  const found = endpointsErrors(endpoints, addressType);
  if (found.length > 0 && !(old !== undefined && same(object, old, ['endpoints']))) errors.push(...found);
  if (old !== undefined && old.addressType !== addressType)
    errors.push(invalid('addressType', addressType, 'field is immutable'));
  return errors;
}

function endpointsErrors(endpoints: readonly SliceEndpoint[], type: string): FieldError[] {
  if (endpoints.length > MAX_ENDPOINTS) return [tooMany('endpoints', endpoints.length, MAX_ENDPOINTS)];
  return endpoints.flatMap((endpoint, index) => endpointErrors(endpoint, type, `endpoints[${index}]`));
}

function endpointErrors(endpoint: SliceEndpoint, type: string, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const { addresses = [], nodeName, hostname, hints, deprecatedTopology = {} } = endpoint;
  if (addresses.length === 0) errors.push(requiredValue(`${path}.addresses`, 'must contain at least 1 address'));
  else if (addresses.length > MAX_ADDRESSES) errors.push(tooMany(`${path}.addresses`, addresses.length, MAX_ADDRESSES));
  addresses.forEach((address, index) => errors.push(...addressErrors(`${path}.addresses`, index, type, address)));
  if (nodeName !== undefined)
    for (const error of subdomainErrors(nodeName)) errors.push(invalid(`${path}.nodeName`, nodeName, error));
  errors.push(...labelMapErrors(`${path}.deprecatedTopology`, deprecatedTopology));
  if (hostname !== undefined) errors.push(...labelFieldErrors(`${path}.hostname`, hostname));
  const { forZones = [], forNodes = [] } = hints ?? {};
  const zones = hintErrors(forZones, `${path}.hints.forZones`, labelValueErrors);
  errors.push(...zones);
  if (forZones.length <= MAX_HINTS) errors.push(...hintErrors(forNodes, `${path}.hints.forNodes`, subdomainErrors));
  return errors;
}

function addressErrors(path: string, index: number, type: string, address: string): FieldError[] {
  const field = `${path}[${index}]`;
  if (type === 'FQDN') return domainErrors(field, address);
  if (type !== 'IPv4' && type !== 'IPv6') return [];
  const unreadable = type === 'IPv4' ? legacyAddressErrors(field, address) : canonicalAddressErrors(field, address);
  if (unreadable.length > 0) return unreadable;
  const errors: FieldError[] = [];
  if (isIPv6Text(address) !== (type === 'IPv6')) errors.push(invalid(path, address, `must be an ${type} address`));
  return [...errors, ...endpointAddressErrors(field, address, { loopback: true })];
}

/** Source: apimachinery IsFullyQualifiedDomainName. */
function domainErrors(field: string, name: string): FieldError[] {
  if (name === '') return [requiredValue(field)];
  const trimmed = name.replace(/\.$/, '');
  const errors = subdomainErrors(trimmed);
  if (errors.length > 0) return [invalid(field, trimmed, errors.join(','))];
  const labels = trimmed.split('.');
  if (labels.length < 2)
    return [invalid(field, trimmed, 'should be a domain with at least two segments separated by dots')];
  for (const label of labels) {
    const wrong = labelErrors(label);
    if (wrong.length > 0) return [invalid(field, label, wrong.join(','))];
  }
  return [];
}

function hintErrors(hints: { name: string }[], path: string, check: (name: string) => string[]): FieldError[] {
  if (hints.length > MAX_HINTS) return [tooMany(path, hints.length, MAX_HINTS)];
  const seen = new Set<string>();
  return hints.flatMap(({ name }, index) => {
    const field = `${path}[${index}].name`;
    const errors = seen.has(name) ? [duplicate(field, name)] : [];
    seen.add(name);
    return [...errors, ...check(name).map((error) => invalid(field, name, error))];
  });
}

function portErrors(ports: NonNullable<EndpointSliceFields['ports']>): FieldError[] {
  if (ports.length > MAX_PORTS) return [tooMany('ports', ports.length, MAX_PORTS)];
  const names = new Set<string>();
  return ports.flatMap(({ name, protocol, appProtocol }, index) => {
    const path = `ports[${index}]`;
    const errors: FieldError[] = [];
    if (name !== '') errors.push(...labelFieldErrors(`${path}.name`, name));
    if (names.has(name)) errors.push(duplicate(`${path}.name`, name));
    names.add(name);
    if (!PROTOCOLS.includes(protocol)) errors.push(namedUnsupported(`${path}.protocol`, protocol, PROTOCOLS));
    if (appProtocol !== undefined) errors.push(...qualifiedFieldErrors(`${path}.appProtocol`, appProtocol));
    return errors;
  });
}
