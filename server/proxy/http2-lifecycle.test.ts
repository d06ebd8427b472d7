import { connect as connectTcp } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { RuleAction } from '../routing/snapshot.ts';
import { silentBackend, tcpBackend } from './testing/backends.ts';
import { answerOf, echoCall, http2Backend, StreamsClient } from './testing/http2.ts';
import { InProcessWorker } from './testing/in-process.ts';
import { delay, until } from './testing/proxy.ts';
import { h2c } from './testing/snapshot.ts';
import type { Limits } from './worker/limits.ts';

const HOST = '127.78.32.1';
const ROUND = { type: 'RoundRobin' } as const;
const open: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

async function backend(...given: Parameters<typeof http2Backend>): ReturnType<typeof http2Backend> {
  const made = await http2Backend(...given);
  open.push(made.close);
  return made;
}

async function serve(
  action: RuleAction,
  limits: Partial<Limits> = {},
): Promise<{ worker: InProcessWorker; client: StreamsClient }> {
  const worker = new InProcessWorker(HOST, limits);
  await worker.serve(action);
  const client = new StreamsClient(HOST, worker.port);
  open.push(
    () => worker.stop(),
    () => client.close(),
  );
  return { worker, client };
}

const MESSAGE = { ':method': 'POST', ':path': '/a.S/M', ':authority': 'x', 'content-type': 'application/grpc' };

test('a stream that the backend refuses is sent once more, and not a third time', async () => {
  let refusals = 1;
  const { endpoint, streams } = await backend('127.78.32.10', (stream) => {
    if (refusals-- > 0) stream.close(7);
    else echoCall('again')(stream);
  });
  const { client } = await serve(h2c(ROUND, [endpoint]));
  expect(await client.call('/a.S/M')).toMatchObject({
    headers: { 'x-backend': 'again' },
    trailers: { 'grpc-status': '0' },
  });
  expect(streams()).toBe(2);
  refusals = 2;
  expect((await client.call('/a.S/M')).headers).toMatchObject({ 'grpc-status': '14' });
  expect(streams()).toBe(4);
});

test('a call that a backend that goes away has not taken is sent on a new connection; one that it may have taken is not', async () => {
  const real = await backend('127.78.32.11', echoCall('new'));
  let first = true;
  const leaving = await tcpBackend('127.78.32.25', (socket) => {
    if (!first) {
      const onward = connectTcp(real.endpoint.port, real.endpoint.address);
      onward.on('error', () => {});
      socket.pipe(onward).pipe(socket);
      return;
    }
    first = false;
    socket.write(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]));
    socket.on('data', (bytes) => {
      // behind the head of the first stream: a GOAWAY that says that none was processed
      if (bytes.includes('application/grpc') || bytes.length > 60)
        socket.write(Buffer.from([0, 0, 8, 7, ...Array.from({ length: 13 }, () => 0)]));
    });
  });
  open.push(leaving.close);
  const { client } = await serve(h2c(ROUND, [leaving.endpoint]));
  expect(await client.call('/a.S/M')).toMatchObject({ headers: { 'x-backend': 'new' } });
  const dropping = await backend('127.78.32.12', (stream) => stream.session?.socket.destroy());
  const other = await serve(h2c(ROUND, [dropping.endpoint]));
  const lost = await other.client.call('/a.S/M');
  expect(lost.headers).toMatchObject({ 'grpc-status': '14' });
  expect(String(lost.headers['grpc-message'])).toContain('connection termination');
  expect(dropping.streams()).toBe(1);
});

test('another connection carries what is above the streams that a backend allows on one', async () => {
  let waiting: (() => void)[] = [];
  const { endpoint, sessions } = await backend(
    '127.78.32.13',
    (stream) => waiting.push(() => echoCall('one of many')(stream)),
    { maxConcurrentStreams: 2 },
  );
  const { client } = await serve(h2c(ROUND, [endpoint]));
  const warm = client.call('/a.S/M');
  await until(() => waiting.length === 1);
  waiting[0]!();
  await warm;
  waiting = [];
  const calls = Array.from({ length: 5 }, () => client.call('/a.S/M'));
  await until(() => waiting.length === 5);
  expect(sessions.size).toBe(3);
  for (const answer of waiting) answer();
  for (const { trailers } of await Promise.all(calls)) expect(trailers['grpc-status']).toBe('0');
});

test('a client has no more than 100 streams at once', async () => {
  const { endpoint } = await backend('127.78.32.14', echoCall('x'));
  const { client } = await serve(h2c(ROUND, [endpoint]));
  await client.call('/a.S/M');
  expect(client.session.remoteSettings.maxConcurrentStreams).toBe(100);
});

test('a worker that drains tells its clients, and lets their calls come to their end', async () => {
  let answer: (() => void) | null = null;
  const { endpoint } = await backend('127.78.32.15', (stream) => (answer = () => echoCall('slow')(stream)));
  const worker = new InProcessWorker(HOST, {});
  await worker.serve(h2c(ROUND, [endpoint]));
  const client = new StreamsClient(HOST, worker.port);
  open.push(() => client.close());
  const call = client.call('/a.S/M');
  await until(() => answer !== null);
  const stopped = worker.drain(5_000);
  await until(() => client.goneAway !== null);
  expect(client.goneAway).toBe(0);
  answer!();
  expect(await call).toMatchObject({ headers: { 'x-backend': 'slow' }, trailers: { 'grpc-status': '0' }, code: 0 });
  await stopped;
});

test('the clients of a listener that is removed are told to go', async () => {
  const { endpoint } = await backend('127.78.32.16', echoCall('x'));
  const { client, worker } = await serve(h2c(ROUND, [endpoint]));
  await client.call('/a.S/M');
  worker.removeListener();
  await until(() => client.goneAway !== null);
  expect(client.goneAway).toBe(0);
});

test('a call without an answer in time ends with 14, and its stream to the backend is reset', async () => {
  let code: number | null = null;
  const { endpoint } = await backend('127.78.32.17', (stream) => {
    stream.on('close', () => (code = stream.rstCode ?? 0));
    stream.resume();
  });
  const { client } = await serve(h2c(ROUND, [endpoint]), { requestMs: 100 });
  expect((await client.call('/a.S/M')).headers).toMatchObject({
    'grpc-status': '14',
    'grpc-message': 'upstream request timeout',
  });
  await until(() => code !== null);
  expect(code).toBe(8);
});

test('a client that resets its stream has it reset at the backend', async () => {
  let code: number | null = null;
  const { endpoint } = await backend('127.78.32.18', (stream) => {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' });
    stream.on('close', () => (code = stream.rstCode ?? 0));
  });
  const { client } = await serve(h2c(ROUND, [endpoint]));
  const stream = client.session.request(MESSAGE, { endStream: false });
  stream.on('error', () => {});
  await new Promise((resolve) => stream.once('response', resolve));
  stream.close(8);
  await until(() => code !== null);
  expect(code).toBe(8);
});

test('an answer that breaks off is a reset for the client, behind what came', async () => {
  const { endpoint } = await backend('127.78.32.19', (stream) => {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' });
    stream.write('part');
    setTimeout(() => stream.session?.socket.destroy(), 30);
  });
  const { client } = await serve(h2c(ROUND, [endpoint]));
  const got = await client.call('/a.S/M');
  expect(got).toMatchObject({ status: 200, body: 'part', trailers: {} });
  expect(got.code).not.toBe(0);
});

test('an early answer ends the call although the client goes on, and tells it to stop without an error', async () => {
  const { endpoint } = await backend('127.78.32.20', (stream) => {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '5' }, { endStream: true });
  });
  const { client } = await serve(h2c(ROUND, [endpoint]));
  const stream = client.session.request(MESSAGE, { endStream: false });
  const answer = answerOf(stream);
  stream.write('something');
  expect(await answer).toMatchObject({ headers: { 'grpc-status': '5' }, code: 0 });
});

test('a backend that is never reached fails its calls when the time to connect is over', async () => {
  const silent = await silentBackend('127.78.32.24');
  open.push(silent.close);
  const { client } = await serve(h2c(ROUND, [silent.endpoint]), { connectMs: 300 });
  const got = await client.call('/a.S/M');
  expect(got.headers['grpc-status']).toBe('14');
  expect(String(got.headers['grpc-message'])).toContain('connection timeout');
});

test('idle connections end: to a backend, and of a client', async () => {
  const { endpoint, sessions } = await backend('127.78.32.21', echoCall('x'));
  const { client } = await serve(h2c(ROUND, [endpoint]), { upstreamIdleMs: 100, clientIdleMs: 2_000 });
  await client.call('/a.S/M');
  expect(sessions.size).toBe(1);
  await until(() => sessions.size === 0);
  expect(client.session.destroyed).toBe(false);
  await until(() => client.session.destroyed);
});

test('a preface that comes byte by byte is one, and what only begins like one is refused as HTTP/1.1', async () => {
  const { endpoint } = await backend('127.78.32.22', echoCall('x'));
  const { worker } = await serve(h2c(ROUND, [endpoint]));
  const talk = async (bytes: Buffer, pieces: number): Promise<Buffer> => {
    const socket = connectTcp(worker.port, HOST);
    const received: Buffer[] = [];
    socket.on('data', (piece: Buffer) => received.push(piece));
    socket.on('error', () => {});
    const size = Math.ceil(bytes.length / pieces);
    for (let at = 0; at < bytes.length; at += size) {
      socket.write(bytes.subarray(at, at + size));
      await delay(2);
    }
    await until(() => received.length > 0);
    socket.destroy();
    return Buffer.concat(received);
  };
  const preface = Buffer.concat([
    Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
    Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
  ]);
  // the first frame is one of settings
  expect((await talk(preface, 33))[3]).toBe(4);
  expect((await talk(Buffer.from('PRI * HTTP/1.1\r\nhost: x\r\n\r\n'), 1)).toString()).toContain('HTTP/1.1 400 ');
});

test('a backend of HTTP/1.1 that is called with HTTP/2 is a protocol error', async () => {
  const plain = await tcpBackend('127.78.32.23', (socket) =>
    socket.on('data', () => socket.end('HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n')),
  );
  open.push(plain.close);
  const { client } = await serve(h2c(ROUND, [plain.endpoint]));
  expect(String((await client.call('/a.S/M')).headers['grpc-message'])).toContain('protocol error');
});
