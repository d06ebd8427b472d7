import { apiVersionsOf } from './admission.ts';
import type { Kind } from './kind.ts';
import type { Json, JsonObject, Schema, StringSchema } from './schema/types.ts';

/**
 * JSON Schema (draft-07) of a kind's manifests for completion, hover and marks in the editor. It knows structure only: rules and
 * names are judged by admission. Null is allowed wherever a field may be absent, as the API server reads it.
 */
export function jsonSchemaOf(kind: Kind): JsonObject {
  const { properties, required } = members(kind.schema);
  const versions = apiVersionsOf(kind);
  const status = properties.status;
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: kind.kind,
    type: 'object',
    description: kind.description,
    additionalProperties: false,
    required: ['apiVersion', 'kind', 'metadata', ...required],
    properties: {
      ...properties,
      apiVersion: {
        type: 'string',
        description: 'Group and version of the kind.',
        ...(versions.length === 1 ? { const: versions[0] ?? '' } : { enum: versions }),
        default: versions[0] ?? '',
      },
      kind: { type: 'string', description: kind.description, const: kind.kind, default: kind.kind },
      metadata: metadataSchema(kind),
      ...(status === undefined ? {} : { status: readOnlyStatus }),
    },
  };
}

/** A pasted status is dropped when it is saved: it is not worth a mark. */
const readOnlyStatus: JsonObject = {
  type: ['object', 'null'],
  description: 'Written by the product; what is written here is dropped.',
  readOnly: true,
};

const texts = (description: string): JsonObject => ({
  type: ['object', 'null'],
  description,
  additionalProperties: { type: 'string' },
});

function metadataSchema(kind: Kind): JsonObject {
  return {
    type: 'object',
    description: 'Name, namespace, labels and annotations.',
    required: ['name'],
    properties: {
      name: {
        type: 'string',
        description: 'Name of the object, unique among its kind in the namespace.',
        minLength: 1,
      },
      ...(kind.namespaced ? { namespace: { type: 'string', description: 'Namespace of the object.' } } : {}),
      labels: texts('Words by which selectors find the object.'),
      annotations: texts('Notes for people and tools.'),
      finalizers: {
        type: ['array', 'null'],
        description: 'Who has to agree before the object goes.',
        items: { type: 'string', description: 'A name with a domain and a path.' },
      },
    },
  };
}

function members(schema: Schema): { properties: JsonObject; required: string[] } {
  const properties: JsonObject = {};
  const required: string[] = [];
  if (schema.type !== 'object') return { properties, required };
  for (const [name, member] of Object.entries(schema.properties)) {
    const own = schemaOf(member);
    // a required field with a default may be left out: the default makes it present
    if (member.required && member.default === undefined) required.push(name);
    properties[name] = member.required ? own : nullable(own);
  }
  return { properties, required };
}

/** Lets null stand for absence. Not where there is an enum: null would be offered among its values. */
function nullable(schema: JsonObject): JsonObject {
  const { type } = schema;
  if (type === undefined || schema.enum !== undefined) return schema;
  return { ...schema, type: [...(Array.isArray(type) ? type : [type]), 'null'] };
}

function schemaOf(schema: Schema): JsonObject {
  const common: JsonObject = { description: schema.description };
  if (schema.default !== undefined) common.default = schema.default;
  switch (schema.type) {
    case 'object': {
      const { properties, required } = members(schema);
      return {
        type: 'object',
        ...common,
        properties,
        additionalProperties: false,
        ...(required.length === 0 ? {} : { required }),
      };
    }
    case 'map':
      return {
        type: 'object',
        ...common,
        additionalProperties: schemaOf(schema.values),
        ...given({ maxProperties: schema.maxProperties }),
      };
    case 'list':
      return {
        type: 'array',
        ...common,
        items: schemaOf(schema.items),
        ...given({
          minItems: schema.minItems,
          maxItems: schema.maxItems,
          uniqueItems: schema.listType === 'set' ? true : undefined,
        }),
      };
    case 'string':
      return {
        type: 'string',
        ...common,
        ...given({
          enum: schema.enum === undefined ? undefined : [...schema.enum],
          enumDescriptions: enumDescriptions(schema),
          examples: schema.suggestions === undefined ? undefined : [...schema.suggestions],
          // other formats have no name in JSON Schema
          format: schema.format === 'date-time' ? schema.format : undefined,
          pattern: schema.pattern,
          minLength: schema.minLength,
          maxLength: schema.maxLength,
        }),
      };
    case 'integer':
      return {
        type: 'integer',
        ...common,
        ...given({
          enum: schema.enum === undefined ? undefined : [...schema.enum],
          minimum: schema.minimum,
          maximum: schema.maximum,
        }),
      };
    case 'number':
    case 'boolean':
      return { type: schema.type, ...common };
    case 'int-or-string':
      return {
        type: ['integer', 'string'],
        ...common,
        ...(schema.patterns.length === 0
          ? {}
          : { allOf: schema.patterns.map((pattern) => ({ type: ['integer', 'string'], pattern })) }),
      };
    case 'any':
      return common;
  }
}

/** What each value of an enum means, as YAML editors show it beside the value; undefined where the values say enough. */
function enumDescriptions({ enum: values, meanings }: StringSchema): string[] | undefined {
  return meanings === undefined ? undefined : values?.map((value) => meanings[value] ?? '');
}

/** The members that have a value. */
function given(values: { [name: string]: Json | undefined }): JsonObject {
  const out: JsonObject = {};
  for (const [name, value] of Object.entries(values)) if (value !== undefined) out[name] = value;
  return out;
}
