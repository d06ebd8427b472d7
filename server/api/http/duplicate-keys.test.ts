import { expect, test } from 'vitest';
import { duplicateKeys } from './duplicate-keys.ts';

test.each([
  ['{"a":1,"b":{"a":1},"c":[{"a":1},{"a":2}]}', []],
  ['{"a":1,"b":"a","a":2,"a":3}', ['a']],
  [String.raw`{"spec":{"rules":[{"x":1},{"x":"\"x\":{","\u0078":[]}]}}`, ['spec.rules[1].x']],
  ['[[{"a":1},{"a":1,"a":1}]]', ['[0][1].a']],
  ['"a"', []],
])('%s', (text, expected) => {
  expect(duplicateKeys(text)).toEqual(expected);
});
