import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Endpoint, HashInput, LoadBalancer } from '../balancing/types.ts';
import type { EndpointDelta } from '../contract/control.ts';
import type { RuleAction } from '../routing/snapshot.ts';
import { type Backend, httpBackend } from './testing/backends.ts';
import { send, sendMany } from './testing/clients.ts';
import { delay, TestProxy, until } from './testing/proxy.ts';
import { forward, group, ruleId, snapshotOf } from './testing/snapshot.ts';

const HOST = '127.78.5.1';
const PORT = 21_501;
const AT = { host: HOST, port: PORT, path: '/' };
let proxy: TestProxy;
let backends: Backend[];
let endpoints: Endpoint[];
/** Milliseconds that backend 0 takes. */
let slow = 0;
let revision = 0;

beforeAll(async () => {
  backends = await Promise.all(
    [0, 1, 2, 3].map((index) =>
      httpBackend(`127.78.5.1${index}`, (request, response) => {
        request.resume();
        setTimeout(() => response.end(String(index)), index === 0 ? slow : 0);
      }),
    ),
  );
  endpoints = backends.map((backend) => backend.endpoint);
  proxy = await TestProxy.start();
});
beforeEach(() => (slow = 0));
afterAll(async () => {
  await proxy.stop();
  for (const backend of backends) backend.close();
});

async function serve(action: RuleAction): Promise<void> {
  await proxy.console.serve(snapshotOf([{ path: '/', action }], { address: HOST, port: PORT, revision: ++revision }));
}

async function counts(requests: number, connections = 4, path = '/'): Promise<number[]> {
  const answers = await sendMany({ ...AT, path }, requests, connections);
  const sums = [0, 0, 0, 0];
  for (const { body } of answers) sums[Number(body)]!++;
  return sums;
}

test('Random spreads over all endpoints, irregularly', async () => {
  await serve(forward({ type: 'Random' }, endpoints));
  const sums = await counts(800);
  for (const sum of sums) expect(sum).toBeGreaterThan(140);
  expect(sums).not.toEqual([200, 200, 200, 200]);
});

test('LeastRequest avoids an endpoint that is slow', async () => {
  await serve(forward({ type: 'LeastRequest' }, endpoints));
  slow = 100;
  const [first, ...others] = await counts(600, 16);
  for (const other of others) expect(other).toBeGreaterThan(first! * 2);
});

test('active requests of an address count over all rules', async () => {
  await proxy.console.serve(
    snapshotOf(
      [
        { path: '/', action: forward({ type: 'LeastRequest' }, endpoints.slice(0, 2)) },
        { path: '/hold', action: forward({ type: 'RoundRobin' }, [endpoints[0]!]) },
      ],
      { address: HOST, port: PORT, revision: ++revision },
    ),
  );
  slow = 700;
  const held = Array.from({ length: 4 }, () => send({ ...AT, path: '/hold' }));
  await delay(100);
  // one by one: two draws of endpoint 0 are the only way to get it
  const sums = await Promise.all(Array.from({ length: 60 }, () => send(AT)));
  const first = sums.filter(({ body }) => body === '0').length;
  expect(first).toBeLessThan(30);
  await Promise.all(held);
});

test('weights of backendRefs are kept exactly, also 90 to 10', async () => {
  await serve({ type: 'forward', group: group({ type: 'RoundRobin' }, [[endpoints[0]!], [endpoints[1]!]], [90, 10]) });
  expect(await counts(200, 1)).toEqual([180, 20, 0, 0]);
});

test('a backendRef that cannot be served keeps its share, answered by the proxy', async () => {
  const weighted = group({ type: 'RoundRobin' }, [[endpoints[0]!], []], [1, 1], 'weighted');
  weighted.backends[1]!.respond = { status: 500, reason: 'Service default/nope not found' };
  await serve({ type: 'forward', group: weighted });
  const from = proxy.console.messages.length;
  const answers = await sendMany(AT, 200, 4);
  const failed = answers.filter(({ status }) => status === 500);
  expect(failed.length).toBeGreaterThan(60);
  expect(failed.length).toBeLessThan(140);
  const owned = () =>
    proxy.console.messages
      .slice(from)
      .flatMap((message) => (message.type === 'deltas' ? message.deltas.rules.flatMap((rule) => rule.own) : []));
  const sum = () => owned().reduce((total, { count }) => total + count, 0);
  // a report that was on its way when the requests began says nothing of them
  await until(() => sum() >= failed.length);
  const own = owned();
  expect(sum()).toBe(failed.length);
  expect(own[0]).toMatchObject({ status: 500, reason: 'Service default/nope not found' });
});

const hashing = (...inputs: HashInput[]): LoadBalancer => ({ type: 'ConsistentHash', inputs, tableSize: 65_537 });

async function bodies(requests: { path?: string; headers?: Record<string, string | string[]> }[]): Promise<string[]> {
  const all: string[] = [];
  for (const request of requests) all.push((await send({ ...AT, ...request })).body);
  return all;
}

test('ConsistentHash keeps a source address, a header and a query parameter on one endpoint each', async () => {
  await serve(forward(hashing({ type: 'SourceIP' }), endpoints));
  expect(new Set(await bodies(Array.from({ length: 12 }, () => ({})))).size).toBe(1);

  await serve(forward(hashing({ type: 'Header', name: 'X-User' }), endpoints));
  const users = Array.from({ length: 24 }, (_, i) => ({ headers: { 'x-user': `user-${i % 12}` } }));
  const byUser = await bodies(users);
  expect(byUser.slice(0, 12)).toEqual(byUser.slice(12));
  expect(new Set(byUser).size).toBeGreaterThan(1);

  await serve(forward(hashing({ type: 'QueryParam', name: 'u' }), endpoints));
  const byQuery = await bodies(Array.from({ length: 24 }, (_, i) => ({ path: `/?a=1&u=${i % 12}` })));
  expect(byQuery.slice(0, 12)).toEqual(byQuery.slice(12));
  expect(new Set(byQuery).size).toBeGreaterThan(1);
});

test('ConsistentHash makes a cookie when there is none, and the cookie keeps the endpoint', async () => {
  const cookie: HashInput = {
    type: 'Cookie',
    name: 'sess',
    ttl: 5400,
    attributes: { Path: '/p', Secure: '', SameSite: 'Strict' },
  };
  await serve(forward(hashing(cookie), endpoints));
  const seen = new Set<string>();
  for (let i = 0; i < 12; i++) {
    const first = await send(AT);
    const [set] = first.headers['set-cookie']!;
    expect(set).toMatch(/^sess="[0-9a-f]{16}"; Max-Age=5400; Path=\/p; SameSite=Strict; Secure; HttpOnly$/);
    const again = await send({ ...AT, headers: { cookie: `a=b; ${set!.split(';')[0]!}` } });
    expect(again.body).toBe(first.body);
    expect(again.headers['set-cookie']).toBeUndefined();
    seen.add(first.body);
  }
  expect(seen.size).toBeGreaterThan(1);
});

test('texts of a cookie cannot add fields to an answer', async () => {
  const attributes = { Path: '/\r\nx-evil: 1', Note: 'Ċx-evil: 2' };
  await serve(forward(hashing({ type: 'Cookie', name: 'sess', ttl: 0, attributes }), endpoints));
  const { headers } = await send(AT);
  expect(headers['x-evil']).toBeUndefined();
  expect(headers['set-cookie']![0]).toMatch(/^sess="[0-9a-f]{16}"; Note=.+; Path=\/x-evil: 1; HttpOnly$/);
});

test('requests in flight are told while they last, and that they are over', async () => {
  await serve(forward({ type: 'RoundRobin' }, [endpoints[0]!]));
  slow = 900;
  // what the test before did has been told by then
  await delay(400);
  const from = proxy.console.messages.length;
  const held = Promise.all([send(AT), send(AT), send(AT)]);
  const rows = (): EndpointDelta[] =>
    proxy.console.messages
      .slice(from)
      .flatMap((message) => (message.type === 'deltas' ? message.deltas.endpoints : []))
      .filter((row) => row.ruleId === ruleId('/'));
  await proxy.console.next('deltas', ({ deltas }) => deltas.endpoints.some((row) => row.inFlight === 3), from);
  await held;
  await proxy.console.next('deltas', ({ deltas }) => deltas.endpoints.some((row) => row.inFlight === 0), from);
  expect(rows().filter((row) => row.inFlight === 3).length).toBeGreaterThanOrEqual(3);
  expect(rows().reduce((sum, row) => sum + row.requests, 0)).toBe(3);
  const [[bucket]] = rows().find((row) => row.requests > 0)!.latency as [[number, number]];
  expect(bucket).toBeGreaterThan(400);
});

test('a client that leaves ends its request at the backend, and is counted without an answer', async () => {
  await serve(forward({ type: 'RoundRobin' }, [endpoints[0]!]));
  slow = 5_000;
  const from = proxy.console.messages.length;
  const gone = new AbortController();
  const request = send({ ...AT, signal: gone.signal }).catch(() => 'gone');
  await proxy.console.next('deltas', ({ deltas }) => deltas.endpoints.some((row) => row.inFlight === 1), from);
  gone.abort();
  expect(await request).toBe('gone');
  const { deltas } = await proxy.console.next(
    'deltas',
    ({ deltas }) => deltas.endpoints.some((row) => row.requests === 1),
    from,
  );
  expect(deltas.endpoints[0]).toMatchObject({ statuses: [1, 0, 0, 0, 0, 0], inFlight: 0 });
  expect(deltas.rules[0]).toMatchObject({ statuses: [1, 0, 0, 0, 0, 0] });
});
