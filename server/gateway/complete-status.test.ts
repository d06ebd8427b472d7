import { expect, test } from 'vitest';
import { completeStatus, sameJson } from './complete-status.ts';

const NOW = '2026-05-01T12:00:00Z';
const BEFORE = '2026-01-01T00:00:00Z';
const condition = (type: string, status: string): object => ({ type, status, reason: 'R', message: '' });

test('a condition keeps its time while its status stays, wherever it stands in the list', () => {
  const previous = {
    conditions: [
      { ...condition('B', 'True'), reason: 'Other', lastTransitionTime: BEFORE },
      { ...condition('A', 'False'), lastTransitionTime: BEFORE },
    ],
  };
  expect(completeStatus({ conditions: [condition('A', 'True'), condition('B', 'True')] }, previous, NOW)).toEqual({
    conditions: [
      { ...condition('A', 'True'), lastTransitionTime: NOW },
      { ...condition('B', 'True'), lastTransitionTime: BEFORE },
    ],
  });
});

test('conditions of an ancestor are compared with those of the same ancestor', () => {
  const entry = (name: string, time?: string): object => ({
    ancestorRef: { name },
    conditions: [{ ...condition('Accepted', 'True'), ...(time === undefined ? {} : { lastTransitionTime: time }) }],
  });
  expect(
    completeStatus({ ancestors: [entry('new'), entry('old')] }, { ancestors: [entry('old', BEFORE)] }, NOW),
  ).toEqual({
    ancestors: [entry('new', NOW), entry('old', BEFORE)],
  });
});

test('JSON values are the same whatever the order of their keys, and differ by anything else', () => {
  expect(sameJson({ a: 1, b: [{ c: null }], d: undefined }, { b: [{ c: null }], a: 1 })).toBe(true);
  expect(sameJson({ a: 1 }, { a: 1, d: undefined })).toBe(true);
  for (const [a, b] of [
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: 1, b: 2 }, { a: 1 }],
    [
      [1, 2],
      [2, 1],
    ],
    [[1], [1, 2]],
    [[], {}],
    [{}, null],
    [{ a: null }, {}],
    [1, '1'],
    [undefined, {}],
  ]) {
    expect(sameJson(a, b)).toBe(false);
  }
});
