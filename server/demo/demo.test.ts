import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect as connectHttp2, type ClientHttp2Session } from 'node:http2';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { JsonLines } from '../supervisor/json-lines.ts';
import { Demo } from './demo.ts';
import { framed, MessageReader, numberMessage, textOf } from './messages.ts';
import type { FromDemo, ToDemo } from './protocol.ts';

type State = Exclude<FromDemo, { type: 'pong' }>;

let data: string;
let demo: Demo;
let control: Socket;
let messages: State[];

beforeEach(async () => {
  data = mkdtempSync(path.join(tmpdir(), 'switchyard-demo-'));
  demo = new Demo();
  await demo.listen(path.join(data, 'demo.sock'));
  messages = [];
  control = connect(path.join(data, 'demo.sock'));
  const lines = new JsonLines(
    (value) => messages.push(value as State),
    () => {},
  );
  control.on('data', (chunk: Buffer) => lines.take(chunk));
});
afterEach(() => {
  control.destroy();
  demo.close();
  rmSync(data, { recursive: true });
});

const tell = (message: ToDemo): void => void control.write(`${JSON.stringify(message)}\n`);

async function stateWhere(condition: (backends: State['backends']) => boolean): Promise<State['backends']> {
  for (;;) {
    const last = messages.at(-1);
    if (last !== undefined && condition(last.backends)) return last.backends;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.9.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

test('it greets, serves what it is told, and answers with what it saw', async () => {
  const endpoints = [`127.0.9.1:${await freePort()}`, `127.0.9.2:${await freePort()}`];
  tell({ type: 'serve', endpoints });
  await stateWhere((backends) => backends.length === 2 && backends.every(({ running }) => running));
  expect(messages[0]).toMatchObject({ type: 'hello', pid: process.pid });
  const answer = await fetch(`http://${endpoints[1]}/round?a=1`, {
    method: 'POST',
    headers: { 'x-user': 'ann' },
    body: 'four',
  });
  expect(answer.headers.get('x-demo-backend')).toBe(endpoints[1]);
  expect(await answer.json()).toMatchObject({
    endpoint: endpoints[1],
    request: 1,
    method: 'POST',
    path: '/round?a=1',
    headers: { 'x-user': 'ann' },
    bodyBytes: 4,
  });
  expect((await stateWhere((backends) => backends[1]?.requests === 1))[0]?.requests).toBe(0);

  tell({ type: 'serve', endpoints: [endpoints[0]!] });
  await stateWhere((backends) => backends.length === 1);
  await expect(fetch(`http://${endpoints[1]}/`)).rejects.toThrow();
});

test('a delay holds answers back', async () => {
  const endpoint = `127.0.9.1:${await freePort()}`;
  tell({ type: 'serve', endpoints: [endpoint] });
  tell({ type: 'delay', endpoint, delayMs: 80 });
  await stateWhere((backends) => backends[0]?.delayMs === 80);
  const start = performance.now();
  await (await fetch(`http://${endpoint}/`)).text();
  expect(performance.now() - start).toBeGreaterThanOrEqual(79);
});

test('a taken address is said, and taken over when it becomes free', async () => {
  const port = await freePort();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(port, '127.0.9.1', resolve));
  const endpoint = `127.0.9.1:${port}`;
  tell({ type: 'serve', endpoints: [endpoint] });
  const [backend] = await stateWhere((backends) => backends.length === 1);
  expect(backend).toMatchObject({ running: false, error: `${endpoint} is taken by another program` });
  other.close();
  const [later] = await stateWhere((backends) => backends[0]?.running === true);
  expect(later).not.toHaveProperty('error');
});

/** A message of the echo service. */
function said(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([10, bytes.length]), bytes]);
}

/** Calls a method with messages. Returns the answers and the code. */
async function call(session: ClientHttp2Session, path: string, messages: Buffer[]): Promise<[Buffer[], unknown]> {
  const stream = session.request({
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  const reader = new MessageReader();
  const answers: Buffer[] = [];
  let code: unknown;
  stream.on('data', (bytes: Buffer) => answers.push(...reader.take(bytes)));
  for (const event of ['response', 'trailers']) stream.on(event, (fields) => (code = fields['grpc-status'] ?? code));
  for (const message of messages) stream.write(framed(message));
  stream.end();
  await new Promise((resolve) => stream.once('close', resolve));
  return [answers, code];
}

test('on the same port it answers calls of gRPC: echoes, and how it is', async () => {
  const endpoint = `127.0.9.1:${await freePort()}`;
  tell({ type: 'serve', endpoints: [endpoint] });
  await stateWhere((backends) => backends[0]?.running === true);
  expect((await (await fetch(`http://${endpoint}/`)).json()) as object).toMatchObject({ request: 1 });
  const session = connectHttp2(`http://${endpoint}`);
  session.on('error', () => {});
  const echo = '/grpc.examples.echo.Echo';
  const long = 'word '.repeat(20);
  expect(await call(session, `${echo}/UnaryEcho`, [said(long)])).toEqual([[said(long)], '0']);
  expect(await call(session, `${echo}/UnaryEcho`, [Buffer.alloc(0)])).toEqual([[Buffer.alloc(0)], '0']);
  expect(await call(session, `${echo}/BidirectionalStreamingEcho`, [said('a'), said('b')])).toEqual([
    [said('a'), said('b')],
    '0',
  ]);
  expect(await call(session, `${echo}/ClientStreamingEcho`, [said('a'), said('b')])).toEqual([[said('b')], '0']);
  expect(await call(session, `${echo}/UnaryEcho`, [Buffer.from([10, 99])])).toEqual([[], '3']);
  const health = '/grpc.health.v1.Health';
  expect(await call(session, `${health}/Check`, [Buffer.alloc(0)])).toEqual([[numberMessage(1)], '0']);
  expect(await call(session, `${health}/Check`, [said('grpc.examples.echo.Echo')])).toEqual([[numberMessage(1)], '0']);
  expect(await call(session, `${health}/Check`, [said('other.Service')])).toEqual([[], '5']);
  expect(await call(session, '/other.Service/Do', [])).toEqual([[], '12']);
  const watch = session.request({ ':method': 'POST', ':path': `${health}/Watch`, 'content-type': 'application/grpc' });
  watch.on('error', () => {});
  watch.end(framed(said('other.Service')));
  expect(await new Promise((resolve) => watch.once('data', resolve))).toEqual(framed(numberMessage(3)));
  watch.close();
  const plain = session.request({ ':path': '/round' });
  let body = '';
  plain.on('data', (piece: Buffer) => (body += piece.toString()));
  await new Promise((resolve) => plain.once('close', resolve));
  expect(JSON.parse(body)).toMatchObject({ endpoint, path: '/round', method: 'GET' });
  session.destroy();
});

test('a message is read for its text whatever else it holds, and refused when it is none', () => {
  expect(textOf(Buffer.concat([Buffer.from([16, 150, 1, 26, 2, 1, 2]), said('x')]))).toBe('x');
  expect(textOf(Buffer.alloc(0))).toBe('');
  expect(textOf(Buffer.from([10, 5, 97]))).toBeNull();
  expect(textOf(Buffer.from([255]))).toBeNull();
  const reader = new MessageReader();
  const bytes = Buffer.concat([framed(said('one')), framed(said('two'))]);
  const cut = [...bytes].map((byte) => Buffer.from([byte]));
  expect(cut.flatMap((byte) => reader.take(byte))).toEqual([said('one'), said('two')]);
  expect(() => reader.take(Buffer.from([1, 0, 0, 0, 0]))).toThrow('compressed');
});
