import { expect, test } from 'vitest';
import type { RuleBalance } from '../tables/balance.ts';
import { emptyTotals } from '../traffic/aggregate.ts';
import { backendName, byBackend, usersOf } from './usage.ts';

function balance(name: string, services: string[]): RuleBalance {
  return {
    view: {
      scope: `HTTPRoute/default/${name}/0`,
      ids: [`HTTPRoute/default/${name}/0`],
      backends: services.map((service, index) => ({
        key: String(index),
        index,
        ref: { kind: 'Service', namespace: 'default', name: service, port: 80 },
        weight: 1,
        slot: 0,
        endpoints: [],
      })),
    } as unknown as RuleBalance['view'],
    flow: { requests: 0, failed: 0, seconds: 1 },
    totals: emptyTotals(),
    endpoints: [],
    expected: null,
    rows: null,
    verdict: null,
  };
}

test('who sends to a backend is found among its own rules as among all of them', () => {
  const all = [balance('a', ['one']), balance('b', ['one', 'two', 'one']), balance('c', [])];
  const found = byBackend(all);
  for (const name of ['one', 'two', 'three']) {
    const own = found.get(backendName('Service', 'default', name)) ?? [];
    const scopes = (rules: readonly RuleBalance[]) =>
      usersOf('Service', 'default', name, rules).rules.map((use) => use.balance.view.scope);
    expect(scopes(own)).toEqual(scopes(all));
  }
  expect(found.get(backendName('Service', 'default', 'one'))).toHaveLength(2);
});
