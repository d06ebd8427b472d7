import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../balancing/types.ts';
import { send, sendMany } from './testing/clients.ts';
import { TestProxy } from './testing/proxy.ts';
import { forward, ruleId, snapshotOf } from './testing/snapshot.ts';

const ADDRESS = '127.78.1.1';
const PORT = 21_101;
let proxy: TestProxy;
let servers: Server[];
let endpoints: Endpoint[];

beforeAll(async () => {
  servers = await Promise.all(
    [0, 1, 2, 3].map(
      (index) =>
        new Promise<Server>((resolve) => {
          const server = createServer((request, response) => {
            request.resume();
            response.end(String(index));
          });
          server.listen(0, `127.78.1.1${index}`, () => resolve(server));
        }),
    ),
  );
  endpoints = servers.map((server) => {
    const { address, port } = server.address() as AddressInfo;
    return { address, port };
  });
  proxy = await TestProxy.start();
});
afterAll(async () => {
  await proxy.stop();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

test('4,000 requests over four endpoints give each exactly 1,000, and the reports say so', async () => {
  const ack = await proxy.console.serve(
    snapshotOf([{ path: '/', action: forward({ type: 'RoundRobin' }, endpoints) }], { address: ADDRESS, port: PORT }),
  );
  expect(ack.bindings).toEqual([
    { gateway: { namespace: 'default', name: 'eg' }, port: PORT, address: ADDRESS, boundPort: PORT },
  ]);
  const answers = await sendMany({ host: ADDRESS, port: PORT, path: '/' }, 4_000, 8);
  const counts: Record<string, number> = {};
  for (const { body } of answers) counts[body] = (counts[body] ?? 0) + 1;
  expect(counts).toEqual({ 0: 1_000, 1: 1_000, 2: 1_000, 3: 1_000 });
  await proxy.console.next('deltas', ({ deltas }) => deltas.connections.open === 0);
  const sums: Record<string, number> = {};
  let rule = 0;
  let listener = 0;
  let measured = 0;
  for (const deltas of proxy.console.deltas) {
    for (const row of deltas.endpoints) {
      sums[row.endpoint] = (sums[row.endpoint] ?? 0) + row.requests;
      expect(row.latency.reduce((sum, [, count]) => sum + count, 0)).toBe(row.requests);
      expect(row.statuses[2]).toBe(row.requests);
    }
    for (const [, count] of deltas.work ?? []) measured += count;
    for (const row of deltas.rules) if (row.ruleId === ruleId('/')) rule += row.statuses[2]!;
    for (const row of deltas.listeners) if (row.listener === 'default/eg/http') listener += row.requests;
  }
  expect(Object.values(sums)).toEqual([1_000, 1_000, 1_000, 1_000]);
  expect(rule).toBe(4_000);
  expect(listener).toBe(4_000);
  // the work of the proxy itself is measured for one request in 16
  expect(measured).toBe(250);
  const last = proxy.console.deltas.findLast((deltas) => deltas.endpoints.length > 0)!;
  expect(last.endpoints.map((row) => row.inFlight)).toEqual(last.endpoints.map(() => 0));
});

test('a request that no rule takes gets 404 and is told as a sample', async () => {
  const from = proxy.console.messages.length;
  await proxy.console.serve(
    snapshotOf([{ path: '/only', action: { type: 'respond', status: 500, reason: 'Service missing' } }], {
      address: ADDRESS,
      port: PORT,
      revision: 2,
    }),
  );
  const missing = await send({ host: ADDRESS, port: PORT, path: '/other', headers: { host: 'x.example' } });
  expect(missing).toMatchObject({ status: 404, body: '' });
  expect(await send({ host: ADDRESS, port: PORT, path: '/only' })).toMatchObject({ status: 500, body: '' });
  const { deltas } = await proxy.console.next('deltas', ({ deltas }) => deltas.rules.length > 0, from);
  expect(deltas.rules[0]).toMatchObject({ own: [{ status: 500, reason: 'Service missing', count: 1 }] });
  const unmatched = proxy.console.deltas.flatMap((each) => each.listeners.flatMap((row) => row.unmatchedSamples));
  expect(unmatched).toEqual([{ host: 'x.example', path: '/other' }]);
});
