import { expect, it } from 'vitest';
import { sharesOf, weightPatches, weightsOf } from './moved-weights.ts';

const rules = [
  {
    backendRefs: [
      { name: 'a', port: 80, weight: 3 },
      { name: 'b', port: 80 },
    ],
  },
  {},
];

it('weights are 1 where none is written, and shares are parts of their sum', () => {
  expect(weightsOf(rules)).toEqual([[3, 1], []]);
  expect(sharesOf([3, 1])).toEqual([0.75, 0.25]);
  expect(sharesOf([0, 0])).toEqual([0, 0]);
});

it('only what was moved is written', () => {
  const before = weightsOf(rules);
  expect(weightPatches(before, before)).toEqual([]);
  expect(weightPatches(before, [[3, 9], []])).toEqual([
    { op: 'set', path: ['spec', 'rules', 0, 'backendRefs', 1, 'weight'], value: 9 },
  ]);
});
