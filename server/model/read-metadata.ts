import type { ObjectMeta } from './object.ts';
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
      // an empty list of managers says something
      if (!isEmpty(read) || (key === 'managedFields' && read !== null)) metadata[key] = read;
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
