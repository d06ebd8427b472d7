import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { LiveStream } from './stream.ts';

let server: Server;
afterEach(() => server.close());

async function open(stream: LiveStream): Promise<number> {
  server = createServer((_request, response) => stream.attach(response, [{ type: 'generator', run: null }]));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function read(port: number): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get({ port, host: '127.0.0.1' }, resolve).once('error', reject);
  });
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

const empty = { at: 1, intervalMs: 500, endpoints: [], rules: [], listeners: [] };

test('every reader gets the first events and then all others, until the stream closes', async () => {
  const stream = new LiveStream();
  const port = await open(stream);
  const answers = await Promise.all([read(port), read(port)]);
  const texts = answers.map((answer) => {
    const chunks: string[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
    return { chunks, ended: new Promise((resolve) => answer.once('end', resolve)) };
  });
  await until(() => stream.size === 2);
  stream.send({ type: 'sample', sample: empty });
  stream.close();
  for (const { chunks, ended } of texts) {
    await ended;
    const events = [...chunks.join('').matchAll(/^data: (.*)$/gm)].map((match) => JSON.parse(match[1]!) as unknown);
    expect(events).toEqual([
      { type: 'generator', run: null },
      { type: 'sample', sample: empty },
    ]);
  }
  expect((await read(port)).statusCode).toBe(503);
});

test('a reader that does not read is dropped instead of buffered for', async () => {
  const stream = new LiveStream();
  const port = await open(stream);
  const answer = await read(port);
  answer.pause();
  answer.on('error', () => {});
  await until(() => stream.size === 1);
  const sample = { ...empty, rules: [{ ruleId: 'x'.repeat(200_000), requests: 1, statuses: [], own: [] }] };
  const before = process.memoryUsage().arrayBuffers;
  for (let i = 0; i < 2_000 && stream.size === 1; i++) {
    stream.send({ type: 'sample', sample });
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(stream.size).toBe(0);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100 << 20);
  stream.close();
  answer.destroy();
});
