import { connect as connectTcp } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { RuleAction } from '../routing/snapshot.ts';
import { fixedBackend } from './testing/backends.ts';
import { send } from './testing/clients.ts';
import { echoCall, http2Backend, StreamsClient } from './testing/http2.ts';
import { TestProxy, until } from './testing/proxy.ts';
import { forward, h2c, snapshotOf } from './testing/snapshot.ts';

const HOST = '127.78.34.1';
const PORT = 21_234;
const ROUND = { type: 'RoundRobin' } as const;
const open: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

async function serve(action: RuleAction): Promise<{ proxy: TestProxy; client: StreamsClient }> {
  const proxy = await TestProxy.start();
  open.push(() => proxy.stop());
  await proxy.console.serve(snapshotOf([{ path: '/', action }], { address: HOST, port: PORT }));
  const client = new StreamsClient(HOST, PORT);
  open.push(() => client.close());
  return { proxy, client };
}

/** The worker that serves is the one that was started. */
function expectNoFault(proxy: TestProxy): void {
  expect(proxy.output).not.toMatch(/proxy worker: /);
}

test('what a backend of HTTP/1.1 says that HTTP/2 cannot say harms nobody', async () => {
  const answers = [
    'HTTP/1.1 999 Odd\r\ncontent-length: 2\r\n\r\nok',
    'HTTP/1.1 200 OK\r\nhttp2-settings: a\r\nte: gzip\r\nkeep-alive: 5\r\nupgrade: h2c\r\ncontent-length: 2\r\n\r\nok',
    'HTTP/1.1 200 OK\r\ndate: a\r\ndate: b\r\ncontent-type: a\r\ncontent-type: b\r\ncontent-length: 2\r\n\r\nok',
    'HTTP/1.1 204 No Content\r\n\r\n',
    'HTTP/1.1 200 OK\r\nx-\u00e4: \u00ff\u0080\r\ncontent-length: 2\r\n\r\nok',
  ];
  const statuses: (number | null)[] = [];
  for (const [index, answer] of answers.entries()) {
    const backend = await fixedBackend(`127.78.34.${10 + index}`, answer);
    const { proxy, client } = await serve(forward(ROUND, [backend.endpoint]));
    statuses.push((await client.send({ ':method': 'GET', ':path': '/' })).status);
    // the connection goes on
    statuses.push((await client.send({ ':method': 'GET', ':path': '/' })).status);
    expectNoFault(proxy);
    client.close();
    await proxy.stop();
    open.splice(0);
    backend.close();
  }
  expect(statuses).toEqual([502, 502, 200, 200, 200, 200, 204, 204, 502, 502]);
});

test('what a client says that HTTP/2 cannot say to a backend is left out', async () => {
  const seen: string[][] = [];
  const backend = await http2Backend('127.78.34.20', (stream, _headers, raw) => {
    seen.push(raw.filter((_, i) => i % 2 === 0));
    stream.respond({ ':status': 200 }, { endStream: true });
  });
  open.push(backend.close);
  const { proxy, client } = await serve(h2c(ROUND, [backend.endpoint]));
  const headers = { host: 'x', te: 'gzip', 'http2-settings': 'a', 'x-kept': '1' };
  expect((await send({ host: HOST, port: PORT, path: '/', headers })).status).toBe(200);
  expect((await client.send({ ':method': 'GET', ':path': '/', 'x-kept': '1' })).status).toBe(200);
  // as much as may come, and the proxy's own besides
  const many = Object.fromEntries(Array.from({ length: 94 }, (_, i) => [`x-${i}`, 'v'.repeat(600)]));
  expect(
    (await send({ host: HOST, port: PORT, path: '/', headers: { host: 'x', ...many, 'x-kept': '1' } })).status,
  ).toBe(200);
  expect(seen.at(-1)!.length).toBeGreaterThan(100);
  for (const names of seen) {
    expect(names).toContain('x-kept');
    expect(names).not.toContain('te');
    expect(names).not.toContain('http2-settings');
  }
  expectNoFault(proxy);
});

/** A HEADERS frame of a GET that nothing follows, in literals without an index. */
function headersFrame(stream: number, fields: [string, string][]): Buffer {
  const block = Buffer.concat(
    fields.map(([name, value]) =>
      Buffer.concat([
        Buffer.from([0, name.length]),
        Buffer.from(name),
        Buffer.from([value.length]),
        Buffer.from(value),
      ]),
    ),
  );
  const frame = Buffer.alloc(9);
  frame.writeUIntBE(block.length, 0, 3);
  frame[3] = 1;
  frame[4] = 5;
  frame.writeUInt32BE(stream, 5);
  return Buffer.concat([frame, block]);
}

test('a client that opens and resets streams without end loses its connection, and another is served', async () => {
  const backend = await http2Backend('127.78.34.21', echoCall('x'));
  open.push(backend.close);
  const { proxy, client } = await serve(h2c(ROUND, [backend.endpoint]));
  const socket = connectTcp(PORT, HOST);
  socket.on('error', () => {});
  socket.resume();
  socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
  socket.write(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]));
  for (let stream = 1; stream < 8_000 && !socket.destroyed; stream += 2) {
    const reset = Buffer.from([0, 0, 4, 3, 0, 0, 0, 0, 0, 0, 0, 0, 8]);
    reset.writeUInt32BE(stream, 5);
    const fields: [string, string][] = [
      [':method', 'GET'],
      [':path', '/'],
      [':scheme', 'http'],
      [':authority', 'x'],
    ];
    socket.write(Buffer.concat([headersFrame(stream, fields), reset]));
    if (stream % 200 === 1) await new Promise((resolve) => setImmediate(resolve));
  }
  await until(() => socket.destroyed);
  expect(await client.call('/a/b')).toMatchObject({ trailers: { 'grpc-status': '0' } });
  expectNoFault(proxy);
});

test('a hundred streams of one client, each with a large answer that it reads late, come whole', async () => {
  const size = 512 * 1024;
  const backend = await http2Backend('127.78.34.22', (stream) => {
    stream.respond({ ':status': 200 });
    stream.resume();
    stream.end(Buffer.alloc(size, 'x'));
  });
  open.push(backend.close);
  const { proxy, client } = await serve(h2c(ROUND, [backend.endpoint]));
  const streams = Array.from({ length: 100 }, () => client.session.request({ ':path': '/', ':authority': 'x' }));
  await Promise.all(streams.map((stream) => new Promise((resolve) => stream.once('response', resolve))));
  const sizes = await Promise.all(
    streams.map(async (stream) => {
      let got = 0;
      stream.on('error', () => {});
      stream.on('data', (piece: Buffer) => (got += piece.length));
      await new Promise((resolve) => stream.once('close', resolve));
      return got;
    }),
  );
  expect(new Set(sizes)).toEqual(new Set([size]));
  expectNoFault(proxy);
});

test.each([
  ['a wrong preface', 'INVALID CONNECTION PREFACE\r\n\r\n', ''],
  ['another protocol', 'DESCRIBE rtsp://a RTSP/1.0\r\n\r\n', ''],
  ['a method of HTTP', 'GET / ICY/1.1\r\n\r\n', 'HTTP/1.1 400 Bad Request'],
  ['no protocol', 'GET /\r\n\r\n', 'HTTP/1.1 426 Upgrade Required'],
  ['a protocol and more', 'GET / HTTP/1.1 X/1\r\n\r\n', 'HTTP/1.1 400 Bad Request'],
])(
  '%s at the beginning of a connection ends it, with an answer only where it may be HTTP/1.1',
  async (_, text, line) => {
    const { proxy } = await serve(h2c(ROUND, []));
    const socket = connectTcp(PORT, HOST);
    let got = '';
    socket.on('data', (piece: Buffer) => (got += piece.toString('latin1')));
    socket.on('error', () => {});
    socket.write(text);
    await until(() => socket.readableEnded);
    expect(got.split('\r\n')[0]).toBe(line);
    expectNoFault(proxy);
  },
);
