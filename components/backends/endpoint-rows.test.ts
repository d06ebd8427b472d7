import { describe, expect, it } from 'vitest';
import type { TrafficSample } from '../../server/contract/console.ts';
import type { Snapshot } from '../../server/routing/snapshot.ts';
import { ruleBalances } from '../tables/balance.ts';
import { ruleViews } from '../traffic/scope.ts';
import { endpointRows } from './endpoint-rows.ts';
import { usersOf } from './usage.ts';

const ref = (name: string) => ({ kind: 'Service', namespace: 'default', name, port: 3000 });
const at = (host: number) => ({ address: `127.0.1.${host}`, port: 3000 });
const id = 'HTTPRoute/default/split/0';
const snapshot: Snapshot = {
  revision: 1,
  gateways: [],
  rules: {
    [id]: {
      id,
      route: { kind: 'HTTPRoute', namespace: 'default', name: 'split' },
      index: 0,
      action: {
        type: 'forward',
        group: {
          loadBalancer: { type: 'Random' },
          structure: 'localities',
          backends: [
            { index: 0, ref: ref('v1'), weight: 90, endpoints: [at(5), at(6)] },
            { index: 1, ref: ref('v2'), weight: 10, endpoints: [at(7), at(8)] },
          ],
        },
      },
    },
  },
};

function sample(rows: [backend: number, host: number, requests: number][]): TrafficSample {
  return {
    at: 1000,
    intervalMs: 1000,
    endpoints: rows.map(([backend, host, requests]) => ({
      ruleId: id,
      backend,
      endpoint: `127.0.1.${host}:3000`,
      requests,
      statuses: [0, 0, requests, 0, 0, 0],
      latency: [[200, requests]],
      inFlight: 0,
    })),
    rules: [],
    listeners: [],
  };
}

describe('endpointRows', () => {
  it('counts shares within the backend, whatever its weight in the rule is', () => {
    const balances = ruleBalances(
      ruleViews(snapshot),
      [
        sample([
          [0, 5, 4500],
          [0, 6, 4500],
          [1, 7, 520],
          [1, 8, 480],
        ]),
      ],
      1,
    );
    const usage = usersOf('Service', 'default', 'v2', balances);
    expect(usage.rules[0]).toMatchObject({ weight: 10, weights: 100, expected: expect.closeTo(0.1) });
    const rows = endpointRows([], usage.rules, 1);
    expect(rows.map((row) => [row.endpoint, row.observed, row.expected, row.share?.verdict])).toEqual([
      ['127.0.1.7:3000', 0.52, 0.5, 'on'],
      ['127.0.1.8:3000', 0.48, 0.5, 'on'],
    ]);
  });
  it('expects nothing where no rule sends', () => {
    const facts = [
      {
        endpoint: '127.0.0.1:80',
        address: '127.0.0.1',
        port: 80,
        portName: '',
        ready: true,
        terminating: false,
        zone: '',
        slice: 'x',
      },
    ];
    expect(endpointRows(facts, [], 1)).toMatchObject([{ expected: null, observed: null, share: null, slot: 1 }]);
  });
});
