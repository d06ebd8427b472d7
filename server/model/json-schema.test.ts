import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { apiVersionOf } from './api-version.ts';
import { parseDocuments } from './documents.ts';
import { jsonSchemaOf } from './json-schema.ts';
import type { Kind } from './kind.ts';
import { findKind, kinds } from './registry.ts';
import { NO_FIELD } from './schema/field-error.ts';
import { validateListKeys } from './schema/list-keys.ts';
import { cloneJson, isObject, normalize } from './schema/normalize.ts';
import { validateStructure } from './schema/structural.ts';
import type { Json, JsonObject } from './schema/types.ts';
import { valuesOf } from './schema/values.fixture.ts';
import { recordings } from './recordings.fixture.ts';

/** Follows names through a JSON value. */
function at(value: Json, ...names: string[]): Json | undefined {
  let current: Json | undefined = value;
  for (const name of names) current = isObject(current) ? current[name] : undefined;
  return current;
}

function schemaOf(group: string, name: string) {
  const kind = findKind(group, name);
  if (kind === undefined) throw new Error(`no kind ${name}`);
  return jsonSchemaOf(kind);
}

describe.each(kinds)('the JSON Schema of $kind', (kind) => {
  const schema = jsonSchemaOf(kind);

  test('names its version and kind and asks for a name', () => {
    expect(at(schema, 'properties', 'kind', 'const')).toBe(kind.kind);
    expect(at(schema, 'properties', 'apiVersion', 'default')).toMatch(new RegExp(`(^|/)${kind.version}$`));
    expect(at(schema, 'properties', 'metadata', 'required')).toEqual(['name']);
    expect(schema.required).toContain('metadata');
  });

  test('has a description at every field, and patterns that a browser can run', () => {
    const bare: string[] = [];
    const visit = (node: Json, place: string): void => {
      if (!isObject(node)) return;
      if (typeof node.description !== 'string' || node.description === '') bare.push(place);
      const { pattern } = node;
      if (typeof pattern === 'string') expect(() => new RegExp(pattern)).not.toThrow();
      for (const [name, child] of Object.entries(isObject(node.properties) ? node.properties : {}))
        visit(child, `${place}.${name}`);
      if (node.items !== undefined) visit(node.items, `${place}[]`);
      if (isObject(node.additionalProperties) && Object.keys(node.additionalProperties).length > 1)
        visit(node.additionalProperties, `${place}{}`);
    };
    visit(schema, '');
    expect(bare).toEqual([]);
  });
});

test('enums are offered without null, and fields with defaults may be left out', () => {
  const schema = schemaOf('gateway.networking.k8s.io', 'Gateway');
  const listener = at(schema, 'properties', 'spec', 'properties', 'listeners', 'items') ?? null;
  expect(at(listener, 'required')).toEqual(['name', 'port', 'protocol']);
  expect(at(listener, 'additionalProperties')).toBe(false);
  const from = ['properties', 'allowedRoutes', 'properties', 'namespaces', 'properties', 'from'];
  expect(at(listener, ...from)).toMatchObject({ type: 'string', enum: ['All', 'Selector', 'Same'], default: 'Same' });
});

test('every served version of a kind may be written', () => {
  const schema = schemaOf('gateway.networking.k8s.io', 'ReferenceGrant');
  expect(at(schema, 'properties', 'apiVersion', 'enum')).toEqual([
    'gateway.networking.k8s.io/v1',
    'gateway.networking.k8s.io/v1beta1',
  ]);
});

test('values say what they mean, and open texts offer what is known', () => {
  const policy = schemaOf('gateway.envoyproxy.io', 'BackendTrafficPolicy');
  const type = at(policy, 'properties', 'spec', 'properties', 'loadBalancer', 'properties', 'type');
  expect(at(type ?? null, 'enumDescriptions')).toHaveLength((at(type ?? null, 'enum') as Json[]).length);
  const merge = at(policy, 'properties', 'spec', 'properties', 'mergeType');
  expect(merge).toMatchObject({ examples: ['StrategicMerge', 'JSONMerge'] });
  expect(merge).not.toHaveProperty('enum');
});

/** What a validator of JSON Schema has against a document. */
function problemsOf(kind: Kind, document: unknown): string[] {
  let reader = readers.get(kind);
  if (reader === undefined) readers.set(kind, (reader = z.fromJSONSchema(jsonSchemaOf(kind))));
  const { error } = reader.safeParse(document);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

const readers = new Map<Kind, z.ZodType>();

/** Documents that the API server took, and of which it knew every field. */
function acceptedDocuments({ kind }: Kind): { title: string; document: unknown }[] {
  return (recordings[kind] ?? []).filter(
    ({ answer }) => answer.accepted && answer.warnings.every((text) => !text.startsWith('unknown field')),
  );
}

/** What JSON Schema does not know about: keys of lists, alternatives, sizes of integers, base64, and the status that nobody writes. */
const BEYOND = [
  /Duplicate value: \{/,
  /\((oneOf|anyOf|allOf|not)\)/,
  /must be an object for an array of list-type map/,
  /must be of type ipv[46]/,
  /Checked value must be of type/,
  /must be of type byte/,
  /^status/,
];

describe.each(kinds)('as a validator, the JSON Schema of $kind', (kind) => {
  test('takes the examples, and all that the API server took', () => {
    const examples = kind.examples.flatMap(({ title, yaml }) =>
      parseDocuments(yaml).map(({ value }) => ({ title, document: value })),
    );
    const documents = [...examples, ...acceptedDocuments(kind)];
    expect(documents.length).toBeGreaterThan(0);
    const refused = documents.flatMap(({ title, document }) => {
      // a status is written by nobody
      const { status: _status, ...written } = document as JsonObject;
      return problemsOf(kind, written).map((problem) => `${title}: ${problem}`);
    });
    expect(refused).toEqual([]);
  });

  test('has the verdict of admission on types, limits, enums and patterns', () => {
    const counts = { taken: 0, refused: 0 };
    const type = { apiVersion: apiVersionOf(kind), kind: kind.kind };
    fc.assert(
      fc.property(valuesOf(kind.schema), (value) => {
        fc.pre(isObject(value));
        let body: Json;
        try {
          body = cloneJson({ ...value, ...type });
        } catch {
          return;
        }
        normalize(body, kind.schema);
        const errors = [...validateStructure(body, kind.schema), ...validateListKeys(body, kind.schema)]
          .map(({ field, message }) => (field === NO_FIELD ? message : `${field}: ${message}`))
          .filter((text) => !BEYOND.some((known) => known.test(text)));
        const { status: _status, ...rest } = body as JsonObject;
        const document = { ...rest, metadata: { name: 'x' } };
        const problems = problemsOf(kind, document);
        // the validator takes no integer beyond 2^53
        fc.pre(!/9007199254740992|1e\+21/.test(JSON.stringify(document)));
        counts[errors.length === 0 ? 'taken' : 'refused']++;
        if (errors.length === 0) expect(problems).toEqual([]);
        // the validator counts UTF-16 units, and the schema's limits are code points
        else if (!JSON.stringify(document).includes('😀'))
          expect([errors, problems.length > 0]).toEqual([errors, true]);
      }),
      { numRuns: 300 },
    );
    // a Namespace has hardly a field that could be wrong
    expect(Math.min(counts.taken, kind.core ? 3 : counts.refused)).toBeGreaterThan(2);
  });
});
