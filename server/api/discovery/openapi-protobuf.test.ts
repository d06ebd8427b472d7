import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { expect, test } from 'vitest';
import { openApiV2, openApiV2Protobuf } from './openapi.ts';

/** Fields of a message, each with its texts or bytes in order. */
function fields(bytes: Uint8Array): Map<number, Uint8Array[]> {
  const reader = new BinaryReader(bytes);
  const found = new Map<number, Uint8Array[]>();
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    if (wire === WireType.LengthDelimited) found.set(field, [...(found.get(field) ?? []), reader.bytes()]);
    else reader.skip(wire);
  }
  return found;
}

const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);
/** The messages below a field, by name. */
function named(bytes: Uint8Array | undefined, field: number): Map<string, Uint8Array> {
  const pairs = (fields(bytes ?? new Uint8Array()).get(field) ?? []).map((pair): [string, Uint8Array] => {
    const { 1: name, 2: value } = Object.fromEntries(fields(pair));
    return [text(name?.[0]), value?.[0] ?? new Uint8Array()];
  });
  return new Map(pairs);
}

test('says in protobuf what it says in JSON', () => {
  const json = JSON.parse(openApiV2()) as { paths: object; definitions: Record<string, { description: string }> };
  const document = fields(openApiV2Protobuf());
  expect(text(document.get(1)?.[0])).toBe('2.0');
  const paths = named(document.get(8)?.[0], 2);
  const definitions = named(document.get(9)?.[0], 1);
  expect([...paths.keys()]).toEqual(Object.keys(json.paths));
  expect([...definitions.keys()]).toEqual(Object.keys(json.definitions));
  for (const [name, schema] of definitions)
    expect(text(fields(schema).get(4)?.[0])).toBe(json.definitions[name]?.description);
});

test('tells kubectl that fields are validated', () => {
  const path = '/apis/gateway.networking.k8s.io/v1/namespaces/{namespace}/httproutes/{name}';
  const patch = fields(named(fields(openApiV2Protobuf()).get(8)?.[0], 2).get(path) ?? new Uint8Array()).get(8)?.[0];
  const operation = fields(patch ?? new Uint8Array());
  const parameters = (operation.get(8) ?? []).map((item) => {
    const other = fields(fields(item).get(1)?.[0] ?? new Uint8Array()).get(2)?.[0];
    return text(fields(fields(other ?? new Uint8Array()).get(3)?.[0] ?? new Uint8Array()).get(4)?.[0]);
  });
  expect(parameters).toContain('fieldValidation');
  const extensions = Object.fromEntries(
    (operation.get(13) ?? []).map((pair) => {
      const { 1: name, 2: value } = Object.fromEntries(fields(pair));
      return [text(name?.[0]), JSON.parse(text(fields(value?.[0] ?? new Uint8Array()).get(2)?.[0])) as unknown];
    }),
  );
  expect(extensions['x-kubernetes-group-version-kind']).toEqual({
    group: 'gateway.networking.k8s.io',
    version: 'v1',
    kind: 'HTTPRoute',
  });
});
