import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Backend, tcpBackend } from './testing/backends.ts';
import { send } from './testing/clients.ts';
import { delay, TestProxy, until } from './testing/proxy.ts';
import { forward, snapshotOf } from './testing/snapshot.ts';

const HOST = '127.78.7.1';
const PORT = 21_701;
const AT = { host: HOST, port: PORT, path: '/' };
/** An order to the backend in a request: what it does when it has read it. */
const CLOSE = 'close-when-read';
const RESET = 'reset-when-read';
let proxy: TestProxy;
let backend: Backend;
/** Connections of the backend, and the requests that it read. */
let sockets: Socket[] = [];
let requests: string[] = [];

beforeAll(async () => {
  backend = await tcpBackend('127.78.7.10', (socket) => {
    sockets.push(socket);
    socket.on('data', (bytes: Buffer) => {
      const text = bytes.toString('latin1');
      requests.push(text);
      if (text.includes(CLOSE)) socket.destroy();
      else if (text.includes(RESET)) socket.resetAndDestroy();
      else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
    });
  });
  proxy = await TestProxy.start();
  await proxy.console.serve(
    snapshotOf([{ path: '/', action: forward({ type: 'RoundRobin' }, [backend.endpoint]) }], {
      address: HOST,
      port: PORT,
    }),
  );
});
afterAll(async () => {
  await proxy.stop();
  backend.close();
});
beforeEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  // one idle connection, which has served a request
  await until(() => sockets.every((socket) => socket.destroyed));
  expect((await send(AT)).status).toBe(200);
  requests = [];
});

function worker(): number {
  const { pid } = proxy.child;
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim());
}

/** Sends a request; when it is in the kernel, and before the proxy looks at it, the backend closes its idle connection. */
async function meetClosed(method: string, body: string, close: (socket: Socket) => void): Promise<string> {
  const client = connect({ host: HOST, port: PORT, noDelay: true });
  let received = '';
  client.on('data', (bytes: Buffer) => (received += bytes.toString('latin1')));
  const written = (text: string): Promise<void> => new Promise((resolve) => client.write(text, () => resolve()));
  // the proxy is to know the connection already
  await written('OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n');
  await until(() => received.endsWith('\r\n\r\n'));
  received = '';
  process.kill(worker(), 'SIGSTOP');
  const length = body === '' ? '' : `Content-Length: ${body.length}\r\n`;
  await written(`${method} / HTTP/1.1\r\nHost: a\r\n${length}\r\n${body}`);
  await delay(20);
  close(sockets.at(-1)!);
  await delay(20);
  process.kill(worker(), 'SIGCONT');
  await until(() => /\r\n\r\n./.test(received));
  client.destroy();
  return received;
}

const OK = /^HTTP\/1\.1 200 [\s\S]*\r\n\r\nok$/;
const FAILED = /^HTTP\/1\.1 503 [\s\S]*connection termination$/;
const BODY_503 = 'upstream connect error or disconnect/reset before headers. reset reason: connection termination';

describe('a request whose connection was closed while idle is sent again, once', () => {
  test.each([
    ['GET', ''],
    ['DELETE', ''],
    ['POST', 'some text'],
    ['PATCH', 'x'],
  ])('%s, body %j', async (method, body) => {
    expect(await meetClosed(method, body, (socket) => socket.destroy())).toMatch(OK);
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatch(new RegExp(`^${method} /`));
    expect(requests[0]!.endsWith(`\r\n\r\n${body}`)).toBe(true);
  });

  test('POST of any size that met a reset', async () => {
    expect(await meetClosed('POST', 'x'.repeat(5_000), (socket) => socket.resetAndDestroy())).toMatch(OK);
  });
});

describe('a request that the backend may have processed is not sent again', () => {
  test.each([
    ['GET', CLOSE],
    ['GET', RESET],
    ['POST', CLOSE],
    ['POST', RESET],
  ])('%s, %s', async (method, order) => {
    const answer = await send({ ...AT, path: `/${order}`, method }, method === 'POST' ? 'x' : undefined);
    expect(answer).toMatchObject({ status: 503, body: BODY_503 });
    expect(requests).toHaveLength(1);
  });

  test('POST that is longer than a segment, of which a part may have been read', async () => {
    expect(await meetClosed('POST', 'x'.repeat(5_000), (socket) => socket.destroy())).toMatch(FAILED);
    expect(requests).toHaveLength(0);
  });

  test('a backend that ends its side and reads on', async () => {
    expect(await meetClosed('GET', '', (socket) => socket.end())).toMatch(FAILED);
  });
});

test('a new connection is tried once', async () => {
  for (const socket of sockets) socket.destroy();
  await delay(50);
  const from = backend.connections();
  const answer = await send({ ...AT, path: `/${CLOSE}` });
  expect(answer).toMatchObject({ status: 503, body: BODY_503 });
  expect(backend.connections() - from).toBe(1);
});

test('an idle connection on which the backend says something is not used', async () => {
  sockets.at(-1)!.write('HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\nspoofed');
  await until(() => sockets.at(-1)!.destroyed);
  expect(await send(AT)).toMatchObject({ status: 200, body: 'ok' });
});

test('a client that leaves while a backend is asked leaves nothing behind', async () => {
  const client = connect(PORT, HOST);
  client.write(`GET /${CLOSE} HTTP/1.1\r\nHost: a\r\n\r\n`);
  await until(() => requests.length > 0);
  client.destroy();
  await delay(200);
  expect(await send(AT)).toMatchObject({ status: 200 });
  expect(proxy.output).toBe('');
});
