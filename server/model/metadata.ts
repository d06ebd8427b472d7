import { labelErrors, labelValueErrors, pathSegmentErrors, qualifiedNameErrors, subdomainErrors } from './names.ts';
import type { ObjectMeta } from './object.ts';
import { type FieldError, forbidden, invalid, quote, requiredValue, tooLong } from './schema/field-error.ts';
import { isObject, setProperty } from './schema/normalize.ts';
import { isDateTime } from './schema/pattern.ts';
import type { Json, JsonObject } from './schema/types.ts';

type FieldType =
  | 'string'
  | 'int64'
  | 'bool'
  | 'time'
  | 'strings'
  | 'string map'
  | 'any list'
  | Record<string, 'string' | 'bool'>;

const OWNER_REFERENCE = {
  apiVersion: 'string',
  kind: 'string',
  name: 'string',
  uid: 'string',
  controller: 'bool',
  blockOwnerDeletion: 'bool',
} as const;

const FIELDS: Record<string, FieldType> = {
  name: 'string',
  generateName: 'string',
  namespace: 'string',
  selfLink: 'string',
  uid: 'string',
  resourceVersion: 'string',
  generation: 'int64',
  creationTimestamp: 'time',
  deletionTimestamp: 'time',
  deletionGracePeriodSeconds: 'int64',
  labels: 'string map',
  annotations: 'string map',
  ownerReferences: OWNER_REFERENCE,
  finalizers: 'strings',
  managedFields: 'any list',
};

/** A value of `metadata` that cannot be read at all. */
export class MetadataError extends Error {}

/**
 * Reads `metadata` as the API server does: known fields with their types, empty ones left out. `unknown` gets the paths of the rest.
 * @throws MetadataError with the API server's words when a field has the wrong type.
 */
export function readMetadata(value: Json | undefined, unknown: string[]): ObjectMeta {
  if (value === undefined || value === null) return {};
  if (!isObject(value))
    throw new MetadataError(`json: cannot unmarshal ${goName(value)} into Go value of type v1.ObjectMeta`);
  const metadata: JsonObject = {};
  for (const [key, member] of Object.entries(value)) {
    const type = Object.hasOwn(FIELDS, key) ? FIELDS[key] : undefined;
    if (type === undefined) unknown.push(`metadata.${key}`);
    else {
      const read = readField(key, member, type, unknown);
      if (!isEmpty(read)) metadata[key] = read;
    }
  }
  return metadata;
}

function isEmpty(value: Json): boolean {
  if (value === null || value === '' || value === 0) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function readField(key: string, value: Json, type: FieldType, unknown: string[]): Json {
  if (value === null) return null;
  switch (type) {
    case 'string':
      return expect(key, value, 'string', typeof value === 'string');
    case 'int64':
      return expect(key, value, 'int64', typeof value === 'number' && Number.isInteger(value));
    case 'bool':
      return expect(key, value, 'bool', typeof value === 'boolean');
    case 'time': {
      expect(key, value, 'string', typeof value === 'string');
      if (typeof value === 'string' && !isDateTime(value))
        throw new MetadataError(
          `parsing time ${JSON.stringify(value)} as "2006-01-02T15:04:05Z07:00": cannot parse it`,
        );
      return value;
    }
    case 'strings':
      return list(key, value, '[]string').map((item) =>
        expect(key, item ?? '', 'string', typeof (item ?? '') === 'string'),
      );
    case 'string map': {
      if (!isObject(value)) throw typeMismatch(key, value, 'map[string]string');
      const map: JsonObject = {};
      for (const [name, member] of Object.entries(value))
        setProperty(map, name, expect(key, member ?? '', 'string', typeof (member ?? '') === 'string'));
      return map;
    }
    case 'any list':
      return list(key, value, '[]v1.ManagedFieldsEntry');
    default:
      return list(key, value, '[]v1.OwnerReference').map((item, index) => {
        if (!isObject(item)) throw typeMismatch(key, item, 'v1.OwnerReference');
        const owner: JsonObject = { apiVersion: '', kind: '', name: '', uid: '' };
        for (const [name, member] of Object.entries(item)) {
          const inner = Object.hasOwn(type, name) ? type[name] : undefined;
          if (inner === undefined) unknown.push(`metadata.${key}[${index}].${name}`);
          else if (member !== null) owner[name] = readField(`${key}.${name}`, member, inner, unknown);
        }
        return owner;
      });
  }
}

function list(key: string, value: Json, type: string): Json[] {
  if (!Array.isArray(value)) throw typeMismatch(key, value, type);
  return value;
}

function expect(key: string, value: Json, type: string, holds: boolean): Json {
  if (!holds) throw typeMismatch(key, value, type);
  return value;
}

function typeMismatch(key: string, value: Json, type: string): MetadataError {
  return new MetadataError(
    `json: cannot unmarshal ${goName(value)} into Go struct field ObjectMeta.${key} of type ${type}`,
  );
}

function goName(value: Json): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number' && !Number.isInteger(value)) return `number ${value}`;
  return typeof value;
}

/** How the name of a kind has to look; `path` is what every name that stands in a URL has to be. */
export type NameForm = 'subdomain' | 'label' | 'path';

const NAME_ERRORS: Record<NameForm, (name: string) => string[]> = {
  subdomain: subdomainErrors,
  label: labelErrors,
  path: pathSegmentErrors,
};

const MAX_ANNOTATIONS_BYTES = 256 * 1024;

/** What is wrong with the metadata of a new object. Source: apimachinery ValidateObjectMeta. */
export function validateMetadata(metadata: ObjectMeta, namespaced: boolean, form: NameForm): FieldError[] {
  const errors: FieldError[] = [];
  const { name, generateName } = metadata;
  if (generateName) {
    const prefix =
      generateName.length > 1 && generateName.endsWith('-') ? `${generateName.slice(0, -1)}a` : generateName;
    errors.push(...NAME_ERRORS[form](prefix).map((error) => invalid('metadata.generateName', generateName, error)));
  }
  if (!name) errors.push(requiredValue('metadata.name', 'name or generateName is required'));
  else errors.push(...NAME_ERRORS[form](name).map((error) => invalid('metadata.name', name, error)));
  const { namespace } = metadata;
  if (namespaced && !namespace) errors.push(requiredValue('metadata.namespace'));
  else if (namespaced && namespace)
    errors.push(...labelErrors(namespace).map((error) => invalid('metadata.namespace', namespace, error)));
  else if (namespace) errors.push(forbidden('metadata.namespace', 'not allowed on this type'));
  if ((metadata.generation ?? 0) < 0)
    errors.push(invalid('metadata.generation', metadata.generation, 'must be greater than or equal to 0'));
  errors.push(...labelMapErrors('metadata.labels', metadata.labels ?? {}));
  errors.push(...annotationErrors(metadata.annotations ?? {}), ...ownerErrors(metadata.ownerReferences ?? []));
  errors.push(...finalizerErrors(metadata.finalizers ?? []), ...managerErrors(metadata.managedFields ?? []));
  return errors;
}

/** What is wrong with the metadata of a changed object. Source: apimachinery ValidateObjectMetaAccessorUpdate. */
export function validateMetadataUpdate(metadata: ObjectMeta, old: ObjectMeta): FieldError[] {
  const errors: FieldError[] = [];
  if (old.deletionTimestamp !== undefined) {
    const before = new Set(old.finalizers ?? []);
    const added = [...new Set(metadata.finalizers ?? [])].filter((finalizer) => !before.has(finalizer)).sort();
    const list = added.map(quote).join(', ');
    const detail = `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`;
    if (added.length > 0) errors.push(forbidden('metadata.finalizers', detail));
  }
  for (const field of ['name', 'namespace', 'uid', 'creationTimestamp', 'deletionTimestamp'] as const)
    if ((metadata[field] ?? '') !== (old[field] ?? ''))
      errors.push(invalid(`metadata.${field}`, metadata[field] ?? null, 'field is immutable'));
  errors.push(...labelMapErrors('metadata.labels', metadata.labels ?? {}));
  errors.push(...annotationErrors(metadata.annotations ?? {}), ...ownerErrors(metadata.ownerReferences ?? []));
  return [...errors, ...managerErrors(metadata.managedFields ?? [])];
}

/** What is wrong with labels, or with a selector of labels. Source: apimachinery ValidateLabels. */
export function labelMapErrors(field: string, labels: Record<string, string>): FieldError[] {
  return Object.entries(labels).flatMap(([key, value]) => [
    ...qualifiedNameErrors(key).map((error) => invalid(field, key, error)),
    ...labelValueErrors(value).map((error) => invalid(field, value, error)),
  ]);
}

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';

function finalizerErrors(finalizers: string[]): FieldError[] {
  const errors = finalizers.flatMap((finalizer) =>
    qualifiedNameErrors(finalizer).map((error) => invalid('metadata.finalizers', finalizer, error)),
  );
  if (finalizers.includes(ORPHAN) && finalizers.includes(FOREGROUND))
    errors.push(invalid('metadata.finalizers', finalizers, `finalizer ${ORPHAN} and ${FOREGROUND} cannot be both set`));
  return errors;
}

/** Source: apimachinery ValidateManagedFields. */
function managerErrors(entries: unknown[]): FieldError[] {
  return entries.flatMap((entry, index) => {
    const { operation = '', fieldsType = '' } = isObject(entry) ? entry : {};
    const errors: FieldError[] = [];
    const field = `metadata.managedFields[${index}]`;
    if (operation !== 'Apply' && operation !== 'Update')
      errors.push(invalid(`${field}.operation`, operation, 'must be `Apply` or `Update`'));
    if (fieldsType !== '' && fieldsType !== 'FieldsV1')
      errors.push(invalid(`${field}.fieldsType`, fieldsType, 'must be `FieldsV1`'));
    return errors;
  });
}

function annotationErrors(annotations: Record<string, string>): FieldError[] {
  const errors: FieldError[] = [];
  let bytes = 0;
  for (const [key, value] of Object.entries(annotations)) {
    bytes += utf8Length(key) + utf8Length(value);
    const found = qualifiedNameErrors(key.toLowerCase());
    errors.push(...found.map((error) => invalid('metadata.annotations', key, error)));
  }
  if (bytes > MAX_ANNOTATIONS_BYTES) errors.push(tooLong('metadata.annotations', MAX_ANNOTATIONS_BYTES));
  return errors;
}

interface Owner {
  apiVersion?: string;
  kind?: string;
  name?: string;
  uid?: string;
  controller?: boolean;
}

/** Source: apimachinery ValidateOwnerReferences. */
function ownerErrors(owners: unknown[]): FieldError[] {
  const errors: FieldError[] = [];
  const path = 'metadata.ownerReferences';
  let controller: string | undefined;
  for (const owner of owners as Owner[]) {
    const { apiVersion = '', kind = '', name = '', uid = '' } = owner;
    if (apiVersion.replace(/^[^/]*\//, '') === '')
      errors.push(invalid(`${path}.apiVersion`, apiVersion, 'version must not be empty'));
    for (const [field, value] of Object.entries({ kind, name, uid }))
      if (value === '') errors.push(invalid(`${path}.${field}`, '', 'must not be empty'));
    if (apiVersion === 'v1' && kind === 'Event')
      errors.push(invalid(path, { ...owner }, '/v1, Kind=Event is disallowed from being an owner'));
    if (owner.controller !== true) continue;
    const current = `${kind}/${name}`;
    if (controller !== undefined) {
      const found = `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${current}`;
      errors.push(invalid(path, owners as JsonObject[], found));
    } else controller = current;
  }
  return errors;
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}
