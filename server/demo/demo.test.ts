import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { JsonLines } from '../supervisor/json-lines.ts';
import { Demo } from './demo.ts';
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
