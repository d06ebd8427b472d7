import fc from 'fast-check';
import { expect, test } from 'vitest';
import { prunedText } from './pruned-text.ts';

/** The same by calls. */
function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pruned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([key, member]) => [key, pruned(member)]),
  );
}

test('members that are null are gone at every depth, and nothing else is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1), (value, space) => {
      const text = JSON.stringify(value, null, space);
      expect(JSON.parse(prunedText(text))).toEqual(pruned(JSON.parse(text)));
    }),
  );
});

test('members are sorted, the last of two counts, and numbers stay as they were written', () => {
  expect(prunedText('{"b" : 1.50, "a": [null, {"c":null}], "b": {"d": 1e400}}')).toBe(
    '{"a":[null,{}],"b":{"d":1e400}}',
  );
});
