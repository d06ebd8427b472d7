import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { httpBackend, type Backend } from './testing/backends.ts';
import { answerOf, http2Backend, StreamsClient, type StreamsBackend } from './testing/http2.ts';
import { InProcessWorker } from './testing/in-process.ts';
import { delay, until } from './testing/proxy.ts';
import { fieldBlock, frame, RawHttp2 } from './testing/raw-http2.ts';
import { forward, h2c } from './testing/snapshot.ts';

const HOST = '127.78.37.1';
let streaming: InProcessWorker;
let plain: InProcessWorker;
let backend: StreamsBackend;
let plainBackend: Backend;

beforeAll(async () => {
  backend = await http2Backend('127.78.37.10', (stream, headers) => {
    if (headers['x-do'] === 'early') stream.respond({ ':status': 200 }, { endStream: true });
    else if (headers['x-do'] === 'reset') stream.close(2);
    else {
      stream.respond({ ':status': 200 });
      stream.pipe(stream);
    }
  });
  plainBackend = await httpBackend('127.78.37.11', (request, response) => {
    if (request.headers['x-do'] === 'early') response.end('early');
    else if (request.headers['x-do'] === 'reset') request.socket.destroy();
    else request.pipe(response);
  });
  streaming = new InProcessWorker(HOST, {});
  await streaming.serve(h2c({ type: 'RoundRobin' }, [backend.endpoint]));
  plain = new InProcessWorker('127.78.37.2', {});
  await plain.serve(forward({ type: 'RoundRobin' }, [plainBackend.endpoint]));
});
afterAll(async () => {
  await Promise.all([streaming.stop(), plain.stop()]);
  backend.close();
  plainBackend.close();
});

const HEAD: fc.Arbitrary<string[]> = fc.constantFrom<string[]>(
  [':method', 'POST', ':scheme', 'http', ':path', '/a', ':authority', 'x'],
  [':method', 'GET', ':scheme', 'http', ':path', '/a', ':authority', 'x', 'x-do', 'early'],
  [':method', 'POST', ':scheme', 'http', ':path', '/a', ':authority', 'x', 'content-length', '3'],
  [':method', 'GET', ':path', '/a', ':authority', 'x'],
  ['x-trailer', '1'],
  ['x-a_b', '', ':path', '/'],
);
const STREAM = fc.oneof(
  { weight: 14, arbitrary: fc.constantFrom(1, 3, 5) },
  { weight: 1, arbitrary: fc.constantFrom(0, 2, 7, 2 ** 31 - 1) },
);
const OPEN = fieldBlock([':method', 'POST', ':scheme', 'http', ':path', '/a', ':authority', 'x']);
const PAYLOAD = fc.oneof(
  fc.uint8Array({ maxLength: 24 }).map((bytes) => Buffer.from(bytes)),
  fc.constantFrom('', '00000000', '00000001', '7fffffff', '0102030405060708').map((hex) => Buffer.from(hex, 'hex')),
);
/** Frames that make sense by themselves, and those that make none. */
const FRAME = fc.oneof(
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(4, 5), STREAM, HEAD)
      .map(([flags, id, head]) => frame(1, flags, id, fieldBlock(head))),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(fc.constantFrom(0, 1), STREAM, PAYLOAD).map(([flags, id, body]) => frame(0, flags, id, body)),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(STREAM, fc.nat(13)).map(([id, code]) => frame(3, 0, id, code.toString(16).padStart(8, '0'))),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(STREAM, fc.constantFrom('00000001', '0000ffff')).map(([id, hex]) => frame(8, 0, id, hex)),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.nat(11), fc.nat(255), STREAM, PAYLOAD)
      .map(([type, flags, id, body]) => frame(type, flags, id, body)),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes)) },
);

test('whatever frames come, the connection goes on or ends, and others are served', async () => {
  let ended = 0;
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(FRAME, { minLength: 1, maxLength: 14 }), fc.boolean(), async (frames, inPieces) => {
      const worker = runs++ % 2 === 0 ? streaming : plain;
      const client = new RawHttp2(worker.host, worker.port);
      client.send(...[1, 3, 5].map((id) => frame(1, 4, id, OPEN)));
      if (inPieces) for (const one of frames) client.send(one);
      else client.send(...frames);
      // a frame that is not whole takes the ping for the rest of itself
      await Promise.race([client.settled().catch(() => {}), delay(40)]);
      if (client.closed || client.goneAway !== null) ended++;
      client.close();
    }),
    { numRuns: 250 },
  );
  // both happen
  expect(ended).toBeGreaterThan(20);
  expect(ended).toBeLessThan(runs - 20);
  for (const { host, port } of [streaming, plain]) {
    const other = new StreamsClient(host, port);
    expect(await other.send({ ':method': 'POST', ':path': '/' }, 'hello')).toMatchObject({
      status: 200,
      body: 'hello',
    });
    other.close();
  }
  await until(() => backend.sessions.size <= 1);
}, 60_000);

/** What a client does with one stream. */
const DOING = fc.record({
  how: fc.constantFrom('whole', 'cancel at once', 'cancel behind the head', 'cancel unread', 'half', 'early', 'reset'),
  size: fc.oneof(fc.nat(2_000), fc.constantFrom(0, 16_384, 65_536, 200_000)),
});

async function act(client: StreamsClient, how: string, size: number): Promise<void> {
  const body = Buffer.alloc(size, 'b');
  const fields = {
    ':method': 'POST',
    ':path': '/',
    ':authority': 'x',
    ...(how === 'early' || how === 'reset' ? { 'x-do': how } : {}),
  };
  const stream = client.session.request(fields);
  stream.on('error', () => {});
  const closed = new Promise((resolve) => stream.once('close', resolve));
  stream.write(body);
  if (how === 'cancel at once') stream.close(8);
  else if (how === 'cancel behind the head') stream.once('response', () => stream.close(8));
  else if (how === 'cancel unread') setTimeout(() => stream.close(8), 3);
  else if (how === 'half') {
    await new Promise((resolve) => setTimeout(resolve, 3));
    stream.destroy();
  } else {
    stream.resume();
    stream.end();
  }
  // an answer of a backend that waits for all of the request does not come before
  const patience = how === 'cancel behind the head' ? setTimeout(() => stream.close(8), 20) : undefined;
  await closed;
  clearTimeout(patience);
}

test.each(['of HTTP/2', 'of HTTP/1.1'])(
  'whatever a client does with its streams to a backend %s, its connection is as good as new',
  async (kind) => {
    const worker = kind === 'of HTTP/2' ? streaming : plain;
    const client = new StreamsClient(worker.host, worker.port);
    const size = 1_500_000;
    await fc.assert(
      fc.asyncProperty(fc.array(DOING, { minLength: 1, maxLength: 40 }), async (doings) => {
        await Promise.all(doings.map(({ how, size }) => act(client, how, size)));
      }),
      { numRuns: 25 },
    );
    // as many streams as are allowed, and more than all windows hold
    const answers = Array.from({ length: 100 }, () => client.send({ ':method': 'POST', ':path': '/' }, 'small'));
    expect((await Promise.all(answers)).map(({ body, code }) => `${body} ${code}`)).toEqual(
      Array.from({ length: 100 }, () => 'small 0'),
    );
    const large = client.session.request({ ':method': 'POST', ':path': '/', ':authority': 'x' });
    const answer = answerOf(large);
    large.end(Buffer.alloc(size, 'l'));
    expect((await answer).body.length).toBe(size);
    expect(client.goneAway).toBeNull();
    client.close();
  },
  60_000,
);
