import { readFileSync, statSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Snapshot } from '../routing/snapshot.ts';
import { type Backend, httpBackend } from './testing/backends.ts';
import { send, sendMany } from './testing/clients.ts';
import { delay, TestConsole, TestProxy, until } from './testing/proxy.ts';
import { forward, snapshotOf } from './testing/snapshot.ts';

const HOST = '127.78.3.1';
let port = 21_300;
let proxy: TestProxy;
let backends: Backend[];

beforeEach(async () => {
  port++;
  backends = await Promise.all(
    [0, 1].map((index) =>
      httpBackend(`127.78.3.1${index}`, (request, response) => {
        request.resume();
        const wait = Number(new URL(request.url!, 'http://a').searchParams.get('wait') ?? 0);
        if (wait === 0) response.end(String(index));
        else setTimeout(() => response.end(String(index)), wait);
      }),
    ),
  );
  proxy = await TestProxy.start();
});
afterEach(async () => {
  await proxy.stop();
  for (const backend of backends) backend.close();
});

function serving(revision: number, count = 2): Snapshot {
  const endpoints = backends.slice(0, count).map((backend) => backend.endpoint);
  return snapshotOf([{ path: '/', action: forward({ type: 'RoundRobin' }, endpoints) }], {
    address: HOST,
    port,
    revision,
  });
}

/** Ids of the worker processes. */
function workers(): number[] {
  const { pid } = proxy.child;
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return text === '' ? [] : text.split(' ').map(Number);
}

const get = (query = ''): Promise<{ status: number; body: string }> => send({ host: HOST, port, path: `/${query}` });

test('the greeting tells what is in service, and files are for the owner alone', async () => {
  expect(await proxy.console.next('hello')).toMatchObject({
    pid: proxy.child.pid,
    workers: 1,
    revision: null,
    bindings: [],
  });
  const ack = await proxy.console.serve(serving(7));
  expect(ack).toMatchObject({ revision: 7, workers: 1 });
  for (const file of ['proxy.sock', 'snapshot.json']) {
    expect(statSync(path.join(proxy.data, file)).mode & 0o777).toBe(0o600);
  }
  const other = await TestConsole.connect(path.join(proxy.data, 'proxy.sock'));
  expect(await other.next('hello')).toMatchObject({ revision: 7, bindings: ack.bindings });
  await proxy.console.serve(serving(8));
  expect(await other.next('ack')).toMatchObject({ revision: 8 });
  other.close();
});

test('a snapshot that cannot be served is refused whole, and the one before stays', async () => {
  await proxy.console.serve(serving(1));
  const broken = serving(2);
  broken.gateways[0]!.ports[0]!.listeners[0]!.virtualHosts[0]!.candidates[0]!.match.path = {
    type: 'RegularExpression',
    value: '(',
  };
  await expect(proxy.console.serve(broken)).rejects.toThrow('"(" is not a valid RE2 expression');
  const shapes: [unknown, string][] = [
    [{ revision: 3, gateways: [] }, 'rules must be an object'],
    [{ ...serving(3), gateways: [{ ...serving(3).gateways[0]!, address: 'localhost' }] }, 'gateways[0].address'],
    [null, 'snapshot must be an object'],
  ];
  for (const [shape, reason] of shapes) await expect(proxy.console.serve(shape as Snapshot)).rejects.toThrow(reason);
  expect((await get()).status).toBe(200);
  expect((await proxy.console.serve(serving(4))).revision).toBe(4);
});

test('snapshots that change while requests come lose none of them', async () => {
  await proxy.console.serve(serving(1));
  const state = { done: false };
  const traffic = sendMany({ host: HOST, port, path: '/' }, 3_000, 8).finally(() => (state.done = true));
  let revision = 1;
  while (!state.done) {
    revision++;
    await proxy.console.serve(serving(revision, 1 + (revision % 2)));
  }
  const answers = await traffic;
  expect(revision).toBeGreaterThan(5);
  expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 200));
});

test('a rotation goes on where it was when a snapshot does not change its group', async () => {
  await proxy.console.serve(serving(1));
  const bodies: string[] = [];
  for (let i = 0; i < 9; i++) {
    bodies.push((await get()).body);
    await proxy.console.serve(serving(i + 2));
  }
  for (let i = 1; i < bodies.length; i++) expect(bodies[i]).not.toBe(bodies[i - 1]);
});

test('a worker that is killed is replaced, and requests that come in between are served', async () => {
  await proxy.console.serve(serving(1));
  const [first] = workers();
  process.kill(first!, 'SIGKILL');
  const answers = await Promise.all(Array.from({ length: 10 }, () => get()));
  expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 200));
  expect(workers()).toHaveLength(1);
  expect(workers()[0]).not.toBe(first);
  expect((await proxy.console.serve(serving(2))).revision).toBe(2);
});

test('a proxy that was killed serves its last snapshot again without a console', async () => {
  await proxy.console.serve(serving(5));
  const [worker] = workers();
  proxy.console.close();
  proxy.child.kill('SIGKILL');
  await proxy.exited;
  await proxy.launch();
  const hello = await proxy.console.next('hello');
  expect(hello.revision).toBe(5);
  if (hello.bindings[0]!.error !== undefined) {
    await proxy.console.next('ack', ({ bindings }) => bindings[0]!.error === undefined);
  }
  expect((await get()).status).toBe(200);
  await until(() => {
    try {
      process.kill(worker!, 0);
      return false;
    } catch {
      return true;
    }
  });
});

test.each(['drain', 'SIGTERM'])('%s finishes what is in flight, takes nothing new and ends with 0', async (how) => {
  await proxy.console.serve(serving(1));
  const slow = get('?wait=600');
  await delay(200);
  if (how === 'drain') proxy.console.send({ type: 'drain', deadlineMs: 5_000 });
  else proxy.child.kill('SIGTERM');
  await delay(200);
  await expect(get()).rejects.toThrow(/ECONNREFUSED|ECONNRESET/);
  expect((await slow).status).toBe(200);
  expect(await proxy.exited).toBe(0);
});

test('a drain ends at its deadline', async () => {
  await proxy.console.serve(serving(1));
  const slow = get('?wait=20000').catch(() => 'cut');
  await delay(200);
  const begun = Date.now();
  proxy.console.send({ type: 'drain', deadlineMs: 300 });
  expect(await proxy.exited).toBe(0);
  expect(Date.now() - begun).toBeLessThan(2_500);
  expect(await slow).toBe('cut');
});

test('a port that is taken is told, and served as soon as it is free', async () => {
  const squatter = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => squatter.listen(port, HOST, () => resolve()));
  const ack = await proxy.console.serve(serving(1));
  expect(ack.bindings[0]!.error).toBe('another program uses it. Stop that program, or give the listener another port.');
  squatter.close();
  await proxy.console.next('ack', ({ bindings }) => bindings[0]!.error === undefined);
  expect((await get()).status).toBe(200);
});

test('the first gateway is reachable on 127.0.0.1 too, and a port that two gateways want there belongs to the first', async () => {
  const snapshot = serving(1);
  const [gateway] = snapshot.gateways;
  gateway!.mirrorLoopback = true;
  snapshot.gateways.push({ ...gateway!, name: 'second', address: '127.78.3.2' });
  const { bindings } = await proxy.console.serve(snapshot);
  expect(bindings.map(({ gateway, address, error }) => [gateway.name, address, error !== undefined])).toEqual([
    ['eg', HOST, false],
    ['eg', '127.0.0.1', false],
    ['second', '127.78.3.2', false],
    ['second', '127.0.0.1', true],
  ]);
  expect((await send({ host: '127.0.0.1', port, path: '/' })).status).toBe(200);
  expect((await send({ host: '127.78.3.2', port, path: '/' })).status).toBe(200);
});

test('a gateway that is gone is closed', async () => {
  await proxy.console.serve(serving(1));
  await proxy.console.serve({ revision: 2, gateways: [], rules: {} });
  await expect(get()).rejects.toThrow('ECONNREFUSED');
});

test('a second proxy on the same data does not start', async () => {
  const second = Object.create(TestProxy.prototype) as TestProxy;
  Object.assign(second, { data: proxy.data, output: '' });
  const launched = second.launch().catch(() => {});
  await until(() => second.output.includes('A proxy already answers'));
  expect(await second.exited).toBe(1);
  await launched;
});

test('consoles that send what is no message harm nothing', async () => {
  await proxy.console.serve(serving(1));
  const socket = connect(path.join(proxy.data, 'proxy.sock'));
  socket.on('error', () => {});
  socket.resume();
  socket.write('{"type":"snapshot"}\n"x"\n{"type":"nope"}\nnot json\n');
  await new Promise((resolve) => socket.once('close', resolve));
  expect((await get()).status).toBe(200);
});

test('several workers report each for itself', async () => {
  proxy.console.close();
  proxy.child.kill('SIGTERM');
  await proxy.exited;
  await proxy.launch({ SWITCHYARD_WORKERS: '2' });
  expect((await proxy.console.serve(serving(1))).workers).toBe(2);
  await Promise.all(Array.from({ length: 200 }, () => get()));
  await until(
    () => proxy.console.deltas.flatMap((deltas) => deltas.rules).reduce((sum, row) => sum + row.requests, 0) === 200,
  );
  expect(new Set(proxy.console.deltas.map((deltas) => deltas.worker)).size).toBeGreaterThanOrEqual(1);
});

test('a worker that stands still is ended and started again, and the primary goes on', async () => {
  proxy.console.close();
  proxy.child.kill('SIGTERM');
  await proxy.exited;
  await proxy.launch({ SWITCHYARD_WATCHDOG: '2' });
  await proxy.console.serve(serving(1));
  const [worker] = workers();
  process.kill(worker!, 'SIGSTOP');
  await until(() => proxy.output.includes(`(process ${worker}) did not answer for 2 s and was ended`));
  await until(() => workers().length === 1 && workers()[0] !== worker);
  // a snapshot does not wait for the one that is gone
  await proxy.console.serve(serving(2));
  expect((await get()).status).toBe(200);
});
