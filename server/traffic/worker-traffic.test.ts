import { expect, test } from 'vitest';
import type { Deltas } from '../contract/control.ts';
import { WorkerTraffic } from './worker-traffic.ts';

const START = 1_700_000_000_000;

function deltas(worker: number, at: number, requests: Record<string, number>, inFlight = 0): Deltas {
  return {
    worker,
    at,
    intervalMs: 250,
    endpoints: Object.entries(requests).map(([endpoint, n]) => ({
      ruleId: 'r',
      backend: 0,
      endpoint,
      requests: n,
      statuses: [0, 0, n, 0, 0, 0],
      latency: [],
      inFlight,
    })),
    rules: [],
    listeners: [],
    connections: { open: 1, accepted: 0 },
  };
}

test('what two workers sent is told for each of them, though the sum is even', () => {
  const traffic = new WorkerTraffic();
  traffic.add(deltas(0, START + 250, {}));
  for (let i = 1; i <= 8; i++) {
    traffic.add(deltas(0, START + i * 250, { a: 3, b: 1 }, 2));
    traffic.add(deltas(1, START + i * 250, { a: 1, b: 3 }));
  }
  // the very first report of the first worker came before there was a second
  const { workers, seconds } = traffic.read(START + 2_000, 60);
  expect(workers.map(({ worker }) => worker)).toEqual([0, 1]);
  const of = (i: number) => workers[i]!.endpoints.map(({ endpoint, requests }) => [endpoint, requests]);
  expect(of(0)).toEqual([
    ['a', 21],
    ['b', 7],
  ]);
  expect(of(1)).toEqual([
    ['a', 8],
    ['b', 24],
  ]);
  expect(workers[0]!.endpoints[0]!.inFlight).toBe(2);
  expect(seconds).toBeGreaterThan(0);
});

test('only the time that was asked for counts, and reading changes nothing', () => {
  const traffic = new WorkerTraffic();
  for (let i = 0; i <= 40; i++) {
    traffic.add(deltas(0, START + i * 5_000, { a: 1 }));
    traffic.add(deltas(1, START + i * 5_000, { a: 1 }));
  }
  const now = START + 40 * 5_000;
  const sum = (seconds: number) =>
    traffic.read(now, seconds).workers.flatMap(({ endpoints }) => endpoints.map(({ requests }) => requests));
  const first = sum(60);
  expect(sum(60)).toEqual(first);
  expect(Math.max(...first)).toBeLessThanOrEqual(14);
  expect(Math.max(...sum(900))).toBeGreaterThanOrEqual(40);
});

test('a single worker is the sum, and nothing is kept of it', () => {
  const traffic = new WorkerTraffic();
  for (let i = 1; i <= 8; i++) traffic.add(deltas(0, START + i * 250, { a: 3 }));
  expect(traffic.read(START + 2_000, 60)).toEqual({ seconds: 0, workers: [] });
});
