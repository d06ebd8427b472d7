import { describe, expect, test } from 'vitest';
import { jsonSchemaOf } from './json-schema.ts';
import { findKind, kinds } from './registry.ts';
import { isObject } from './schema/normalize.ts';
import type { Json } from './schema/types.ts';

/** Follows names through a JSON value. */
function at(value: Json, ...path: string[]): Json | undefined {
  let current: Json | undefined = value;
  for (const name of path) current = isObject(current) ? current[name] : undefined;
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
    const visit = (node: Json, path: string): void => {
      if (!isObject(node)) return;
      if (typeof node.description !== 'string' || node.description === '') bare.push(path);
      const { pattern } = node;
      if (typeof pattern === 'string') expect(() => new RegExp(pattern)).not.toThrow();
      for (const [name, child] of Object.entries(isObject(node.properties) ? node.properties : {}))
        visit(child, `${path}.${name}`);
      if (node.items !== undefined) visit(node.items, `${path}[]`);
      if (isObject(node.additionalProperties) && Object.keys(node.additionalProperties).length > 1)
        visit(node.additionalProperties, `${path}{}`);
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
