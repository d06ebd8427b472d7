// Facts about a kind in one form, read from an official CRD or from our own schema, so that the two can be compared.
import type { Kind } from '../server/model/kind.ts';
import type { Schema } from '../server/model/schema/types.ts';

/** What is said of each field: path (`spec.rules[].name`), then attribute (`type`, `maxLength`, `rule: MESSAGE`), then value as JSON. */
export type Facts = Map<string, Map<string, string>>;

/** A schema as CRDs write it; every keyword that is read below is checked by hand. */
export type OfficialSchema = { [keyword: string]: unknown };

/** Keywords whose value is compared as it stands. */
const PLAIN = new Set(
  (
    'type format pattern default enum oneOf nullable uniqueItems minimum maximum minLength maxLength minItems maxItems ' +
    'minProperties maxProperties x-kubernetes-list-type x-kubernetes-list-map-keys x-kubernetes-map-type'
  ).split(' '),
);

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

/** Facts of an official schema. A keyword that is not known here becomes a fact too, so that it is seen. */
export function officialFacts(root: unknown): Facts {
  const facts: Facts = new Map();
  const walk = (schema: OfficialSchema, path: string, required: boolean): void => {
    const own = new Map<string, string>();
    if (path !== '') facts.set(path, own);
    if (required) own.set('required', 'true');
    const members = asSchema(schema.properties);
    const needed = new Set((schema.required ?? []) as string[]);
    for (const [keyword, value] of Object.entries(schema)) {
      if (PLAIN.has(keyword)) own.set(keyword, stableJson(value));
      else if (keyword === 'allOf') readAllOf(value as OfficialSchema[], own);
      else if (keyword === 'x-kubernetes-validations') readRules(value as OfficialSchema[], own);
      else if (keyword === 'x-kubernetes-int-or-string') own.set('type', '"int-or-string"');
      else if (keyword === 'x-kubernetes-preserve-unknown-fields') own.set('type', '"any"');
      else if (keyword === 'anyOf' && schema['x-kubernetes-int-or-string'] === true) continue;
      else if (keyword === 'additionalProperties') own.set('type', '"map"');
      else if (!['description', 'properties', 'required', 'items'].includes(keyword))
        own.set(keyword, stableJson(value));
    }
    for (const [name, member] of Object.entries(members))
      if (path !== '' || name !== 'metadata')
        walk(asSchema(member), path === '' ? name : `${path}.${name}`, needed.has(name));
    if (schema.items !== undefined) walk(asSchema(schema.items), `${path}[]`, false);
    if (schema.additionalProperties !== undefined) {
      own.set('type', '"map"');
      walk(asSchema(schema.additionalProperties), `${path}{}`, false);
    }
  };
  walk(asSchema(root), '', false);
  return facts;
}

/** Equal enums are one enum, said twice; patterns all have to match. Anything else stays as it is. */
function readAllOf(parts: OfficialSchema[], own: Map<string, string>): void {
  const texts = parts.map(stableJson);
  const every = (keyword: string): boolean =>
    parts.every((part) => Object.keys(part).length === 1 && part[keyword] !== undefined);
  if (every('enum') && new Set(texts).size === 1) {
    own.set('enum', stableJson(parts[0]?.enum));
    own.set('enum twice', 'true');
  } else if (every('pattern')) own.set('patterns', stableJson(parts.map((part) => part.pattern)));
  else own.set('allOf', stableJson(parts));
}

function readRules(rules: OfficialSchema[], own: Map<string, string>): void {
  const counts = new Map<string, number>();
  for (const { rule: _rule, message, ...rest } of rules) {
    const text = String(message);
    const count = (counts.get(text) ?? 0) + 1;
    counts.set(text, count);
    own.set(`rule: ${text}${count > 1 ? ` (${count})` : ''}`, stableJson(rest));
  }
}

/** Facts of our schema of a kind. */
export function ourFacts(kind: Kind): Facts {
  return officialFacts(crdSchemaOf(kind.schema));
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
        'x-kubernetes-int-or-string': true,
        allOf: schema.patterns.length === 0 ? undefined : schema.patterns.map((pattern) => ({ pattern })),
      };
    case 'any':
      return { 'x-kubernetes-preserve-unknown-fields': true };
  }
}
