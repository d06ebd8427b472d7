import type { ServerHttp2Stream } from 'node:http2';
import type { Writable } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { echoCall, http2Backend, StreamsClient } from './testing/http2.ts';
import { InProcessWorker } from './testing/in-process.ts';
import { delay, until } from './testing/proxy.ts';
import { h2c } from './testing/snapshot.ts';

const HOST = '127.78.33.1';
const MESSAGE = { ':method': 'POST', ':path': '/a.S/M', ':authority': 'x', 'content-type': 'application/grpc' };
const open: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

/** A client of a worker in front of one backend. */
async function serve(...given: Parameters<typeof http2Backend>): Promise<StreamsClient> {
  const backend = await http2Backend(...given);
  const worker = new InProcessWorker(HOST, {});
  await worker.serve(h2c({ type: 'RoundRobin' }, [backend.endpoint]));
  const client = new StreamsClient(HOST, worker.port);
  open.push(
    backend.close,
    () => worker.stop(),
    () => client.close(),
  );
  return client;
}

/** Sends without end until nothing more is taken for a while. Returns how many bytes were. */
async function fill(stream: Writable): Promise<number> {
  const piece = Buffer.alloc(16 * 1024);
  let taken = 0;
  for (;;) {
    const ready = stream.write(piece, () => (taken += piece.length));
    if (ready) continue;
    const drained = await Promise.race([
      new Promise<boolean>((resolve) => stream.once('drain', () => resolve(true))),
      delay(400).then(() => false),
    ]);
    if (!drained) return taken;
  }
}

/** What may be under way where the other side does not read: windows of both connections, and what lies in sockets and streams between. */
const UNDER_WAY = 1024 * 1024;

test('a backend that does not read holds up its client, and nobody else', async () => {
  const stalled: ServerHttp2Stream[] = [];
  const client = await serve('127.78.33.10', (stream, headers) => {
    if (headers[':path'] === '/fine') echoCall('fine')(stream);
    else stalled.push(stream);
  });
  const stream = client.session.request(MESSAGE, { endStream: false });
  stream.on('error', () => {});
  expect(await fill(stream)).toBeLessThan(UNDER_WAY);
  expect(await client.call('/fine')).toMatchObject({ trailers: { 'grpc-status': '0' } });
  let got = 0;
  stalled[0]!.on('data', (piece: Buffer) => (got += piece.length));
  stream.end();
  await until(() => stream.writableFinished);
  await until(() => got > 0 && got % (16 * 1024) === 0 && stalled[0]!.readableEnded);
});

test('a client that does not read holds up its backend, and nobody else', async () => {
  const full: Promise<number>[] = [];
  const client = await serve('127.78.33.11', (stream, headers) => {
    if (headers[':path'] === '/fine') {
      echoCall('fine')(stream);
      return;
    }
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' });
    full.push(fill(stream).finally(() => stream.end()));
  });
  const stream = client.session.request(MESSAGE);
  await new Promise((resolve) => stream.once('response', resolve));
  await until(() => full.length === 1);
  const sent = await full[0]!;
  expect(sent).toBeLessThan(UNDER_WAY);
  expect(await client.call('/fine')).toMatchObject({ trailers: { 'grpc-status': '0' } });
  let got = 0;
  stream.on('data', (piece: Buffer) => (got += piece.length));
  await new Promise((resolve) => stream.once('close', resolve));
  expect(got).toBeGreaterThanOrEqual(sent);
});
