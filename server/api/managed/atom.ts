import { apiVersionOf } from '../../model/admission.ts';
import type { Kind } from '../../model/kind.ts';
import { isNumber } from '../../model/schema/exact-number.ts';
import { isObject } from '../../model/schema/normalize.ts';
import type { Json, ListSchema, Schema } from '../../model/schema/types.ts';

/** What kind of scalar a value may be. */
export type Scalar = 'numeric' | 'string' | 'boolean' | 'untyped';

/** A list; `associative` lists are merged by their keys, or as a set where there are none. */
export interface ListAtom {
  items: () => Atom;
  associative: boolean;
  keys: readonly string[];
}

/** An object; members that have no type of their own have that of `others`, or are not allowed where there is none. */
export interface MapAtom {
  fields: ReadonlyMap<string, Field>;
  others: (() => Atom) | undefined;
  atomic: boolean;
}

interface Field {
  atom: Atom;
  default: Json | undefined;
}

/** The type of a value as far as its owners are concerned: what it may be. Source: structured-merge-diff schema.Atom. */
export interface Atom {
  scalar?: Scalar;
  list?: ListAtom;
  map?: MapAtom;
}

const UNTYPED: Atom = {
  scalar: 'untyped',
  list: { items: () => UNTYPED, associative: false, keys: [] },
  map: { fields: new Map(), others: () => UNTYPED, atomic: true },
};

/** Any value; members of objects have owners of their own. */
const DEDUCED: Atom = {
  scalar: 'untyped',
  list: { items: () => UNTYPED, associative: false, keys: [] },
  map: { fields: new Map(), others: () => DEDUCED, atomic: false },
};

const STRING: Atom = { scalar: 'string' };
const BOOLEAN: Atom = { scalar: 'boolean' };
const NUMERIC: Atom = { scalar: 'numeric' };
const TIME: Atom = { scalar: 'untyped' };

function struct(fields: Record<string, Atom>, atomic = false): Atom {
  const entries = Object.entries(fields).map(([name, atom]) => [name, { atom, default: undefined }] as const);
  return { map: { fields: new Map(entries), others: undefined, atomic } };
}

/** The same with texts that are there whatever is written; Go's are empty then. */
function withTexts({ map, ...rest }: Atom, names: readonly string[]): Atom {
  if (map === undefined) return rest;
  const fields = new Map(map.fields);
  for (const name of names) fields.set(name, { atom: STRING, default: '' });
  return { ...rest, map: { ...map, fields } };
}

function list(items: Atom, keys?: readonly string[]): Atom {
  return { list: { items: () => items, associative: keys !== undefined, keys: keys ?? [] } };
}

const TEXTS: Atom = { map: { fields: new Map(), others: () => STRING, atomic: false } };

/** Source: meta/v1 OwnerReference. */
const OWNER: Atom = withTexts(struct({ blockOwnerDeletion: BOOLEAN, controller: BOOLEAN }, true), [
  'apiVersion',
  'kind',
  'name',
  'uid',
]);

/** Source: meta/v1 ObjectMeta. */
const METADATA: Atom = struct({
  annotations: TEXTS,
  creationTimestamp: TIME,
  deletionGracePeriodSeconds: NUMERIC,
  deletionTimestamp: TIME,
  finalizers: list(STRING, []),
  generateName: STRING,
  generation: NUMERIC,
  labels: TEXTS,
  managedFields: list(
    struct({
      apiVersion: STRING,
      fieldsType: STRING,
      fieldsV1: { map: DEDUCED.map },
      manager: STRING,
      operation: STRING,
      subresource: STRING,
      time: TIME,
    }),
  ),
  name: STRING,
  namespace: STRING,
  ownerReferences: list(OWNER, ['uid']),
  resourceVersion: STRING,
  selfLink: STRING,
  uid: STRING,
});

const known = new WeakMap<Schema, Atom>();

/** The type of whole objects of a kind. */
export function objectAtom(kind: Kind): Atom {
  let atom = known.get(kind.schema);
  if (atom === undefined) {
    const { map } = atomOf(kind.schema, kind.rules !== undefined);
    const fields = new Map<string, Field>(map?.fields);
    for (const [name, of] of [
      ['apiVersion', STRING],
      ['kind', STRING],
      ['metadata', METADATA],
    ] as const)
      fields.set(name, { atom: of, default: undefined });
    atom = { map: { fields, others: undefined, atomic: false } };
    known.set(kind.schema, atom);
  }
  return atom;
}

/** Source: kube-openapi schemaconv. */
function atomOf(schema: Schema, core: boolean): Atom {
  switch (schema.type) {
    case 'object': {
      const fields = new Map<string, Field>();
      for (const [name, member] of Object.entries(schema.properties))
        fields.set(name, { atom: atomOf(member, core), default: member.default });
      return {
        map: { fields, others: fields.size === 0 ? () => DEDUCED : undefined, atomic: schema.mapType === 'atomic' },
      };
    }
    case 'map': {
      const values = atomOf(schema.values, core);
      return { map: { fields: new Map(), others: () => values, atomic: schema.mapType === 'atomic' } };
    }
    case 'list': {
      const associative = schema.listType === 'set' || schema.listType === 'map';
      const items = itemsOf(schema, core);
      return {
        list: { items: () => items, associative, keys: schema.listType === 'map' ? (schema.mapKeys ?? []) : [] },
      };
    }
    case 'string':
      return schema.format === undefined || schema.format === 'byte' ? STRING : { scalar: 'untyped' };
    case 'integer':
    case 'number':
      return NUMERIC;
    case 'boolean':
      return BOOLEAN;
    case 'int-or-string':
    case 'any':
      return DEDUCED;
  }
}

/** Go's structs have all keys of their lists; those that are not written are empty, or 0. */
function itemsOf({ items, mapKeys = [] }: ListSchema, core: boolean): Atom {
  const atom = atomOf(items, core);
  const { map } = atom;
  if (map === undefined || !core) return atom;
  const fields = new Map(map.fields);
  for (const name of mapKeys) {
    const field = fields.get(name);
    if (field !== undefined)
      fields.set(name, { ...field, default: field.default ?? (field.atom.scalar === 'numeric' ? 0 : '') });
  }
  return { ...atom, map: { ...map, fields } };
}

/** What a value is, of all that it may be. */
export function deduced(atom: Atom, value: Json | undefined): Atom {
  if (value === undefined || value === null) return atom;
  if (Array.isArray(value)) return atom.list === undefined ? atom : { list: atom.list };
  if (isObject(value)) return atom.map === undefined ? atom : { map: atom.map };
  return atom.scalar === undefined ? atom : { scalar: atom.scalar };
}

/** The type of a member; undefined for one that is not allowed. */
export function memberAtom(map: MapAtom, name: string): Atom | undefined {
  return map.fields.get(name)?.atom ?? map.others?.();
}

/** Whether a value fits a scalar. Null fits all. */
export function fitsScalar(scalar: Scalar, value: Json | undefined): boolean {
  if (value === undefined || value === null) return true;
  switch (scalar) {
    case 'numeric':
      return isNumber(value);
    case 'string':
      return typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    case 'untyped':
      return isNumber(value) || typeof value === 'string' || typeof value === 'boolean';
  }
}

/** Group, version and kind as Go prints them. */
export function printedKind(kind: Kind): string {
  return `${kind.group === '' ? `/${kind.version}` : apiVersionOf(kind)}, Kind=${kind.kind}`;
}
