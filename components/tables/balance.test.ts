import { describe, expect, it } from 'vitest';
import type { TrafficSample } from '../../server/contract/console.ts';
import type { Snapshot, SnapshotBackend } from '../../server/routing/snapshot.ts';
import { ruleViews } from '../traffic/scope.ts';
import { railSegments, ruleBalances } from './balance.ts';

function backend(index: number, name: string, weight: number, hosts: number[]): SnapshotBackend {
  return {
    index,
    ref: { kind: 'Service', namespace: 'default', name, port: 3000 },
    weight,
    endpoints: hosts.map((host) => ({ address: `127.0.1.${host}`, port: 3000 })),
  };
}

function snapshot(rules: { name: string; backends: SnapshotBackend[] }[]): Snapshot {
  return {
    revision: 1,
    gateways: [],
    rules: Object.fromEntries(
      rules.map(({ name, backends }) => {
        const id = `HTTPRoute/default/${name}/0`;
        const group = { loadBalancer: { type: 'RoundRobin' as const }, structure: 'localities' as const, backends };
        return [
          id,
          {
            id,
            route: { kind: 'HTTPRoute' as const, namespace: 'default', name },
            index: 0,
            action: { type: 'forward' as const, group },
          },
        ];
      }),
    ),
  };
}

function sample(rows: { rule: string; backend?: number; host: number; requests: number }[]): TrafficSample {
  return {
    at: 1_000,
    intervalMs: 1_000,
    endpoints: rows.map(({ rule, backend: index = 0, host, requests }) => ({
      ruleId: `HTTPRoute/default/${rule}/0`,
      backend: index,
      endpoint: `127.0.1.${host}:3000`,
      requests,
      statuses: [0, 0, requests, 0, 0, 0],
      latency: [[300, requests]],
      inFlight: 0,
    })),
    rules: [],
    listeners: [],
  };
}

describe('ruleBalances', () => {
  it('calls four equal counts of a round robin balanced', () => {
    const views = ruleViews(snapshot([{ name: 'r', backends: [backend(0, 'b', 1, [1, 2, 3, 4])] }]));
    const [balance] = ruleBalances(
      views,
      [sample([1, 2, 3, 4].map((host) => ({ rule: 'r', host, requests: 1000 })))],
      2,
    );
    expect(balance?.verdict?.verdict).toBe('on');
    expect(balance?.flow).toEqual({ requests: 4000, failed: 0, seconds: 1 });
  });
});

describe('railSegments', () => {
  it('shows endpoints for one backend and backends for several', () => {
    const one = ruleBalances(ruleViews(snapshot([{ name: 'r', backends: [backend(0, 'b', 1, [1, 2])] }])), [], 1);
    expect(railSegments(one).map(({ name, expected }) => [name, expected])).toEqual([
      ['127.0.1.1:3000', 0.5],
      ['127.0.1.2:3000', 0.5],
    ]);
    const split = snapshot([{ name: 'r', backends: [backend(0, 'v1', 90, [1]), backend(1, 'v2', 10, [2])] }]);
    const segments = railSegments(
      ruleBalances(
        ruleViews(split),
        [
          sample([
            { rule: 'r', host: 1, requests: 9 },
            { rule: 'r', backend: 1, host: 2, requests: 1 },
          ]),
        ],
        1,
      ),
    );
    expect(segments).toEqual([
      { name: 'default/v1:3000', got: 9, expected: 0.9, slot: 1 },
      { name: 'default/v2:3000', got: 1, expected: 0.1, slot: 2 },
    ]);
  });
  it('weighs what is due by what each rule got', () => {
    const two = snapshot([
      { name: 'a', backends: [backend(0, 'b', 1, [1])] },
      { name: 'z', backends: [backend(0, 'b', 1, [1, 2])] },
    ]);
    const samples = [
      sample([
        { rule: 'a', host: 1, requests: 30 },
        { rule: 'z', host: 1, requests: 5 },
        { rule: 'z', host: 2, requests: 5 },
      ]),
    ];
    const [first, second] = railSegments(ruleBalances(ruleViews(two), samples, 1));
    expect(first).toMatchObject({ got: 35, expected: expect.closeTo(0.875) });
    expect(second).toMatchObject({ got: 5, expected: expect.closeTo(0.125) });
  });
});
