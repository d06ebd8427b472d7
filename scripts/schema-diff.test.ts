import { describe, expect, it } from 'vitest';
import { dice } from './dice.ts';
import { compareKind, type Definition } from './schema-diff.compare.ts';
import { stableJson, type OfficialSchema } from './schema-diff.facts.ts';
import { customKinds, definitionOf, kindNamed } from './schema-diff.fixture.ts';

/** Differences of a kind once its definition was changed. */
function changed(name: string, change: (definition: Definition) => void): string[] {
  const kind = kindNamed(name);
  const definition = definitionOf(kind);
  change(definition);
  return compareKind(kind, definition).differences;
}

/** The schema of the first version. */
function schemaOf({ spec }: Definition): OfficialSchema {
  return spec.versions[0]?.schema.openAPIV3Schema as OfficialSchema;
}

interface Place {
  path: string;
  schema: OfficialSchema;
}

/** Every schema inside a schema, with its path as differences name it. */
function placesOf(schema: OfficialSchema, path = ''): Place[] {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, OfficialSchema>);
  const { items, additionalProperties } = schema as Record<string, OfficialSchema | undefined>;
  return [
    { path: path === '' ? '(object)' : path, schema },
    ...properties.flatMap(([name, member]) => placesOf(member, path === '' ? name : `${path}.${name}`)),
    ...(items === undefined ? [] : placesOf(items, `${path}[]`)),
    ...(additionalProperties === undefined ? [] : placesOf(additionalProperties, `${path}{}`)),
  ];
}

type Change = (schema: OfficialSchema) => void;

/** Another value for a keyword; one that has it may also lose it. */
const keyword =
  (name: string, value: unknown): Change =>
  (schema) => {
    if (stableJson(schema[name]) === stableJson(value)) delete schema[name];
    else schema[name] = value;
  };

/** A change of the list of rules, where there is one. */
const rules =
  (change: (list: OfficialSchema[]) => void): Change =>
  (schema) => {
    const list = schema['x-kubernetes-validations'];
    if (Array.isArray(list)) change(list as OfficialSchema[]);
  };

const firstRule = (change: (rule: OfficialSchema) => void): Change =>
  rules(([first]) => {
    if (first !== undefined) change(first);
  });

/** Everything that a release may change about a field, each as a change of its schema; where it does not apply it changes nothing. */
const CHANGES: Record<string, Change> = {
  type: keyword('type', 'boolean'),
  format: keyword('format', 'uri'),
  pattern: keyword('pattern', '^x$'),
  enum: keyword('enum', ['x']),
  'order of an enum': ({ enum: values }) => {
    if (Array.isArray(values)) values.reverse();
  },
  default: keyword('default', 'x'),
  nullable: keyword('nullable', true),
  minimum: keyword('minimum', 7),
  maximum: keyword('maximum', 7),
  exclusiveMinimum: keyword('exclusiveMinimum', true),
  exclusiveMaximum: keyword('exclusiveMaximum', true),
  multipleOf: keyword('multipleOf', 2),
  minLength: keyword('minLength', 7),
  maxLength: keyword('maxLength', 7),
  minItems: keyword('minItems', 7),
  maxItems: keyword('maxItems', 7),
  uniqueItems: keyword('uniqueItems', true),
  minProperties: keyword('minProperties', 1),
  maxProperties: keyword('maxProperties', 7),
  oneOf: keyword('oneOf', [{}]),
  anyOf: keyword('anyOf', [{}]),
  allOf: keyword('allOf', [{}]),
  not: keyword('not', {}),
  'list type': keyword('x-kubernetes-list-type', 'set'),
  'list-map keys': keyword('x-kubernetes-list-map-keys', ['x']),
  'map type': keyword('x-kubernetes-map-type', 'granular'),
  'int or string': keyword('x-kubernetes-int-or-string', true),
  'unknown fields': keyword('x-kubernetes-preserve-unknown-fields', true),
  'embedded resource': keyword('x-kubernetes-embedded-resource', true),
  'a keyword that nobody knows': keyword('x-kubernetes-later', 1),
  'a required field': ({ required }) => {
    if (Array.isArray(required)) required.pop();
  },
  'a field that is required': (schema) => {
    if (schema.properties !== undefined) schema.required = [...((schema.required as []) ?? []), 'x'];
  },
  'a field more': ({ properties }) => {
    if (properties !== undefined) (properties as OfficialSchema).x = { type: 'string' };
  },
  'a field less': ({ properties = {} }) => {
    const [name] = Object.keys(properties as OfficialSchema).toReversed();
    if (name !== undefined) delete (properties as OfficialSchema)[name];
  },
  'elements of any sort': (schema) => {
    delete schema.items;
  },
  'values of any sort': (schema) => {
    if (schema.additionalProperties !== undefined) schema.additionalProperties = true;
  },
  'a rule more': (schema) => {
    schema['x-kubernetes-validations'] = [
      ...((schema['x-kubernetes-validations'] as []) ?? []),
      { message: 'be kind', rule: 'true' },
    ];
  },
  'a rule without a message': (schema) => {
    schema['x-kubernetes-validations'] = [{ rule: 'true' }];
  },
  'a rule less': rules((list) => list.pop()),
  'a rule twice': rules((list) => list.push({ ...list[0] })),
  'the order of rules': rules((list) => {
    if (list.length > 1) list.reverse();
  }),
  'the message of a rule': firstRule((rule) => (rule.message = 'be kind')),
  'the reason of a rule': firstRule((rule) => (rule.reason = 'FieldValueForbidden')),
  'the field of a rule': firstRule((rule) => (rule.fieldPath = '.x')),
  'the computed message of a rule': firstRule((rule) => (rule.messageExpression = "'x'")),
  'optionalOldSelf of a rule': firstRule((rule) => (rule.optionalOldSelf = true)),
};

describe('schema:diff', () => {
  it.each(customKinds)('finds nothing where $kind agrees', (kind) => {
    const { differences, fields } = compareKind(kind, definitionOf(kind));
    expect(differences).toEqual([]);
    expect(fields).toBeGreaterThan(10);
  });

  it.each(Object.entries(CHANGES))('finds a change of %s wherever it is made', (name, change) => {
    const roll = dice(name);
    let found = 0;
    for (let tries = 0; found < 8 && tries < 400; tries++) {
      const kind = roll.pick(customKinds);
      const definition = definitionOf(kind);
      const { path, schema } = roll.pick(placesOf(schemaOf(definition)));
      const before = stableJson(schema);
      change(schema);
      if (stableJson(schema) === before) continue;
      found++;
      const { differences } = compareKind(kind, definition);
      // a difference of a field that is gone, or new, names that field
      expect(differences.some((line) => line.includes(path === '(object)' ? kind.kind : `: ${path}`))).toBe(true);
    }
    expect(found).toBeGreaterThan(0);
  });

  it('says in one line what differs, and where', () => {
    const hostnames = (change: Change): string[] =>
      changed('GRPCRoute', (definition) => {
        const place = placesOf(schemaOf(definition)).find(({ path }) => path === 'spec.hostnames');
        if (place !== undefined) change(place.schema);
      });
    expect(hostnames((schema) => (schema.maxItems = 17))).toEqual([
      'GRPCRoute v1: spec.hostnames: maxItems is 16, officially 17',
    ]);
    expect(hostnames((schema) => (schema.default = ['a']))).toEqual([
      'GRPCRoute v1: spec.hostnames: officially default ["a"], here none',
    ]);
    expect(hostnames((schema) => delete schema.maxItems)).toEqual([
      'GRPCRoute v1: spec.hostnames: maxItems is 16, officially none',
    ]);
    expect(
      hostnames((schema) => (schema['x-kubernetes-validations'] = [{ rule: 'true', message: 'be kind' }])),
    ).toEqual(['GRPCRoute v1: spec.hostnames: no rule: be kind']);
    expect(changed('GRPCRoute', (definition) => ((schemaOf(definition).properties as OfficialSchema).x = {}))).toEqual([
      'GRPCRoute v1: x: missing',
    ]);
  });

  it.each<[string, string, (definition: Definition) => void]>([
    [
      'release',
      'GatewayClass',
      ({ metadata }) => (metadata.annotations = { 'gateway.networking.k8s.io/bundle-version': 'v9' }),
    ],
    ['group', 'GatewayClass', ({ spec }) => (spec.group = 'example.com')],
    ['kind', 'GatewayClass', ({ spec }) => (spec.names.kind = 'Class')],
    ['kind of lists', 'GatewayClass', ({ spec }) => (spec.names.listKind = 'Classes')],
    ['plural', 'GatewayClass', ({ spec }) => (spec.names.plural = 'classes')],
    ['singular', 'GatewayClass', ({ spec }) => (spec.names.singular = 'class')],
    ['shortNames', 'GatewayClass', ({ spec }) => (spec.names.shortNames = [])],
    ['categories', 'GatewayClass', ({ spec }) => (spec.names.categories = ['all'])],
    ['scope', 'GatewayClass', ({ spec }) => (spec.scope = 'Namespaced')],
    ['conversion', 'GatewayClass', ({ spec }) => (spec.conversion = { strategy: 'Webhook' })],
    ['preserveUnknownFields', 'GatewayClass', ({ spec }) => (spec.preserveUnknownFields = true)],
    ['versions', 'GatewayClass', ({ spec }) => spec.versions.pop()],
    ['versions', 'GatewayClass', ({ spec }) => (spec.versions[1]!.served = false)],
    ['deprecation of v1beta1', 'GatewayClass', ({ spec }) => (spec.versions[1]!.deprecated = true)],
    ['status subresource of v1', 'GatewayClass', ({ spec }) => (spec.versions[0]!.subresources = {})],
    [
      'scale subresource of v1',
      'GatewayClass',
      ({ spec }) => (spec.versions[0]!.subresources = { status: {}, scale: {} }),
    ],
    [
      'selectable fields of v1',
      'GatewayClass',
      ({ spec }) => (spec.versions[0]!.selectableFields = [{ jsonPath: '.spec.x' }]),
    ],
    ['columns of v1', 'GatewayClass', ({ spec }) => spec.versions[0]!.additionalPrinterColumns!.pop()],
    [
      'columns of v1',
      'GatewayClass',
      ({
        spec: {
          versions: [first],
        },
      }) => first?.additionalPrinterColumns?.push(first.additionalPrinterColumns.shift()!),
    ],
    ['columns of v1', 'GatewayClass', ({ spec }) => (spec.versions[0]!.additionalPrinterColumns![0]!.name = 'X')],
    ['columns of v1', 'GatewayClass', ({ spec }) => (spec.versions[0]!.additionalPrinterColumns![0]!.type = 'integer')],
    ['columns of v1', 'GatewayClass', ({ spec }) => (spec.versions[0]!.additionalPrinterColumns![0]!.format = 'int32')],
    ['columns of v1', 'GatewayClass', ({ spec }) => (spec.versions[0]!.additionalPrinterColumns![0]!.priority = 1)],
    ['columns of v1', 'GatewayClass', ({ spec }) => (spec.versions[0]!.additionalPrinterColumns![0]!.jsonPath = '.x')],
  ])('finds another %s', (what, kind, change) => {
    expect(changed(kind, change).map((line) => line.split(' is ')[0])).toEqual([`${kind}: ${what}`]);
  });
});
