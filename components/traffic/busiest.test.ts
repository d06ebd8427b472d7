import { expect, test } from 'vitest';
import type { TrafficSample } from '../../server/contract/console.ts';
import { busiest, OTHERS } from './busiest.ts';
import type { RuleView } from './scope.ts';

const views = Array.from({ length: 20 }, (_, i): RuleView => {
  const scope = `HTTPRoute/default/r${i}/0`;
  return {
    scope,
    ids: [scope],
    rule: {
      id: scope,
      route: { kind: 'HTTPRoute', namespace: 'default', name: `r${i}` },
      index: 0,
      timeouts: {},
      action: { type: 'respond', status: 500, reason: 'test' },
    } as unknown as RuleView['rule'],
    title: { namespace: 'default', name: `r${i}`, rule: 'rule 1' },
    backends: [],
  };
});

function sample(counts: number[]): TrafficSample {
  return {
    at: 1000,
    intervalMs: 1000,
    endpoints: [],
    listeners: [],
    rules: counts.map((requests, i) => ({ ruleId: `HTTPRoute/default/r${i}/0`, requests, statuses: [], own: [] })),
  };
}

test('twelve rules have a series and a colour each', () => {
  expect(busiest(views.slice(0, 12), []).map(({ slot }) => slot)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
});

test('of more rules the eleven busiest have a series, in the order of the rules, and the rest are one in grey', () => {
  const series = busiest(views, [sample(views.map((_, i) => i))]);
  expect(series.map(({ key }) => key)).toEqual([...views.slice(9).map(({ scope }) => scope), OTHERS]);
  expect(series.at(-1)).toMatchObject({ label: '9 others', slot: 0 });
  expect(new Set(series.map(({ slot }) => slot)).size).toBe(12);
});
