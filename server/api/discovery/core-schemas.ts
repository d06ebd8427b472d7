import type { GoField, GoStruct, GoType } from '../../model/core/go-types.ts';
import type { Kind } from '../../model/kind.ts';
import type { Json, JsonObject, Schema } from '../../model/schema/types.ts';
import { META } from './meta-schemas.ts';
import type { Refs } from './refs.ts';

const INT_OR_STRING = 'io.k8s.apimachinery.pkg.util.intstr.IntOrString';

/** Structs that kinds of several groups share. */
const SHARED: Record<string, string> = {
  'v1.Condition': `${META}.Condition`,
  'v1.ObjectReference': 'io.k8s.api.core.v1.ObjectReference',
};

/**
 * Schemas of a built-in kind: each Go struct in it is a type of its own, as clients of a cluster know them.
 * @param refs makes references to types
 * @returns members of the kind's own schema, and the types that they refer to
 */
export function coreSchemas(
  kind: Kind,
  type: GoStruct,
  refs: Refs,
): { properties: JsonObject; required: string[]; types: Record<string, JsonObject> } {
  const writer = new Writer(kind, refs);
  const { properties, required } = writer.members(type, kind.schema, ['apiVersion', 'kind', 'metadata'], [], false);
  return { properties, required, types: writer.types };
}

class Writer {
  readonly types: Record<string, JsonObject> = {};
  readonly #package: string;
  readonly #refs: Refs;

  constructor({ group }: Kind, refs: Refs) {
    this.#package = `io.k8s.api.${group === '' ? 'core' : (group.split('.')[0] ?? '')}`;
    this.#refs = refs;
  }

  members(
    { fields }: GoStruct,
    schema: Schema,
    leftOut: readonly string[] = [],
    keys: readonly string[] = [],
    nested = true,
  ): { properties: JsonObject; required: string[] } {
    const known = schema.type === 'object' ? schema.properties : {};
    const properties: JsonObject = {};
    const required: string[] = [];
    for (const [name, field] of Object.entries(fields)) {
      const member = Object.hasOwn(known, name) ? known[name] : undefined;
      if (member === undefined || leftOut.includes(name)) continue;
      properties[name] = this.#field(field, member, keys.includes(name), isRequired(field, member, nested));
      if (isRequired(field, member, nested)) required.push(name);
    }
    return { properties, required };
  }

  /** @param key whether lists of such objects are told apart by the field: then its default counts */
  #field({ of, pointer, merge }: GoField, schema: Schema, key: boolean, required: boolean): JsonObject {
    const written = this.#value(of, schema, { filled: pointer !== true, described: true });
    const zero = required && pointer !== true ? zeroOf(of) : undefined;
    const fallback = (key ? schema.default : undefined) ?? zero;
    return {
      ...written,
      ...(fallback === undefined ? {} : { default: fallback }),
      ...(merge === undefined ? {} : { 'x-kubernetes-patch-strategy': 'merge' }),
      ...(merge === undefined || merge === '' ? {} : { 'x-kubernetes-patch-merge-key': merge }),
    };
  }

  #value(of: GoType, schema: Schema, { filled, described }: { filled: boolean; described: boolean }): JsonObject {
    const { description } = schema;
    const said: JsonObject = described ? { description } : {};
    switch (of.type) {
      case 'struct':
        return this.#refs.member(this.#define(of, schema), described ? description : undefined, filled);
      case 'list': {
        if (schema.type !== 'list') return { ...said, type: 'array' };
        const items =
          of.items.type === 'struct'
            ? this.#refs.member(this.#define(of.items, schema.items, schema.mapKeys), undefined, true)
            : { ...this.#value(of.items, schema.items, { filled: true, described: false }), default: '' };
        return {
          ...said,
          type: 'array',
          items,
          'x-kubernetes-list-type': schema.listType ?? 'atomic',
          ...(schema.mapKeys === undefined ? {} : { 'x-kubernetes-list-map-keys': [...schema.mapKeys] }),
        };
      }
      case 'map':
        return {
          ...said,
          type: 'object',
          additionalProperties: { type: 'string', default: '' },
          ...(schema.type === 'map' && schema.mapType !== undefined ? { 'x-kubernetes-map-type': schema.mapType } : {}),
        };
      case 'time':
        return this.#refs.member(`${META}.Time`, described ? description : undefined, false);
      case 'int-or-string':
        this.types[INT_OR_STRING] = {
          description: 'A number, or a text such as the name of a port.',
          format: 'int-or-string',
          ...(this.#refs.dialect === 'v2' ? { type: 'string' } : { oneOf: [{ type: 'integer' }, { type: 'string' }] }),
        };
        return this.#refs.member(INT_OR_STRING, described ? description : undefined, false);
      case 'any':
        return { ...said, type: 'object' };
      case 'bool':
        return { ...said, type: 'boolean' };
      case 'string':
        return { ...said, type: 'string', ...enumOf(of.name, schema) };
      default:
        return { ...said, type: 'integer', format: of.type };
    }
  }

  #define(struct: GoStruct, schema: Schema, keys: readonly string[] = []): string {
    const name = SHARED[struct.name] ?? `${this.#package}.${struct.name}`;
    if (this.types[name] === undefined) {
      const { properties, required } = this.members(struct, schema, [], keys);
      this.types[name] = {
        description: schema.description,
        type: 'object',
        ...(required.length === 0 ? {} : { required }),
        properties,
        ...(schema.type === 'object' && schema.mapType !== undefined
          ? { 'x-kubernetes-map-type': schema.mapType }
          : {}),
      };
    }
    return name;
  }
}

/** Values of a Go type that lists them; of a mere string nothing is said. */
function enumOf(type: string, schema: Schema): JsonObject {
  if (type === 'string' || schema.type !== 'string' || schema.enum === undefined) return {};
  // one of the families is that which is not known
  return { enum: [...(type === 'v1.IPFamily' ? [''] : []), ...schema.enum].sort() };
}

/** What Go always writes has to be there, but for times and for the lists of an object itself. */
function isRequired({ of, always }: GoField, schema: Schema, nested: boolean): boolean {
  return schema.required === true || (always === true && of.type !== 'time' && (nested || of.type !== 'list'));
}

function zeroOf(of: GoType): Json | undefined {
  if (of.type === 'string') return '';
  return of.type === 'int32' || of.type === 'int64' ? 0 : undefined;
}
