import { expect, it } from 'vitest';
import { service } from '../../model/service/kind.ts';
import { untypedStatus } from './untyped.ts';

const said = (spec: object, more: object = {}): string | undefined =>
  untypedStatus(service, JSON.parse(JSON.stringify({ metadata: { name: 'q' }, spec, ...more })))?.message;

it('names what an applied object says that its schema does not know, in the words of the API server', () => {
  const head = 'failed to create typed patch object (/q; /v1, Kind=Service): ';
  expect(said({ ports: [{ port: 80 }] })).toBeUndefined();
  expect(said({ ports: { a: 1 } })).toBe(`${head}.spec.ports: expected list, got &{map[a:1]}`);
  expect(said({ type: true })).toBe(`${head}.spec.type: expected string, got &value.valueUnstructured{Value:true}`);
  expect(said({ ports: [{ port: 80 }, { port: 80 }], publishNotReadyAddresses: 'x' })).toBe(
    `${head}errors:\n  .spec.ports: duplicate entries for key [port=80,protocol="TCP"]\n` +
      '  .spec.publishNotReadyAddresses: expected boolean, got &{x}',
  );
  expect(said({}, { x: 1 })).toBe(`${head}.x: field not declared in schema`);
});
