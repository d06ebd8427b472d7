import { afterAll, beforeAll, expect, test } from 'vitest';
import { httpBackend, type Backend } from './testing/backends.ts';
import { send } from './testing/clients.ts';
import { answerOf, echoCall, http2Backend, StreamsClient, type StreamsBackend } from './testing/http2.ts';
import { TestProxy, until } from './testing/proxy.ts';
import { forward, h2c, ruleId, snapshotOf, type TestRule } from './testing/snapshot.ts';

const HOST = '127.78.31.1';
const PORT = 21_231;
let proxy: TestProxy;
let backends: StreamsBackend[];
let plain: Backend;
let echo: StreamsBackend;

beforeAll(async () => {
  backends = await Promise.all([1, 2, 3, 4].map((i) => http2Backend(`127.78.31.1${i}`, echoCall(`backend ${i}`))));
  plain = await httpBackend('127.78.31.20', (request, response) => {
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => {
      response.setHeader('x-backend', 'plain');
      response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.rawHeaders, body }));
    });
  });
  echo = await http2Backend('127.78.31.21', (stream, _headers, raw) => {
    let body = '';
    stream.on('data', (piece: Buffer) => (body += piece.toString()));
    stream.on('end', () => {
      stream.respond({ ':status': 200, 'x-backend': 'echo' });
      stream.end(JSON.stringify({ raw, body }));
    });
  });
  const endpoints = backends.map(({ endpoint }) => endpoint);
  const rules: TestRule[] = [
    { path: '/round', action: h2c({ type: 'RoundRobin' }, endpoints) },
    { path: '/least', action: h2c({ type: 'LeastRequest' }, endpoints) },
    {
      path: '/hash',
      action: h2c({ type: 'ConsistentHash', tableSize: 1009, inputs: [{ type: 'Header', name: 'x-user' }] }, endpoints),
    },
    { path: '/plain', action: forward({ type: 'RoundRobin' }, [plain.endpoint]) },
    { path: '/echo', action: h2c({ type: 'RoundRobin' }, [echo.endpoint]) },
    { path: '/refused', action: h2c({ type: 'RoundRobin' }, [{ address: '127.78.31.99', port: 9 }]) },
    { path: '/broken', action: { type: 'respond', status: 500, reason: 'no backendRefs' } },
  ];
  proxy = await TestProxy.start();
  await proxy.console.serve(snapshotOf(rules, { address: HOST, port: PORT }));
});
afterAll(async () => {
  await proxy.stop();
  for (const backend of [...backends, plain, echo]) backend.close();
});

async function withClient<T>(work: (client: StreamsClient) => Promise<T>): Promise<T> {
  const client = new StreamsClient(HOST, PORT);
  try {
    return await work(client);
  } finally {
    client.close();
  }
}

test('calls on one connection are balanced by themselves: each of four backends gets a quarter', async () => {
  await withClient(async (client) => {
    const counts = new Map<unknown, number>();
    const caller = async (): Promise<void> => {
      for (let i = 0; i < 25; i++) {
        const answer = await client.call('/round/Call');
        expect(answer).toMatchObject({ status: 200, trailers: { 'grpc-status': '0' }, code: 0 });
        expect(answer.body.slice(5)).toBe('hello');
        const name = answer.headers['x-backend'];
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: 16 }, caller));
    expect([...counts].toSorted()).toEqual([1, 2, 3, 4].map((i) => [`backend ${i}`, 100]));
  });
  // one connection carries them all to each backend
  expect(backends.map(({ sessions }) => sessions.size)).toEqual([1, 1, 1, 1]);
});

test('a hash of a header keeps the calls of one user at one backend', async () => {
  await withClient(async (client) => {
    const places = new Map<string, Set<unknown>>();
    for (let i = 0; i < 60; i++) {
      const user = `user-${i % 12}`;
      const { headers } = await client.call('/hash/M', { 'x-user': user });
      places.set(user, (places.get(user) ?? new Set()).add(headers['x-backend']));
    }
    expect([...places.values()].map(({ size }) => size)).toEqual(Array.from({ length: 12 }, () => 1));
    expect(new Set([...places.values()].flatMap((seen) => [...seen])).size).toBeGreaterThan(1);
  });
});

test('a client of HTTP/2 is served by backends of HTTP/1.1 on the same port', async () => {
  await withClient(async (client) => {
    const got = await client.send({
      ':method': 'GET',
      ':path': '/plain/a?b=c',
      'x-a': ['1', '2'],
      cookie: ['a=1', 'b=2'],
    });
    expect(got).toMatchObject({ status: 200, headers: { 'x-backend': 'plain' }, code: 0 });
    const seen = JSON.parse(got.body) as { method: string; url: string; headers: string[]; body: string };
    expect(seen).toMatchObject({ method: 'GET', url: '/plain/a?b=c', body: '' });
    const pairs = seen.headers.flatMap((name, i) => (i % 2 === 0 ? [`${name}: ${seen.headers[i + 1]}`] : []));
    expect(pairs.slice(0, 4)).toEqual(['host: www.example.com', 'x-a: 1', 'x-a: 2', 'cookie: a=1; b=2']);
    expect(pairs.map((pair) => pair.split(':')[0]).slice(4)).toEqual(
      ['x-forwarded-for', 'x-forwarded-proto', 'x-envoy-external-address', 'x-request-id', 'Connection'].filter(
        (name) => name !== 'Connection',
      ),
    );
    const posted = await client.send({ ':method': 'POST', ':path': '/plain' }, 'x'.repeat(200_000));
    expect((JSON.parse(posted.body) as { body: string }).body.length).toBe(200_000);
    const head = await client.send({ ':method': 'HEAD', ':path': '/plain' });
    expect(head).toMatchObject({ status: 200, body: '' });
  });
});

test('a client of HTTP/1.1 is served by backends of HTTP/2', async () => {
  const at = { host: HOST, port: PORT, headers: { host: 'www.example.com', 'x-a': 'b' } };
  const got = await send({ ...at, path: '/echo/a?b=c' });
  expect(got).toMatchObject({ status: 200, headers: { 'x-backend': 'echo', 'transfer-encoding': 'chunked' } });
  const { raw } = JSON.parse(got.body) as { raw: string[] };
  expect(raw.slice(0, 10)).toEqual([
    ':method',
    'GET',
    ':path',
    '/echo/a?b=c',
    ':scheme',
    'http',
    ':authority',
    'www.example.com',
    'x-a',
    'b',
  ]);
  const long = await send({ ...at, method: 'POST', path: '/echo' }, 'y'.repeat(300_000));
  expect((JSON.parse(long.body) as { body: string }).body.length).toBe(300_000);
  const chunked = await send(
    { ...at, method: 'POST', path: '/echo', headers: { ...at.headers, 'transfer-encoding': 'chunked' } },
    'z'.repeat(1_000),
  );
  expect((JSON.parse(chunked.body) as { body: string }).body).toBe('z'.repeat(1_000));
  expect((await send({ ...at, path: '/refused' })).status).toBe(503);
});

test('both sides stream at once, and trailers end the call', async () => {
  await withClient(async (client) => {
    const stream = client.session.request(
      { ':method': 'POST', ':path': '/round/Chat', ':authority': 'x', 'content-type': 'application/grpc' },
      { endStream: false },
    );
    const answer = answerOf(stream);
    let seen = '';
    stream.on('data', (piece: Buffer) => (seen += piece.toString()));
    for (const word of ['one', 'two', 'three']) {
      stream.write(word);
      await until(() => seen.endsWith(word));
    }
    stream.end();
    expect(await answer).toMatchObject({ body: 'onetwothree', trailers: { 'grpc-status': '0' }, code: 0 });
  });
});

test('answers of the proxy are in the words of the client: gRPC gets a status in the head', async () => {
  await withClient(async (client) => {
    expect(await client.call('/nowhere.S/M')).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/grpc', 'grpc-status': '12' },
      body: '',
      code: 0,
    });
    const refused = await client.call('/refused/M');
    expect(refused.headers).toMatchObject({
      'grpc-status': '14',
      'grpc-message':
        'upstream connect error or disconnect/reset before headers. reset reason: remote connection failure',
    });
    expect((await client.call('/broken/M')).headers).toMatchObject({ 'grpc-status': '2' });
    const other = await client.send({ ':method': 'GET', ':path': '/refused' });
    expect(other).toMatchObject({ status: 503, headers: { 'content-type': 'text/plain' } });
    expect(other.body).toContain('remote connection failure');
    expect((await client.send({ ':method': 'GET', ':path': '/nowhere' })).status).toBe(404);
  });
});

test('counters see each call, and what its trailers say', async () => {
  const before = proxy.console.deltas.length;
  await withClient(async (client) => {
    await client.call('/least/M');
    await client.call('/least/M');
  });
  const rows = (): { requests: number; ok: number } => {
    const found = proxy.console.deltas.slice(before).flatMap(({ rules }) => rules);
    const mine = found.filter((row) => row.ruleId === ruleId('/least'));
    return {
      requests: mine.reduce((sum, row) => sum + row.requests, 0),
      ok: mine.reduce((sum, row) => sum + row.statuses[2]!, 0),
    };
  };
  await until(() => rows().requests === 2);
  expect(rows().ok).toBe(2);
});
