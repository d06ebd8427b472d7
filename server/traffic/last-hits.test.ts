import { expect, test } from 'vitest';
import type { TrafficSample } from '../contract/console.ts';
import { LastHits } from './last-hits.ts';

const sample = (at: number, ...hits: [string, number][]): TrafficSample => ({
  at,
  intervalMs: 500,
  endpoints: [],
  rules: hits.map(([ruleId, requests]) => ({ ruleId, requests, statuses: [0, 0, requests, 0, 0, 0], own: [] })),
  listeners: [],
});

test('the newest request of a rule is remembered, in whatever order the samples come', () => {
  const hits = new LastHits();
  hits.note(sample(3_000, ['a', 1], ['b', 0]));
  hits.note(sample(1_000, ['a', 5], ['b', 2], ['c', 1]));
  expect(hits.since(0)).toEqual({ a: 3_000, b: 1_000, c: 1_000 });
  expect(hits.since(1_000)).toEqual({ a: 3_000 });
});
