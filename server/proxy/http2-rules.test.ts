import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tcpBackend } from './testing/backends.ts';
import { http2Backend, StreamsClient, type StreamsBackend } from './testing/http2.ts';
import { InProcessWorker } from './testing/in-process.ts';
import { until } from './testing/proxy.ts';
import { fieldBlock, frame, GET, RawHttp2 } from './testing/raw-http2.ts';
import { h2c } from './testing/snapshot.ts';

/* What RFC 9113 wants to be done about each way to break it; sections are named. */

const HOST = '127.78.38.1';
const PROTOCOL_ERROR = 1;
const FLOW_CONTROL_ERROR = 3;
const STREAM_CLOSED = 5;
const FRAME_SIZE_ERROR = 6;
const COMPRESSION_ERROR = 9;
let worker: InProcessWorker;
let backend: StreamsBackend;

beforeAll(async () => {
  backend = await http2Backend('127.78.38.10', (stream, headers) => {
    // one that does not read
    if (headers[':path'] === '/stalled') return;
    stream.respond({ ':status': 200 });
    // what is to stay open waits for its end
    if (headers[':path'] === '/long') stream.end(Buffer.alloc(200_000));
    else if (headers[':method'] === 'GET') stream.end('answer');
    else stream.resume().on('end', () => stream.end('answer'));
  });
  worker = new InProcessWorker(HOST, {});
  await worker.serve(h2c({ type: 'RoundRobin' }, [backend.endpoint]));
});
afterAll(async () => {
  await worker.stop();
  backend.close();
});

const request = (more: string[] = [], path = '/a', method = 'POST'): Buffer =>
  fieldBlock([':method', method, ':scheme', 'http', ':path', path, ':authority', 'x', ...more]);
const POST = request();

/** Sends frames behind the begin of a connection, each group when the one before has been looked at. */
async function tell(...groups: Buffer[][]): Promise<RawHttp2> {
  const client = new RawHttp2(HOST, worker.port);
  for (const group of groups) {
    client.send(...group);
    await client.settled();
  }
  return client;
}

/** A literal field as it stands, which no encoder of ours would write. */
function literal(name: string, value: string): Buffer {
  return Buffer.concat([
    Buffer.from([0, name.length]),
    Buffer.from(name, 'latin1'),
    Buffer.from([value.length]),
    Buffer.from(value, 'latin1'),
  ]);
}
const withField = (name: string, value: string): Buffer =>
  Buffer.concat([request([], '/a', 'GET'), literal(name, value)]);

describe('the connection ends', () => {
  test.each([
    ['with data on no stream (6.1)', PROTOCOL_ERROR, [frame(0, 0, 0, '00')]],
    ['with data on an idle stream (5.1)', PROTOCOL_ERROR, [frame(0, 0, 7, '00')]],
    ['with a reset of an idle stream (6.4)', PROTOCOL_ERROR, [frame(3, 0, 7, '00000008')]],
    ['with a window of an idle stream (6.9)', PROTOCOL_ERROR, [frame(8, 0, 7, '00000001')]],
    ['with a stream of an even number (5.1.1)', PROTOCOL_ERROR, [frame(1, 5, 2, GET)]],
    ['with a stream below another one (5.1.1)', PROTOCOL_ERROR, [frame(1, 5, 5, GET), frame(1, 5, 3, GET)]],
    ['with a head on no stream (6.2)', PROTOCOL_ERROR, [frame(1, 5, 0, GET)]],
    ['with a head that is no block (4.3)', COMPRESSION_ERROR, [frame(1, 5, 1, '80')]],
    ['with padding longer than its frame (6.1)', PROTOCOL_ERROR, [frame(1, 4, 1, POST), frame(0, 8, 1, '0500')]],
    ['with a priority on no stream (6.3)', PROTOCOL_ERROR, [frame(2, 0, 0, '0000000100')]],
    ['with a pushed stream (8.4)', PROTOCOL_ERROR, [frame(5, 4, 1, '00000002')]],
    ['with a continuation of nothing (6.10)', PROTOCOL_ERROR, [frame(9, 4, 1, GET)]],
    [
      'with another frame inside a head (6.10)',
      PROTOCOL_ERROR,
      [frame(1, 1, 1, GET), frame(6, 0, 0, '0000000000000000')],
    ],
    ['with settings of no multiple of six (6.5)', FRAME_SIZE_ERROR, [frame(4, 0, 0, '0001')]],
    ['with settings on a stream (6.5)', PROTOCOL_ERROR, [frame(4, 0, 1)]],
    ['with an acknowledgement that says something (6.5)', FRAME_SIZE_ERROR, [frame(4, 1, 0, '000100000000')]],
    ['with a push that is neither on nor off (6.5.2)', PROTOCOL_ERROR, [frame(4, 0, 0, '000200000002')]],
    ['with a first window above the largest (6.5.2)', FLOW_CONTROL_ERROR, [frame(4, 0, 0, '000480000000')]],
    ['with frames that are to be too short (6.5.2)', PROTOCOL_ERROR, [frame(4, 0, 0, '000500000001')]],
    ['with a ping of seven bytes (6.7)', FRAME_SIZE_ERROR, [frame(6, 0, 0, '00000000000000')]],
    ['with a ping on a stream (6.7)', PROTOCOL_ERROR, [frame(6, 0, 1, '0000000000000000')]],
    ['with a window that grows by nothing (6.9)', PROTOCOL_ERROR, [frame(8, 0, 0, '00000000')]],
    ['with a window above the largest (6.9.1)', FLOW_CONTROL_ERROR, [frame(8, 0, 0, '7fffffff')]],
    ['with a frame that is too long (4.2)', FRAME_SIZE_ERROR, [frame(0, 0, 1, Buffer.alloc(16_385))]],
  ])('%s', async (_what, code, frames) => {
    const client = await tell(frames);
    await until(() => client.goneAway !== null);
    expect(client.goneAway).toBe(code);
    await until(() => client.closed);
  });

  test('with a head on a stream that both sides have ended (5.1)', async () => {
    const client = await tell([frame(1, 5, 1, GET)]);
    await until(() => client.types.filter((type) => type === 0).length > 0);
    client.send(frame(1, 5, 1, GET));
    await until(() => client.goneAway !== null);
    expect(client.goneAway).toBe(STREAM_CLOSED);
  });
});

describe('the stream alone is reset', () => {
  test.each([
    ['a window that grows by nothing (6.9)', PROTOCOL_ERROR, [frame(1, 4, 1, POST), frame(8, 0, 1, '00000000')]],
    ['a window above the largest (6.9.1)', FLOW_CONTROL_ERROR, [frame(1, 4, 1, POST), frame(8, 0, 1, '7fffffff')]],
    ['data behind its end (5.1)', STREAM_CLOSED, [frame(1, 5, 1, POST), frame(0, 0, 1, '00')]],
    ['a priority of itself (5.3.1 of RFC 7540)', PROTOCOL_ERROR, [frame(1, 4, 1, POST), frame(2, 0, 1, '0000000100')]],
    [
      'a head that depends on itself',
      PROTOCOL_ERROR,
      [frame(1, 0x24, 1, Buffer.concat([Buffer.from('0000000100', 'hex'), POST]))],
    ],
    [
      'trailers that do not end it (8.1)',
      PROTOCOL_ERROR,
      [frame(1, 4, 1, POST), frame(1, 4, 1, fieldBlock(['x-a', '1']))],
    ],
    [
      'trailers with a pseudo field (8.1)',
      PROTOCOL_ERROR,
      [frame(1, 4, 1, POST), frame(1, 5, 1, fieldBlock([':path', '/']))],
    ],
    [
      'a body longer than its length (8.1.1)',
      PROTOCOL_ERROR,
      [frame(1, 4, 1, request(['content-length', '1'])), frame(0, 1, 1, '0000')],
    ],
    [
      'a body shorter than its length (8.1.1)',
      PROTOCOL_ERROR,
      [frame(1, 4, 1, request(['content-length', '3'])), frame(0, 1, 1, '0000')],
    ],
    ['no body where there is a length (8.1.1)', PROTOCOL_ERROR, [frame(1, 5, 1, request(['content-length', '3']))]],
    ['two lengths (8.1.1)', PROTOCOL_ERROR, [frame(1, 4, 1, request(['content-length', '3', 'content-length', '4']))]],
    ['a name with an upper case (8.2.1)', PROTOCOL_ERROR, [frame(1, 5, 1, withField('X-a', '1'))]],
    ['a name with a space', PROTOCOL_ERROR, [frame(1, 5, 1, withField('x a', '1'))]],
    ['a value with a line end', PROTOCOL_ERROR, [frame(1, 5, 1, withField('x-a', '1\r\nx-b: 2'))]],
    ['a value with a space behind it', PROTOCOL_ERROR, [frame(1, 5, 1, withField('x-a', '1 '))]],
    ['a field of one connection (8.2.2)', PROTOCOL_ERROR, [frame(1, 5, 1, withField('transfer-encoding', 'chunked'))]],
    ['te that asks for more than trailers (8.2.2)', PROTOCOL_ERROR, [frame(1, 5, 1, withField('te', 'gzip'))]],
    [
      'a pseudo field that is not known (8.3)',
      PROTOCOL_ERROR,
      [frame(1, 5, 1, fieldBlock([':method', 'GET', ':scheme', 'http', ':path', '/', ':authority', 'x', ':a', 'b']))],
    ],
    [
      'a pseudo field behind others (8.3)',
      PROTOCOL_ERROR,
      [frame(1, 5, 1, fieldBlock([':method', 'GET', ':scheme', 'http', ':authority', 'x', 'a', 'b', ':path', '/']))],
    ],
    ['a pseudo field twice (8.3)', PROTOCOL_ERROR, [frame(1, 5, 1, request([':path', '/']))]],
    [
      'no path (8.3.1)',
      PROTOCOL_ERROR,
      [frame(1, 5, 1, fieldBlock([':method', 'GET', ':scheme', 'http', ':authority', 'x']))],
    ],
    ['a path that is none (8.3.1)', PROTOCOL_ERROR, [frame(1, 5, 1, request([], 'a', 'GET'))]],
    [
      'no host at all',
      PROTOCOL_ERROR,
      [frame(1, 5, 1, fieldBlock([':method', 'GET', ':scheme', 'http', ':path', '/']))],
    ],
  ])('for %s', async (_what, code, frames) => {
    const client = await tell(frames);
    expect(client.resets.get(1)).toBe(code);
    expect(client.goneAway).toBeNull();
    // another stream is served
    client.send(frame(1, 5, 3, GET));
    await until(() => client.types.includes(0));
    client.close();
  });
});

test('a stream on which more comes than its window allows is reset (6.9.1)', async () => {
  const full = frame(0, 0, 1, Buffer.alloc(16_384));
  const client = await tell([frame(1, 4, 1, request([], '/stalled')), ...Array.from({ length: 20 }, () => full)]);
  expect(client.resets.get(1)).toBe(FLOW_CONTROL_ERROR);
  client.send(frame(1, 5, 3, GET));
  await until(() => client.types.includes(0));
  client.close();
});

test('what is not known is left out: frames, settings, flags, and a ping that nobody sent', async () => {
  const client = await tell([
    frame(200, 255, 1, 'aabb'),
    frame(4, 0, 0, '00ff00000001'),
    frame(6, 1, 0, '0000000000000000'),
    frame(1, 0xc5, 1, GET),
  ]);
  await until(() => client.types.includes(0));
  expect(client).toMatchObject({ goneAway: null, closed: false });
  client.close();
});

test('a body is sent as windows allow, to the byte, also where they shrink below nothing (6.9.2)', async () => {
  const long = request([], '/long', 'GET');
  // first windows of ten bytes
  const client = await tell([frame(4, 0, 0, '00040000000a')], [frame(1, 5, 1, long)]);
  const size = (): number => client.data.get(1) ?? 0;
  await until(() => size() === 10);
  client.send(frame(4, 0, 0, '000400000000'), frame(8, 0, 1, '00000005'));
  await client.settled();
  // ten are sent of a window of five
  expect(size()).toBe(10);
  client.send(frame(8, 0, 1, '00000006'));
  await until(() => size() === 11);
  client.send(frame(8, 0, 1, '0000ffff'));
  // all of the connection's
  await until(() => size() === 65_535);
  client.send(frame(8, 0, 0, '00ffffff'), frame(8, 0, 1, '00ffffff'));
  await until(() => size() === 200_000);
  client.close();
});

test('more streams at once than are allowed are refused, and those that are open go on (5.1.2)', async () => {
  const client = await tell(Array.from({ length: 105 }, (_, i) => frame(1, 4, 2 * i + 1, POST)));
  expect([...client.resets]).toEqual([201, 203, 205, 207, 209].map((stream) => [stream, 7]));
  client.send(frame(0, 1, 1, '00'));
  await until(() => client.types.includes(0));
  client.close();
});

/** A backend that sends frames when it is asked something. */
async function answering(address: string, frames: Buffer[]): Promise<{ answer: unknown; close: () => void }> {
  const raw = await tcpBackend(address, (socket: Socket) => {
    socket.write(frame(4, 0, 0));
    socket.on('data', (bytes) => {
      if (bytes.includes('PRI')) setTimeout(() => socket.write(Buffer.concat(frames)), 10);
    });
  });
  const at = new InProcessWorker(HOST, {});
  await at.serve(h2c({ type: 'RoundRobin' }, [raw.endpoint]));
  const client = new StreamsClient(HOST, at.port);
  const { status, body, code, headers } = await client.send({ ':method': 'GET', ':path': '/' });
  client.close();
  await at.stop();
  return { answer: { status, body, code, 'x-a': headers['x-a'] }, close: raw.close };
}

const OK = fieldBlock([':status', '200', 'x-a', '1']);
const failed = {
  status: 502,
  body: 'upstream connect error or disconnect/reset before headers. reset reason: protocol error',
  code: 0,
};

test.each([
  ['an answer', [frame(1, 4, 1, OK), frame(0, 1, 1, '6f6b')], { status: 200, body: 'ok', code: 0, 'x-a': '1' }],
  ['interim answers', [frame(1, 4, 1, fieldBlock([':status', '103'])), frame(1, 5, 1, OK)], { status: 200, code: 0 }],
  ['a head without a status', [frame(1, 5, 1, fieldBlock(['x-a', '1']))], failed],
  ['a switch to another protocol', [frame(1, 4, 1, fieldBlock([':status', '101']))], failed],
  ['an interim answer that is the last', [frame(1, 5, 1, fieldBlock([':status', '100']))], failed],
  ['data before the head', [frame(0, 0, 1, '00')], failed],
  ['a length that is not kept', [frame(1, 5, 1, fieldBlock([':status', '200', 'content-length', '2']))], failed],
  ['a field of one connection', [frame(1, 5, 1, fieldBlock([':status', '200', 'connection', 'x']))], failed],
  ['a pushed stream', [frame(5, 4, 1, '00000002')], failed],
  ['a stream that nobody opened', [frame(1, 5, 9, OK)], failed],
  ['a frame of nothing that is known, then an answer', [frame(99, 0, 1, 'aa'), frame(1, 5, 1, OK)], { status: 200 }],
])('of a backend: %s', async (_what, frames, expected) => {
  const { answer, close } = await answering('127.78.38.20', frames);
  close();
  expect(answer).toMatchObject(expected);
});
