import { labelFieldErrors, portNumberErrors, qualifiedFieldErrors } from '../core-errors.ts';
import { subdomainErrors } from '../names.ts';
import type { KubeObject } from '../object.ts';
import { duplicate, type FieldError, invalid, requiredValue, tooMany } from '../schema/field-error.ts';
import { endpointAddressErrors } from './addresses.ts';
import type { EndpointSliceFields, SliceEndpoint } from './schema.ts';

const MAX_ENDPOINTS = 1000;
const MAX_ADDRESSES = 100;
const MAX_PORTS = 20_000;
const MAX_HINTS = 8;

/**
 * What the API server has against an EndpointSlice beyond its structure, and that port numbers are ports: the proxy has to dial
 * them. Source: discovery validation ValidateEndpointSlice.
 */
export function validateEndpointSlice(object: KubeObject, old: KubeObject | undefined): FieldError[] {
  const slice = object as unknown as EndpointSliceFields;
  const errors: FieldError[] = [];
  if (old !== undefined && old.addressType !== slice.addressType)
    errors.push(invalid('addressType', slice.addressType, 'field is immutable'));
  const endpoints = slice.endpoints ?? [];
  if (endpoints.length > MAX_ENDPOINTS) return [...errors, tooMany('endpoints', endpoints.length, MAX_ENDPOINTS)];
  endpoints.forEach((endpoint, index) =>
    errors.push(...endpointErrors(endpoint, slice.addressType, `endpoints[${index}]`)),
  );
  errors.push(...portErrors(slice.ports ?? []));
  return errors;
}

function endpointErrors(endpoint: SliceEndpoint, type: string, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const addresses = endpoint.addresses ?? [];
  if (addresses.length === 0) errors.push(requiredValue(`${path}.addresses`, 'must contain at least 1 address'));
  else if (addresses.length > MAX_ADDRESSES) errors.push(tooMany(`${path}.addresses`, addresses.length, MAX_ADDRESSES));
  addresses.forEach((address, index) =>
    errors.push(...endpointAddressErrors(`${path}.addresses[${index}]`, type, address)),
  );
  if (endpoint.nodeName !== undefined)
    for (const error of subdomainErrors(endpoint.nodeName))
      errors.push(invalid(`${path}.nodeName`, endpoint.nodeName, error));
  if (endpoint.hostname) errors.push(...labelFieldErrors(`${path}.hostname`, endpoint.hostname));
  for (const field of ['forZones', 'forNodes'] as const)
    errors.push(...hintErrors(endpoint.hints?.[field] ?? [], `${path}.hints.${field}`));
  return errors;
}

function hintErrors(hints: { name: string }[], path: string): FieldError[] {
  if (hints.length > MAX_HINTS) return [tooMany(path, hints.length, MAX_HINTS)];
  const seen = new Set<string>();
  return hints.flatMap(({ name }, index) => {
    if (seen.has(name)) return [duplicate(`${path}[${index}].name`, name)];
    seen.add(name);
    return [];
  });
}

function portErrors(ports: NonNullable<EndpointSliceFields['ports']>): FieldError[] {
  if (ports.length > MAX_PORTS) return [tooMany('ports', ports.length, MAX_PORTS)];
  const names = new Set<string>();
  return ports.flatMap(({ name, port, appProtocol }, index) => {
    const path = `ports[${index}]`;
    const errors: FieldError[] = [];
    if (name !== '') errors.push(...labelFieldErrors(`${path}.name`, name));
    if (names.has(name)) errors.push(duplicate(`${path}.name`, name));
    names.add(name);
    if (port !== undefined) errors.push(...portNumberErrors(`${path}.port`, port));
    if (appProtocol !== undefined) errors.push(...qualifiedFieldErrors(`${path}.appProtocol`, appProtocol));
    return errors;
  });
}
