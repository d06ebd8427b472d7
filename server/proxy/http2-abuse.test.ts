import { afterAll, beforeAll, expect, test } from 'vitest';
import { echoCall, http2Backend, StreamsClient, type StreamsBackend } from './testing/http2.ts';
import { InProcessWorker } from './testing/in-process.ts';
import { until } from './testing/proxy.ts';
import { fieldBlock, frame, GET, RawHttp2 } from './testing/raw-http2.ts';
import { h2c } from './testing/snapshot.ts';

const HOST = '127.78.36.1';
const ENHANCE_YOUR_CALM = 11;
let worker: InProcessWorker;
let backend: StreamsBackend;

beforeAll(async () => {
  backend = await http2Backend('127.78.36.10', echoCall('x'));
  worker = new InProcessWorker(HOST, {});
  await worker.serve(h2c({ type: 'RoundRobin' }, [backend.endpoint]));
});
afterAll(async () => {
  await worker.stop();
  backend.close();
});

/** Others are served as if nothing were. */
async function expectOthersServed(): Promise<void> {
  const client = new StreamsClient(HOST, worker.port);
  expect(await client.call('/a.S/M')).toMatchObject({ trailers: { 'grpc-status': '0' }, code: 0 });
  client.close();
}

const POST = fieldBlock([':method', 'POST', ':scheme', 'http', ':path', '/a', ':authority', 'x']);

test.each([
  { what: 'pings', begin: [], repeated: frame(6, 0, 0, '0000000000000000') },
  { what: 'settings', begin: [], repeated: frame(4, 0, 0) },
  { what: 'priorities', begin: [], repeated: frame(2, 0, 1, '0000000010') },
  { what: 'frames that are not known', begin: [], repeated: frame(99, 0, 0) },
  { what: 'windows that are made larger by nothing much', begin: [], repeated: frame(8, 0, 0, '00000001') },
  { what: 'empty pieces of a body', begin: [frame(1, 4, 1, POST)], repeated: frame(0, 0, 1) },
  { what: 'pieces of nothing but padding', begin: [frame(1, 4, 1, POST)], repeated: frame(0, 8, 1, '020000') },
  { what: 'empty pieces of a head', begin: [frame(1, 1, 1, GET)], repeated: frame(9, 0, 1) },
  { what: 'pieces of a head', begin: [frame(1, 1, 1, GET)], repeated: frame(9, 0, 1, Buffer.alloc(16_000, 0x82)) },
  { what: 'data on a closed stream', begin: [frame(1, 5, 1, GET)], repeated: frame(0, 0, 1, '00') },
])('a client that sends $what without end loses its connection', async ({ begin, repeated }) => {
  const client = new RawHttp2(HOST, worker.port);
  client.send(...begin);
  await new Promise((resolve) => setTimeout(resolve, 30));
  for (let i = 0; i < 30 && !client.closed; i++) {
    client.send(...Array.from({ length: 100 }, () => repeated));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await until(() => client.closed || client.goneAway !== null);
  expect(client.goneAway).toBe(ENHANCE_YOUR_CALM);
  client.close();
  await expectOthersServed();
});

test('a client that makes the proxy reset its streams without end loses its connection', async () => {
  const client = new RawHttp2(HOST, worker.port);
  for (let stream = 1; stream < 6_000 && !client.closed; stream += 2) {
    // a window that grows by nothing
    client.send(frame(1, 4, stream, POST), frame(8, 0, stream, '00000000'));
    if (stream % 100 === 1) await new Promise((resolve) => setImmediate(resolve));
  }
  await until(() => client.closed || client.goneAway !== null);
  expect(client.goneAway).toBe(ENHANCE_YOUR_CALM);
  client.close();
  await expectOthersServed();
});

test('a client that cancels a call now and then keeps its connection', async () => {
  const client = new StreamsClient(HOST, worker.port);
  for (let round = 0; round < 40; round++) {
    const streams = Array.from({ length: 30 }, (_, i) => {
      const stream = client.session.request({ ':method': 'POST', ':path': '/a.S/M', ':authority': 'x' });
      stream.on('error', () => {});
      if (i % 2 === 0) stream.on('response', () => stream.close(8));
      else stream.end('x');
      stream.resume();
      return new Promise((resolve) => stream.once('close', resolve));
    });
    await Promise.all(streams);
  }
  expect(await client.call('/a.S/M')).toMatchObject({ trailers: { 'grpc-status': '0' }, code: 0 });
  expect(client.goneAway).toBeNull();
  client.close();
});

test('a client that measures how long each answer takes keeps its connection', async () => {
  const client = new RawHttp2(HOST, worker.port);
  for (let stream = 1; stream < 4_000; stream += 2) {
    // as libraries of gRPC do: windows of stream and connection, and a ping
    const told = [frame(8, 0, 0, '00000005'), frame(6, 0, 0, '0000000000000000')];
    client.send(frame(1, 4, stream, POST), frame(0, 1, stream, '0000000000'), ...told, ...told);
    if (stream % 40 === 1) await client.settled();
    expect(client.goneAway).toBeNull();
  }
  client.close();
});

test('a head that is begun and does not go on ends with the connection', async () => {
  const impatient = new InProcessWorker('127.78.36.2', { streamIdleMs: 500 });
  await impatient.serve(h2c({ type: 'RoundRobin' }, [backend.endpoint]));
  const [head, half, idle] = [1, 2, 3].map(() => new RawHttp2(impatient.host, impatient.port));
  head!.send(frame(1, 1, 1, GET));
  half!.send(frame(1, 5, 1, GET).subarray(0, 12));
  await until(() => head!.closed && half!.closed);
  expect(idle!.closed).toBe(false);
  idle!.close();
  await impatient.stop();
});

test('what is still on its way when the proxy resets a stream is no error', async () => {
  const client = new RawHttp2(HOST, worker.port);
  const underscore = fieldBlock([':method', 'POST', ':scheme', 'http', ':path', '/', ':authority', 'x', 'a_b', 'c']);
  client.send(frame(1, 4, 1, underscore));
  await until(() => client.resets.has(1));
  client.send(frame(0, 0, 1, 'aabb'), frame(8, 0, 1, '00000001'), frame(1, 5, 1, fieldBlock(['x-t', '1'])));
  await client.settled();
  expect(client).toMatchObject({ goneAway: null, closed: false });
  // behind its end nothing is on its way any more
  client.send(frame(0, 0, 1, 'aabb'));
  await client.settled();
  expect(client.resets.get(1)).toBe(5);
  client.close();
});

test('a client that asks and does not read is cut off before it costs much', async () => {
  const client = new RawHttp2(HOST, worker.port);
  client.socket.pause();
  const path = `/${'p'.repeat(3_000)}%2Fx`;
  // the answer is a redirect that is as long as the request
  const block = fieldBlock([':method', 'GET', ':scheme', 'http', ':path', path, ':authority', 'x']);
  for (let stream = 1; stream < 60_000 && !client.closed; stream += 2) {
    client.send(frame(1, 5, stream, block));
    if (stream % 100 === 1) await new Promise((resolve) => setImmediate(resolve));
  }
  await until(() => client.closed);
  await expectOthersServed();
});
