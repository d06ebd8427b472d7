import { expect, test } from 'vitest';
import type { TrafficSample } from '../../server/contract/console.ts';
import { joinSamples } from './past.ts';

const sample = (at: number, intervalMs: number): TrafficSample => ({
  at,
  intervalMs,
  endpoints: [],
  rules: [],
  listeners: [],
});

test('no second is counted twice where the past meets what the tab keeps', () => {
  const past = [sample(10_000, 10_000), sample(20_000, 10_000), sample(30_000, 10_000)];
  const live = [sample(21_000, 1000), sample(22_000, 1000)];
  expect(joinSamples(past, live).map(({ at }) => at)).toEqual([10_000, 20_000, 21_000, 22_000]);
  expect(joinSamples(past, [sample(25_000, 1000)]).map(({ at }) => at)).toEqual([10_000, 20_000, 25_000]);
  expect(joinSamples(past, [])).toEqual(past);
});
