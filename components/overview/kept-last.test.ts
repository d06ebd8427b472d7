import { expect, test } from 'vitest';
import { keptLast } from './kept-last.ts';

test('an answer is kept until another question is asked', () => {
  const pairs = keptLast((a: object | undefined, b: number) => ({ a, b }));
  const object = {};
  const first = pairs(object, 1);
  expect(pairs(object, 1)).toBe(first);
  expect(pairs(object, 2)).toEqual({ a: object, b: 2 });
  expect(pairs(undefined, 2)).toEqual({ a: undefined, b: 2 });
  expect(pairs(object, 1)).not.toBe(first);
});
