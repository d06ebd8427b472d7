import { describe, expect, it } from 'vitest';
import { bucketOf } from '../../server/contract/histogram.ts';
import type { TrafficSample } from '../../server/contract/console.ts';
import type { Snapshot } from '../../server/routing/snapshot.ts';
import { ruleViews } from '../traffic/scope.ts';
import { trafficFindings } from './traffic-findings.ts';

const ID = 'HTTPRoute/shop/pay/0';
const snapshotOf = (type: 'RoundRobin' | 'LeastRequest' | 'Random'): Snapshot => ({
  revision: 1,
  gateways: [],
  rules: {
    [ID]: {
      id: ID,
      route: { kind: 'HTTPRoute', namespace: 'shop', name: 'pay' },
      index: 0,
      action: {
        type: 'forward',
        group: {
          loadBalancer: { type },
          structure: 'localities',
          backends: [
            {
              index: 0,
              ref: { kind: 'Service', namespace: 'shop', name: 'pay', port: 80 },
              weight: 1,
              endpoints: ['10.0.0.1', '10.0.0.2', '10.0.0.3'].map((address) => ({ address, port: 80 })),
            },
          ],
        },
      },
    },
  },
});

/** One sample a second: requests, milliseconds and failures of each endpoint. */
const second = (at: number, rows: { n: number; ms: number; failed?: number }[]): TrafficSample => ({
  at: at * 1000,
  intervalMs: 1000,
  endpoints: rows.map(({ n, ms, failed = 0 }, i) => ({
    ruleId: ID,
    backend: 0,
    endpoint: `10.0.0.${i + 1}:80`,
    requests: n,
    statuses: [0, 0, n - failed, 0, 0, failed],
    latency: [[bucketOf(ms * 1000), n]],
    inFlight: 0,
  })),
  rules: [],
  listeners: [],
});
const find = (type: Parameters<typeof snapshotOf>[0], samples: TrafficSample[]) =>
  trafficFindings(ruleViews(snapshotOf(type)), { samples, from: 0, to: 60_000, workers: 1 });
const minute = (rowsAt: (at: number) => Parameters<typeof second>[1]) =>
  Array.from({ length: 60 }, (_, i) => second(i + 1, rowsAt(i + 1)));

describe('what only traffic shows', () => {
  it('tells a slow endpoint that LeastRequest avoids from one that is off without a cause', () => {
    const slow = minute(() => [
      { n: 14, ms: 30 },
      { n: 14, ms: 30 },
      { n: 5, ms: 190 },
    ]);
    expect(find('LeastRequest', slow)).toMatchObject([
      { code: 'SY-402', sentence: 'sends 18.2 pp less to 10.0.0.3:80 in rule 1', kind: 'HTTPRoute', name: 'pay' },
    ]);
    expect(find('RoundRobin', slow)).toMatchObject([{ code: 'SY-401' }]);
  });

  it('does not cry wolf over what only half of the time shows', () => {
    const once = minute((at) =>
      at <= 30
        ? [
            { n: 10, ms: 1 },
            { n: 10, ms: 1 },
            { n: 10, ms: 1 },
          ]
        : [
            { n: 14, ms: 1 },
            { n: 8, ms: 1 },
            { n: 8, ms: 1 },
          ],
    );
    expect(find('Random', once)).toEqual([]);
  });

  it('names the endpoint with more than half of the failures, not one of several', () => {
    const even = { n: 10, ms: 1 };
    expect(
      find(
        'RoundRobin',
        minute(() => [even, { ...even, failed: 1 }, even]),
      ),
    ).toMatchObject([{ code: 'SY-410', kind: 'Service', evidence: expect.stringContaining('60 of 60 failures') }]);
    const all = { ...even, failed: 1 };
    expect(
      find(
        'RoundRobin',
        minute(() => [all, all, all]),
      ),
    ).toEqual([]);
  });
});
