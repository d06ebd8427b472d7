import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectControl } from './control-socket.ts';
import { Keeper, type KeptProcess } from './keeper.ts';
import { ProcessLog } from './process-log.ts';
import { ProcessRecord } from './process-record.ts';

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
  socket.on('data', (data) => {
    if (String(data).includes('drain') && !process.env.STUBBORN) process.exit(0);
    if (!String(data).includes('ping')) return;
    console.log('asked');
    if (!process.env.OLD) socket.write('{"type":"pong"}\\n');
  });
  socket.write(JSON.stringify({ type: 'hello', pid: process.pid }) + '\\n');
}).listen(file);
const block = () => {
  const end = Date.now() + Number(process.env.BUSY);
  while (Date.now() < end);
  setImmediate(block);
};
if (process.env.BUSY) block();
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

const PATIENCE = { everyMs: 50, misses: 20 };
/** How often the greeter was asked whether it answers. */
const asked = (): number => readFileSync(path.join(data, 'logs/greeter.log'), 'utf8').split('asked').length - 1;

/** A greeter that an earlier supervisor left behind, with its record and its output in the log. */
async function leave(environment: Record<string, string> = {}): Promise<number> {
  const script = path.join(data, 'greeter.mjs');
  const socket = path.join(data, 'greeter.sock');
  writeFileSync(script, GREETER);
  const log = new ProcessLog(data, 'greeter').open((problem) => said.push(problem));
  const { pid } = spawn(process.execPath, [script], {
    env: { ...process.env, SOCKET: socket, ...environment },
    stdio: ['ignore', log.fd, log.fd],
  });
  log.close();
  while ((await connectControl(socket, 1_000)) === null);
  new ProcessRecord(socket).write(pid!);
  return pid!;
}

test('one that stands still is ended and started again, with the reason', async () => {
  greeter({ patience: PATIENCE }).start();
  await until(() => ups.length === 1);
  const { pid } = ups[0]!;
  process.kill(pid, 'SIGSTOP');
  await until(() => ups.length === 2);
  expect(alive(pid)).toBe(false);
  expect(said[0]).toContain(`the greeter (process ${pid}) did not answer for 1 s and was ended; starting it again`);
});

test('one whose event loop is blocked for ever is ended, also over the channel', async () => {
  const script = path.join(data, 'talker.mjs');
  writeFileSync(
    script,
    `process.on('message', () => process.send({ type: 'pong' }));
     process.send({ type: 'ready', url: 'u' });
     setTimeout(() => { while (!process.env.WELL); }, 300);`,
  );
  const messages: unknown[] = [];
  const keeper = new Keeper(
    { name: 'the talker', script, environment: process.env, deadlineMs: 10_000, patience: PATIENCE },
    {
      say: (line) => said.push(line),
      message: (message) => messages.push(message),
      up: (pid, adopted) => ups.push({ pid, adopted }),
    },
  );
  keepers.push(keeper);
  keeper.start();
  await until(() => ups.length === 2);
  expect(said).toEqual([`the talker (process ${ups[0]!.pid}) did not answer for 1 s and was ended; starting it again`]);
});

test('one that is merely busy is left alone', async () => {
  greeter({ patience: PATIENCE }, { BUSY: '80' }).start();
  // far more questions than it may leave unanswered
  await until(() => ups.length > 1 || (ups.length === 1 && asked() > 25));
  expect(ups).toHaveLength(1);
  expect(said).toEqual([]);
});

test('one of an earlier release that knows no question is left alone when it is adopted', async () => {
  const pid = await leave({ OLD: '1' });
  greeter({ patience: PATIENCE }).start();
  await until(() => ups.length > 1 || (ups.length === 1 && asked() > 30));
  expect(ups).toEqual([{ pid, adopted: true }]);
  expect(alive(pid)).toBe(true);
});

test('one that hangs when the next supervisor comes is ended and replaced', async () => {
  const pid = await leave();
  process.kill(pid, 'SIGSTOP');
  greeter({ patience: PATIENCE }).start();
  await until(() => ups.length === 1);
  expect(ups[0]!.adopted).toBe(false);
  expect(alive(pid)).toBe(false);
  expect(said.join('\n')).toContain(`the greeter of an earlier start (process ${pid}) does not answer and is ended`);
});
