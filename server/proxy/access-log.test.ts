import { mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Backend, httpBackend } from './testing/backends.ts';
import { send } from './testing/clients.ts';
import { TestProxy, until } from './testing/proxy.ts';
import { group, snapshotOf } from './testing/snapshot.ts';

const HOST = '127.78.13.1';
const PORT = 21_813;
let folder: string;
let file: string;
let backend: Backend;
let proxy: TestProxy;

interface Line {
  response_code: number;
  response_code_details: string;
}

function lines(from = file): Line[] {
  try {
    const rows = readFileSync(from, 'utf8').trim().split('\n');
    return rows.map((line) => JSON.parse(line) as Line);
  } catch {
    return [];
  }
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'switchyard-log-'));
  file = path.join(folder, 'access.log');
  backend = await httpBackend('127.78.13.2', (_request, response) => response.end('ok'));
  proxy = await TestProxy.start({ SWITCHYARD_ACCESS_LOG: file });
  const { endpoint } = backend;
  const snapshot = snapshotOf(
    [
      { path: '/served', action: { type: 'forward', group: group({ type: 'Random' }, [[endpoint]]) } },
      {
        path: '/closed',
        action: { type: 'forward', group: group({ type: 'RoundRobin' }, [[{ ...endpoint, port: 1 }]]) },
      },
      { path: '/refused', action: { type: 'respond', status: 500, reason: 'Service default/nope not found' } },
    ],
    { address: HOST, port: PORT },
  );
  const served = snapshot.rules[Object.keys(snapshot.rules).find((id) => id.endsWith('/served')) ?? ''];
  if (served !== undefined) served.policy = { namespace: 'default', name: 'spread', level: 'Route' };
  await proxy.console.serve(snapshot);
});

afterAll(async () => {
  await proxy.stop();
  backend.close();
  rmSync(folder, { recursive: true });
});

const AT = { host: HOST, port: PORT };

test('each request is a line that says what became of it, and why', async () => {
  await send({ ...AT, path: '/served?a=b' });
  await send({ ...AT, path: '/closed' });
  await send({ ...AT, path: '/refused' });
  await send({ ...AT, path: '/nowhere' });
  const socket = connect(PORT, HOST);
  socket.on('error', () => {});
  socket.write('GET /served HTTP/1.1\r\nHost : a\r\n\r\n');
  await until(() => lines().length >= 5);
  socket.destroy();
  expect(lines()).toEqual([
    {
      start_time: expect.stringMatching(/^\d{4}-.*Z$/),
      method: 'GET',
      ':authority': `${HOST}:${PORT}`,
      'x-envoy-origin-path': '/served?a=b',
      protocol: 'HTTP/1.1',
      response_code: 200,
      response_code_details: 'via_upstream',
      duration: expect.any(Number),
      downstream_remote_address: expect.stringMatching(/^127\./),
      upstream_host: `127.78.13.2:${backend.endpoint.port}`,
      listener: 'default/eg/http',
      route_name: 'HTTPRoute/default/web/served',
      backend: 'Service/default/backend-0:80',
      load_balancer: 'Random',
      policy: 'default/spread',
    },
    expect.objectContaining({
      response_code: 503,
      response_code_details: 'remote connection failure',
      upstream_host: '127.78.13.2:1',
      load_balancer: 'RoundRobin',
      policy: null,
    }),
    expect.objectContaining({
      response_code: 500,
      response_code_details: 'Service default/nope not found',
      upstream_host: null,
      backend: null,
      route_name: 'HTTPRoute/default/web/refused',
    }),
    expect.objectContaining({ response_code: 404, response_code_details: 'no route', route_name: null }),
    expect.objectContaining({ response_code: 400, method: '', route_name: null, listener: null }),
  ]);
});

test('a log that was moved away goes on in a new file', async () => {
  const old = path.join(folder, 'access.log.1');
  renameSync(file, old);
  const before = lines(old).length;
  await send({ ...AT, path: '/served' });
  await until(() => lines().length === 1);
  expect(lines(old)).toHaveLength(before);
});

test('what waits is written when the proxy ends', async () => {
  const before = lines().length;
  await send({ ...AT, path: '/served' });
  proxy.child.kill('SIGTERM');
  await proxy.exited;
  expect(lines()).toHaveLength(before + 1);
});

test('a log that cannot be written costs no request, and is told of', async () => {
  const other = await TestProxy.start({ SWITCHYARD_ACCESS_LOG: path.join(folder, 'nowhere', 'access.log') });
  const { endpoint } = backend;
  const action = { type: 'forward' as const, group: group({ type: 'Random' }, [[endpoint]]) };
  await other.console.serve(snapshotOf([{ path: '/', action }], { address: '127.78.13.3', port: PORT }));
  expect((await send({ host: '127.78.13.3', port: PORT, path: '/' })).status).toBe(200);
  await until(() => /access log: 1 lines are lost: ENOENT/.test(other.output));
  await other.stop();
});
