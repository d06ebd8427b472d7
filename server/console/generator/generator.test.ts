import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { GeneratorRun } from '../../contract/console.ts';
import type { Snapshot } from '../../routing/snapshot.ts';
import { Generator } from './generator.ts';

let server: Server;
let port: number;
let seen: { url: string; headers: IncomingHttpHeaders }[];
let answer: (response: ServerResponse) => void;
let most: number;
let active: number;
let generator: Generator;
let runs: GeneratorRun[];

beforeEach(async () => {
  seen = [];
  most = active = 0;
  answer = (response) => response.end('ok');
  server = createServer((request, response) => {
    seen.push({ url: request.url ?? '', headers: request.headers });
    most = Math.max(most, ++active);
    response.once('close', () => active--);
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
  const snapshot: Snapshot = {
    revision: 1,
    gateways: [
      {
        namespace: 'default',
        name: 'eg',
        address: '127.0.0.1',
        mirrorLoopback: false,
        ports: [{ port: 80, protocol: 'HTTP', listeners: [{ id: 'default/eg/http', name: 'http', virtualHosts: [] }] }],
      },
    ],
    rules: {},
  };
  runs = [];
  generator = new Generator({
    snapshot: () => snapshot,
    bindings: () => [
      { gateway: { namespace: 'default', name: 'eg' }, port: 80, address: '127.0.0.1', boundPort: port },
    ],
    onProgress: (run) => runs.push(run),
  });
});
afterEach(() => {
  generator.close();
  server.close();
  server.closeAllConnections();
});

const base = {
  method: 'GET',
  listener: 'default/eg/http',
  host: 'www.example.com',
  path: '/round?u={{seq}}',
  headers: [{ name: 'x-user', value: 'u{{pick 1,2}}' }],
  rate: 1_000,
  concurrency: 32,
  duration: 60,
  seed: 1,
};

async function ended(): Promise<GeneratorRun> {
  while (generator.state()?.state === 'running') await new Promise((resolve) => setTimeout(resolve, 5));
  return generator.state()!;
}

test('with a count it sends exactly that many, each with its own values', async () => {
  expect(generator.start({ ...base, count: 150 }).state).toBe('running');
  const run = await ended();
  expect(run).toMatchObject({ state: 'done', reason: null, sent: 150, answered: 150, statuses: [0, 0, 150, 0, 0, 0] });
  expect(seen.map(({ url }) => url).sort()).toEqual(Array.from({ length: 150 }, (_, i) => `/round?u=${i}`).sort());
  expect(new Set(seen.map(({ headers }) => headers.host))).toEqual(new Set(['www.example.com']));
  expect(new Set(seen.map(({ headers }) => headers['x-user']))).toEqual(new Set(['u1', 'u2']));
  expect(run.p50Ms).toBeGreaterThan(0);
  expect(runs.at(-1)).toEqual(run);
});

test('never more in flight than the concurrency', async () => {
  answer = (response) => setTimeout(() => response.end(), 20);
  generator.start({ ...base, count: 40, concurrency: 4 });
  await ended();
  expect(most).toBe(4);
});

test('one run at a time, and stop ends it', async () => {
  generator.start({ ...base, rate: 50 });
  expect(() => generator.start(base)).toThrow('a run is on');
  while (seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(generator.stop()).toMatchObject({ state: 'stopped' });
  expect(generator.start({ ...base, count: 1 }).state).toBe('running');
});

test('it ends by itself when nothing answers for five seconds, and says why', async () => {
  answer = (response) => response.destroy();
  generator.start({ ...base, rate: 100 });
  const run = await ended();
  expect(run.state).toBe('failed');
  expect(run.reason).toMatch(/^no request was answered for 5 s: ./);
  expect(run.answered).toBe(0);
});

test.each([
  [{ listener: 'default/other/http' }, 'no listener'],
  [{ rate: 1_001 }, 'rate'],
  [{ rate: '5' }, 'rate'],
  [{ concurrency: 0 }, 'concurrency'],
  [{ path: 'round' }, 'path'],
  [{ method: 'GE T' }, 'method'],
  [{ protocol: 'h3' }, 'protocol'],
  [{ protocol: 'grpc', headers: [{ name: 'Content-Type', value: 'x' }] }, 'headers[0].name'],
  [{ host: 'a\r\nb' }, 'host'],
  [{ headers: [{ name: 'Host', value: 'x' }] }, 'headers[0].name'],
  [{ headers: [{ name: 'a b', value: 'x' }] }, 'headers[0].name'],
  [{ headers: [{ name: 'a', value: 'x\r\ny: z' }] }, 'headers[0].value'],
])('%o is refused', (change, message) => {
  expect(() => generator.start({ ...base, ...change })).toThrow(message);
  expect(seen).toEqual([]);
});

test('calls go over one connection, and count as what their trailers say', async () => {
  const calls: string[] = [];
  let sessions = 0;
  const backend = createHttp2Server();
  backend.on('session', () => sessions++);
  backend.on('stream', (stream, headers) => {
    calls.push(`${headers[':method']} ${headers[':authority']}${headers[':path']} ${String(headers['x-user'])}`);
    const status = calls.length % 2 === 0 ? '0' : '14';
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': status }));
    let body = 0;
    stream.on('data', (piece: Buffer) => (body += piece.length));
    stream.on('end', () => stream.end(Buffer.alloc(body)));
  });
  await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve));
  const http1 = port;
  ({ port } = backend.address() as AddressInfo);
  generator.start({ ...base, protocol: 'grpc', method: 'POST', path: '/a.S/M', count: 100 });
  expect(await ended()).toMatchObject({ state: 'done', answered: 100, statuses: [0, 0, 50, 0, 0, 50] });
  expect(sessions).toBe(1);
  expect(new Set(calls)).toEqual(new Set(['POST www.example.com/a.S/M u1', 'POST www.example.com/a.S/M u2']));
  backend.close();
  // nobody speaks HTTP/2 there
  port = http1;
  generator.start({ ...base, protocol: 'grpc', method: 'POST', path: '/a.S/M', count: 3, duration: 1 });
  expect(await ended()).toMatchObject({ answered: 0, statuses: [3, 0, 0, 0, 0, 0] });
});
