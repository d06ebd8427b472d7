import { readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Snapshot } from '../routing/snapshot.ts';
import { deltaOf } from '../routing/snapshot-delta.ts';
import { type Backend, httpBackend } from './testing/backends.ts';
import { send } from './testing/clients.ts';
import { delay, TestProxy, until } from './testing/proxy.ts';
import { forward, snapshotOf } from './testing/snapshot.ts';

const HOST = '127.78.17.1';
let port = 21_950;
let proxy: TestProxy;
let backend: Backend;
/** Ends answers to `/slow`. */
let release: () => void;

beforeEach(async () => {
  port++;
  const released = new Promise<void>((resolve) => (release = resolve));
  backend = await httpBackend('127.78.17.10', (request, response) => {
    request.resume();
    if (request.url === '/slow') void released.then(() => response.end('slow'));
    else response.end('here');
  });
});
afterEach(async () => {
  await proxy.stop();
  backend.close();
});

/** A snapshot that is another one for each revision. */
function serving(revision: number): Snapshot {
  const group = forward({ type: revision % 2 === 0 ? 'Random' : 'RoundRobin' }, [backend.endpoint]);
  return snapshotOf([{ path: '/', action: group }], { address: HOST, port, revision });
}

/** Ids of worker processes, those that are ending among them. */
function workers(): number[] {
  const { pid } = proxy.child;
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
}

/** All that a connection receives until it ends. */
function received(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  socket.on('end', () => socket.end());
  return new Promise((resolve, reject) => {
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
}

test('no request fails while snapshots change, workers are asked to end and the console goes and comes', async () => {
  proxy = await TestProxy.start({ SWITCHYARD_WORKERS: '2' });
  await proxy.console.serve(serving(1));
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const requests: Promise<number | string>[] = [];
  let count = 0;
  const load = setInterval(() => {
    for (let n = 0; n < 4; n++) {
      const over = count++ % 5 === 0 ? false : agent;
      requests.push(
        send({ host: HOST, port, path: '/', agent: over }).then(
          ({ status }) => status,
          (error: Error) => error.message,
        ),
      );
    }
  }, 5);
  const change = async (from: number): Promise<void> => {
    await proxy.console.answerTo({ type: 'delta', delta: deltaOf(serving(from), serving(from + 1)) });
  };
  for (const [round, pid] of workers().entries()) {
    await change(2 * round + 1);
    process.kill(pid, 'SIGTERM');
    await change(2 * round + 2);
    await until(() => !workers().includes(pid));
  }
  proxy.console.close();
  await delay(50);
  await proxy.reconnect();
  await proxy.console.serve(serving(6));
  clearInterval(load);
  const answers = await Promise.all(requests);
  agent.destroy();
  expect(answers.length).toBeGreaterThan(100);
  expect(new Set(answers)).toEqual(new Set([200]));
  expect(workers()).toHaveLength(2);
});

test('a connection that has no request yet is served by a worker that is ending, then closed', async () => {
  proxy = await TestProxy.start();
  await proxy.console.serve(serving(1));
  const fresh = connect(port, HOST);
  const kept = connect(port, HOST);
  const texts = [received(fresh), received(kept)];
  kept.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
  await new Promise((resolve) => kept.once('data', resolve));
  const [worker] = workers();
  process.kill(worker!, 'SIGTERM');
  await until(() => workers().length === 2);
  for (const socket of [fresh, kept]) socket.write('GET /last HTTP/1.1\r\nhost: a\r\n\r\n');
  for (const [index, text] of (await Promise.all(texts)).entries()) {
    expect(text.match(/HTTP\/1.1 200 OK/g)).toHaveLength(1 + index);
    expect(text.match(/connection: close/gi)).toHaveLength(1);
  }
  await until(() => !workers().includes(worker!));
});

test('a worker that is asked to end has a successor while it finishes what it has', async () => {
  proxy = await TestProxy.start();
  await proxy.console.serve(serving(1));
  const slow = send({ host: HOST, port, path: '/slow' });
  await until(() => backend.connections() > 0);
  const [first] = workers();
  process.kill(first!, 'SIGTERM');
  expect((await send({ host: HOST, port, path: '/' })).body).toBe('here');
  expect(workers()).toContain(first);
  expect((await proxy.console.serve(serving(2))).revision).toBe(2);
  release();
  expect((await slow).body).toBe('slow');
  await until(() => workers().length === 1 && !workers().includes(first!));
});
