import { describe, expect, it } from 'vitest';
import { jsonPath } from './json-path.ts';

const object = {
  spec: { name: 'a', hosts: ['x', 'y'], none: null },
  status: {
    conditions: [
      { type: 'Accepted', status: 'True' },
      { type: 'Programmed', status: 'False' },
    ],
    addresses: [{ type: 'IP' }, { value: '10.0.0.1' }, { value: '10.0.0.2' }],
  },
};

describe('jsonPath', () => {
  it.each<[string, unknown]>([
    ['.spec.name', 'a'],
    ['.spec.hosts', ['x', 'y']],
    ['.spec.hosts[*]', 'x'],
    ['.spec.none', null],
    ['.spec.colour', undefined],
    ['.spec.name.length', undefined],
    ['.spec.toString', undefined],
    ['.status.addresses[*].value', '10.0.0.1'],
    ['.status.conditions[?(@.type=="Programmed")].status', 'False'],
    ['.status.conditions[?(@.type=="Ready")].status', undefined],
    ['.spec[*]', undefined],
  ])('%s', (path, found) => expect(jsonPath(path)(object)).toEqual(found));

  it.each(['spec', '.a[0]', '.a[?(@.b>1)]', '.a..b', '$.a'])('refuses %s', (path) =>
    expect(() => jsonPath(path)).toThrow(SyntaxError),
  );
});
