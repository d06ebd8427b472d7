// Facts about a kind in one form, read from an official CRD or from our own schema, so that the two can be compared.
import type { Kind } from '../server/model/kind.ts';
import type { Schema } from '../server/model/schema/types.ts';

/** What is said of each field: path (`spec.rules[].name`), then attribute (`type`, `maxLength`, `rule: MESSAGE`), then value as JSON. */
export type Facts = Map<string, Map<string, string>>;

/** A schema as CRDs write it; every keyword that is read below is checked by hand. */
export type OfficialSchema = { [keyword: string]: unknown };

/** JSON with sorted keys: equal values have equal texts. */
export function stableJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

function asSchema(value: unknown): OfficialSchema {
  return (typeof value === 'object' && value !== null ? value : {}) as OfficialSchema;
}

/** Keywords that are read in a way of their own; any other is compared as it stands, also one that nobody knows yet. */
const READ = new Set('description properties required items additionalProperties x-kubernetes-validations'.split(' '));

/** The name of the whole object in facts. */
export const ROOT = '(object)';

/** Facts of an official schema. */
export function officialFacts(root: unknown): Facts {
  const facts: Facts = new Map();
  const walk = (schema: OfficialSchema, path: string): void => {
    const own = new Map<string, string>();
    facts.set(path, own);
    for (const [keyword, value] of Object.entries(schema)) if (!READ.has(keyword)) own.set(keyword, stableJson(value));
    readRules(schema['x-kubernetes-validations'], own);
    const { properties, required, items, additionalProperties } = schema;
    for (const name of asList(required)) own.set(`required ${String(name)}`, 'true');
    for (const [name, member] of Object.entries(asSchema(properties)))
      walk(asSchema(member), path === ROOT ? name : `${path}.${name}`);
    if (items !== undefined) walk(asSchema(items), `${path}[]`);
    if (typeof additionalProperties === 'boolean') own.set('additionalProperties', String(additionalProperties));
    else if (additionalProperties !== undefined) walk(asSchema(additionalProperties), `${path}{}`);
  };
  walk(asSchema(root), ROOT);
  return facts;
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Rules by their messages, each with what it has beside the expression; and their order, in which the API server names them. */
function readRules(value: unknown, own: Map<string, string>): void {
  const names: string[] = [];
  for (const { rule, message, ...rest } of asList(value).map(asSchema)) {
    const text = typeof message === 'string' ? message : `without a message: ${String(rule)}`;
    const before = names.filter((name) => name === text || name.startsWith(`${text} (`)).length;
    const name = before === 0 ? text : `${text} (${before + 1})`;
    names.push(name);
    own.set(`rule: ${name}`, stableJson(rest));
  }
  if (names.length > 1) own.set('order of rules', stableJson(names));
}

/** Facts of our schema of a kind. */
export function ourFacts(kind: Kind): Facts {
  const schema = crdSchemaOf(kind.schema);
  const properties = { ...asSchema(schema.properties), metadata: { type: 'object' } };
  return officialFacts({ ...schema, properties });
}

/** Our schema as a CRD would write it, without descriptions. */
export function crdSchemaOf(schema: Schema): OfficialSchema {
  const out: OfficialSchema = bodyOf(schema);
  if (schema.default !== undefined) out.default = schema.default;
  if (schema.rules !== undefined && schema.rules.length > 0)
    out['x-kubernetes-validations'] = schema.rules.map(({ expression, message }) => ({ rule: expression, message }));
  return Object.fromEntries(Object.entries(out).filter(([, value]) => value !== undefined));
}

function bodyOf(schema: Schema): OfficialSchema {
  switch (schema.type) {
    case 'object': {
      const members = Object.entries(schema.properties);
      const required = members.filter(([, member]) => member.required).map(([name]) => name);
      return {
        type: 'object',
        properties: Object.fromEntries(members.map(([name, member]) => [name, crdSchemaOf(member)])),
        required: required.length === 0 ? undefined : required,
        oneOf: schema.oneOf,
        'x-kubernetes-map-type': schema.mapType,
      };
    }
    case 'map':
      return {
        type: 'object',
        additionalProperties: crdSchemaOf(schema.values),
        maxProperties: schema.maxProperties,
        'x-kubernetes-map-type': schema.mapType,
      };
    case 'list':
      return {
        type: 'array',
        items: crdSchemaOf(schema.items),
        minItems: schema.minItems,
        maxItems: schema.maxItems,
        'x-kubernetes-list-type': schema.listType,
        'x-kubernetes-list-map-keys': schema.mapKeys,
      };
    case 'string': {
      const { enum: values, enumTwice, pattern, minLength, maxLength, format } = schema;
      const choice = enumTwice ? { allOf: [{ enum: values }, { enum: values }] } : { enum: values };
      return { type: 'string', ...choice, pattern, minLength, maxLength, format };
    }
    case 'integer': {
      const { format, minimum, maximum, enum: values } = schema;
      return { type: 'integer', format, minimum, maximum, enum: values };
    }
    case 'number':
      return { type: 'number', format: schema.format };
    case 'boolean':
      return { type: 'boolean' };
    case 'int-or-string':
      return {
        anyOf: [{ type: 'integer' }, { type: 'string' }],
        'x-kubernetes-int-or-string': true,
        allOf: schema.patterns.length === 0 ? undefined : schema.patterns.map((pattern) => ({ pattern })),
      };
    case 'any':
      return { 'x-kubernetes-preserve-unknown-fields': true };
  }
}
