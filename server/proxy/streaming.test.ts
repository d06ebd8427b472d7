import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Backend, httpBackend, tcpBackend } from './testing/backends.ts';
import { send, sendMany } from './testing/clients.ts';
import { delay, TestProxy, until } from './testing/proxy.ts';
import { forward, snapshotOf } from './testing/snapshot.ts';

const HOST = '127.78.4.1';
const PORT = 21_401;
const SIZE = 50 * 1024 * 1024;
const GIB = 1024 ** 3;
const PIECE = randomBytes(1024 * 1024);
let proxy: TestProxy;
let big: Backend;
let small: Backend;
let stuck: Backend;
/** Bytes that the big backend could write, and the sum of what it read. */
let written = 0;

function pieces(): string {
  const hash = createHash('sha256');
  for (let at = 0; at < SIZE; at += PIECE.length) hash.update(PIECE);
  return hash.digest('hex');
}

beforeAll(async () => {
  big = await httpBackend('127.78.4.10', (request, response) => {
    if (request.method === 'POST') {
      const hash = createHash('sha256');
      request.on('data', (piece: Buffer) => hash.update(piece));
      request.on('end', () => response.end(hash.digest('hex')));
      return;
    }
    const size = request.url === '/big/gib' ? GIB : SIZE;
    if (request.url !== '/big/chunked') response.setHeader('content-length', size);
    written = 0;
    const more = (): void => {
      while (written < size) {
        written += PIECE.length;
        if (!response.write(PIECE)) {
          response.once('drain', more);
          return;
        }
      }
      response.end();
    };
    more();
  });
  small = await httpBackend('127.78.4.11', (request, response) => {
    request.resume();
    response.end('small');
  });
  stuck = await tcpBackend('127.78.4.12', (socket) => socket.pause());
  proxy = await TestProxy.start();
  await proxy.console.serve(
    snapshotOf(
      [
        { path: '/big', action: forward({ type: 'RoundRobin' }, [big.endpoint]) },
        { path: '/small', action: forward({ type: 'RoundRobin' }, [small.endpoint]) },
        { path: '/stuck', action: forward({ type: 'RoundRobin' }, [stuck.endpoint]) },
      ],
      { address: HOST, port: PORT },
    ),
  );
});
afterAll(async () => {
  await proxy.stop();
  for (const backend of [big, small, stuck]) backend.close();
});

/** MiB by which a worker may grow for reasons of its own (heap, compiled code): less than the smallest body, which it must not hold. */
const LEEWAY = 45;

/** Resident memory of the worker in MiB. */
function memory(): number {
  const { pid } = proxy.child;
  const worker = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${worker}/status`, 'utf8'))![1]) / 1024;
}

/** Waits until a count does not grow any more; the count. */
async function standstill(count: () => number): Promise<number> {
  for (;;) {
    const before = count();
    await delay(500);
    if (count() === before) return before;
  }
}

test.each(['length', 'chunked'])('an answer of 50 MB with %s framing arrives as it was sent', async (framing) => {
  const hash = createHash('sha256');
  const before = memory();
  let most = 0;
  await new Promise<void>((resolve, reject) => {
    httpRequest({ host: HOST, port: PORT, path: `/big/${framing}`, agent: false }, (response) => {
      response.on('data', (piece: Buffer) => {
        hash.update(piece);
        most = Math.max(most, memory());
      });
      response.on('end', resolve);
      response.on('error', reject);
    }).end();
  });
  expect(hash.digest('hex')).toBe(pieces());
  expect(most - before).toBeLessThan(LEEWAY);
});

test.each(['length', 'chunked'])('a request body of 50 MB with %s framing arrives as it was sent', async (framing) => {
  const before = memory();
  let most = 0;
  const answer = await new Promise<string>((resolve, reject) => {
    const headers = framing === 'length' ? { 'content-length': SIZE } : {};
    const request = httpRequest(
      { host: HOST, port: PORT, path: '/big', method: 'POST', headers, agent: false },
      (response) => {
        let body = '';
        response.on('data', (piece: Buffer) => (body += piece.toString()));
        response.on('end', () => resolve(body));
      },
    );
    request.on('error', reject);
    let sent = 0;
    const more = (): void => {
      while (sent < SIZE) {
        sent += PIECE.length;
        most = Math.max(most, memory());
        if (!request.write(PIECE)) {
          request.once('drain', more);
          return;
        }
      }
      request.end();
    };
    more();
  });
  expect(answer).toBe(pieces());
  expect(most - before).toBeLessThan(LEEWAY);
});

test('a client that does not read an answer of 1 GiB stops the backend, and nobody else', async () => {
  const before = memory();
  const client = connect(PORT, HOST);
  client.pause();
  client.write('GET /big/gib HTTP/1.1\r\nHost: a\r\n\r\n');
  await until(() => written > 0);
  expect(await standstill(() => written)).toBeLessThan(SIZE);
  expect(memory() - before).toBeLessThan(LEEWAY);
  expect((await send({ host: HOST, port: PORT, path: '/small' })).body).toBe('small');
  const held = written;
  let received = 0;
  client.on('data', (piece: Buffer) => (received += piece.length));
  client.resume();
  await until(() => received > held + SIZE);
  client.destroy();
});

test('a backend that does not read a request of 1 GiB stops the client', async () => {
  const before = memory();
  const client = connect(PORT, HOST);
  client.on('error', () => {});
  client.write(`POST /stuck HTTP/1.1\r\nHost: a\r\nContent-Length: ${GIB}\r\n\r\n`);
  let sent = 0;
  const more = (): void => {
    while (sent < GIB) {
      sent += PIECE.length;
      if (!client.write(PIECE)) {
        client.once('drain', more);
        return;
      }
    }
  };
  more();
  expect(await standstill(() => sent)).toBeLessThan(SIZE);
  expect(memory() - before).toBeLessThan(LEEWAY);
  client.destroy();
});

test('clients that send their heads and bodies in drops cost a bounded memory, and hold up nobody', async () => {
  const before = memory();
  const slow = Array.from({ length: 900 }, (_, i) => {
    const client = connect(PORT, HOST);
    client.on('error', () => {});
    const start = [
      'GET /small HTTP/1.1\r\nX: ',
      'GET /',
      'POST /stuck HTTP/1.1\r\nHost: a\r\nContent-Length: 9999\r\n\r\n',
    ][i % 3]!;
    client.write(start);
    return client;
  });
  for (let drop = 0; drop < 10; drop++) {
    await delay(20);
    for (const client of slow) client.write('x'.repeat(40));
  }
  expect((await send({ host: HOST, port: PORT, path: '/small' })).body).toBe('small');
  expect(memory() - before).toBeLessThan(LEEWAY);
  for (const client of slow) client.destroy();
});

test('connections to a backend are used again', async () => {
  const before = small.connections();
  const answers = await sendMany({ host: HOST, port: PORT, path: '/small' }, 400, 4);
  expect(answers.every((answer) => answer.body === 'small')).toBe(true);
  expect(small.connections() - before).toBeLessThanOrEqual(4);
});

test('a client that reads none of its pipelined answers is not read from either', async () => {
  const client = connect(PORT, HOST);
  client.on('error', () => {});
  client.pause();
  const request = Buffer.from('GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(2_000));
  let sent = 0;
  const more = (): void => {
    while (sent < 40_000) {
      sent += 2_000;
      if (!client.write(request)) {
        client.once('drain', more);
        return;
      }
    }
  };
  more();
  await delay(300);
  let answers = '';
  let count = 0;
  await new Promise<void>((resolve) => {
    client.on('data', (piece: Buffer) => {
      answers += piece.toString();
      const parts = answers.split('HTTP/1.1 404 Not Found');
      answers = parts.pop()!;
      count += parts.length;
      if (count === 40_000) resolve();
    });
    client.resume();
  });
  client.destroy();
});
