import { expect, it } from 'vitest';
import type { TrafficSample } from '../../server/contract/console.ts';
import { failingAt } from './failing.ts';

const sample = (at: number, rows: [ruleId: string, endpoint: string, failed: number][]): TrafficSample => ({
  at,
  intervalMs: 1000,
  endpoints: rows.map(([ruleId, endpoint, failed]) => ({
    ruleId,
    backend: 0,
    endpoint,
    requests: 10,
    statuses: [0, 0, 10 - failed, 0, 0, failed],
    latency: [],
    inFlight: 0,
  })),
  rules: [],
  listeners: [],
});

it('names the endpoint at which most requests of the run failed, of its rule and its time alone', () => {
  const samples = [
    sample(1000, [['r', 'a:80', 9]]),
    sample(11_000, [
      ['r', 'a:80', 1],
      ['r', 'b:80', 2],
      ['other', 'c:80', 8],
    ]),
    sample(12_000, [['r', 'b:80', 1]]),
    sample(30_000, [['r', 'a:80', 9]]),
  ];
  const run = { rule: 'r', startedAt: 10_000, elapsed: 2 };
  expect(failingAt(run, samples)).toEqual({ endpoint: 'b:80', failed: 3 });
  expect(failingAt({ ...run, rule: null }, samples)).toBeNull();
  expect(failingAt({ ...run, startedAt: 40_000 }, samples)).toBeNull();
});
