import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectControl } from './control-socket.ts';
import { Keeper, type KeptProcess } from './keeper.ts';
import { ProcessLog } from './process-log.ts';

let data: string;
let said: string[];
let ups: { pid: number; adopted: boolean }[];
let keepers: Keeper[];

beforeEach(() => {
  data = mkdtempSync(path.join(tmpdir(), 'switchyard-keeper-'));
  said = [];
  ups = [];
  keepers = [];
});
afterEach(async () => {
  for (const keeper of keepers) await keeper.stop();
  rmSync(data, { recursive: true });
});

/** A process that greets on a control socket and ends when asked, or not. */
const GREETER = `
import { createServer } from 'node:net';
import { rmSync } from 'node:fs';
const file = process.env.SOCKET;
rmSync(file, { force: true });
console.log('started');
process.on('SIGTERM', () => { if (!process.env.STUBBORN) process.exit(0); });
createServer((socket) => {
  socket.on('error', () => {});
  socket.on('data', (data) => { if (String(data).includes('drain') && !process.env.STUBBORN) process.exit(0); });
  socket.write(JSON.stringify({ type: 'hello', pid: process.pid }) + '\\n');
}).listen(file);
`;

function greeter(more: Partial<KeptProcess> = {}, environment: Record<string, string> = {}): Keeper {
  const script = path.join(data, 'greeter.mjs');
  writeFileSync(script, GREETER);
  const keeper = new Keeper(
    {
      name: 'the greeter',
      script,
      environment: { ...process.env, SOCKET: path.join(data, 'greeter.sock'), ...environment },
      log: new ProcessLog(data, 'greeter'),
      socket: path.join(data, 'greeter.sock'),
      deadlineMs: 10_000,
      ...more,
    },
    { say: (line) => said.push(line), up: (pid, adopted) => ups.push({ pid, adopted }) },
  );
  keepers.push(keeper);
  return keeper;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('a process that was killed is started again', async () => {
  greeter().start();
  await until(() => ups.length === 1);
  process.kill(ups[0]!.pid, 'SIGKILL');
  await until(() => ups.length === 2);
  expect(ups[1]!.pid).not.toBe(ups[0]!.pid);
  expect(said.join('\n')).toContain('the greeter ended unexpectedly; starting it again. Its last lines:\nstarted');
});

test('stop ends it, and it stays ended', async () => {
  const keeper = greeter();
  keeper.start();
  await until(() => ups.length === 1);
  await keeper.stop();
  expect(alive(ups[0]!.pid)).toBe(false);
  expect(keeper.pid).toBe(null);
  expect(said).toEqual([]);
});

test('it ends by its farewell where it has one', async () => {
  const keeper = greeter({ farewell: { type: 'drain' } });
  keeper.start();
  await until(() => ups.length === 1);
  await keeper.stop();
  expect(alive(ups[0]!.pid)).toBe(false);
  expect(said).toEqual([]);
});

test('one that does not end in time is killed', async () => {
  const keeper = greeter({ deadlineMs: 200 }, { STUBBORN: '1' });
  keeper.start();
  await until(() => ups.length === 1);
  await keeper.stop();
  expect(alive(ups[0]!.pid)).toBe(false);
  expect(said).toEqual(['the greeter did not end within 0.2 s and was killed']);
});

test('one that outlived its supervisor is adopted, kept and ended like a child', async () => {
  const first = greeter();
  const left = spawn(process.execPath, [path.join(data, 'greeter.mjs')], {
    env: { ...process.env, SOCKET: path.join(data, 'greeter.sock') },
    stdio: 'ignore',
  });
  while ((await connectControl(path.join(data, 'greeter.sock'), 1_000)) === null);
  first.start();
  await until(() => ups.length === 1);
  expect(ups[0]).toEqual({ pid: left.pid, adopted: true });
  process.kill(left.pid!, 'SIGKILL');
  await until(() => ups.length === 2);
  expect(ups[1]!.adopted).toBe(false);
  await first.stop();
  expect(alive(ups[1]!.pid)).toBe(false);
});

test('stop also ends one that an earlier supervisor left behind', async () => {
  const keeper = greeter();
  const left = spawn(process.execPath, [path.join(data, 'greeter.mjs')], {
    env: { ...process.env, SOCKET: path.join(data, 'greeter.sock') },
    stdio: 'ignore',
  });
  const gone = new Promise((resolve) => left.once('exit', resolve));
  while ((await connectControl(path.join(data, 'greeter.sock'), 1_000)) === null);
  await keeper.stop();
  await gone;
  expect(left.exitCode).toBe(0);
});

test('a process without a control socket talks over its channel', async () => {
  const script = path.join(data, 'talker.mjs');
  writeFileSync(script, `process.send({ type: 'ready', url: 'u' }); setInterval(() => {}, 1000);`);
  const messages: unknown[] = [];
  const keeper = new Keeper(
    { name: 'the talker', script, environment: process.env, deadlineMs: 10_000 },
    { say: (line) => said.push(line), message: (message) => messages.push(message) },
  );
  keepers.push(keeper);
  keeper.start();
  await until(() => messages.length === 1);
  expect(messages).toEqual([{ type: 'ready', url: 'u' }]);
  await keeper.stop();
  expect(keeper.pid).toBe(null);
});

test('the output of a kept process is in its log', async () => {
  const keeper = greeter();
  keeper.start();
  await until(() => ups.length === 1);
  expect(readFileSync(path.join(data, 'logs', 'greeter.log'), 'utf8')).toBe('started\n');
});
