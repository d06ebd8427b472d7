import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BUCKETS, quantile } from '../contract/histogram.ts';
import { sendMany } from './testing/clients.ts';
import { TestProxy } from './testing/proxy.ts';
import { forward, snapshotOf } from './testing/snapshot.ts';

const ADDRESS = '127.78.7.1';
const PORT = 21_871;
const DELAY_MS = 150;
let proxy: TestProxy;
let server: Server;

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    response.write('a');
    setTimeout(() => response.end('b'), DELAY_MS);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.78.7.2', resolve));
  proxy = await TestProxy.start();
});
afterAll(async () => {
  await proxy.stop();
  server.closeAllConnections();
  server.close();
});

test('what the proxy works for a request leaves out what it waits for the backend', async () => {
  const { address, port } = server.address() as AddressInfo;
  const action = forward({ type: 'RoundRobin' }, [{ address, port }]);
  await proxy.console.serve(snapshotOf([{ path: '/', action }], { address: ADDRESS, port: PORT }));
  await sendMany({ host: ADDRESS, port: PORT, path: '/' }, 160, 32);
  await proxy.console.next('deltas', ({ deltas }) => deltas.connections.open === 0);
  const buckets = new Uint32Array(BUCKETS);
  for (const { work = [] } of proxy.console.deltas) for (const [bucket, count] of work) buckets[bucket]! += count;
  expect(buckets.reduce((sum, count) => sum + count, 0)).toBe(10);
  expect(quantile(buckets, 0.5)!).toBeLessThan(DELAY_MS * 1000);
  expect(quantile(buckets, 0.5)!).toBeGreaterThan(0);
});
