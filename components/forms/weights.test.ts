import { expect, it } from 'vitest';
import { percentText, weightOf } from './weights.ts';

it('reads a weight as the API does, and writes shares with one decimal', () => {
  expect([{}, { weight: 0 }, { weight: 9 }, 'x'].map(weightOf)).toEqual([1, 0, 9, 1]);
  expect([100, 0, 33.333, 90, null].map(percentText)).toEqual(['100 %', '0 %', '33.3 %', '90 %', '–']);
});
