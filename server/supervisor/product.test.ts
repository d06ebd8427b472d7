import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConsoleState, GeneratorRun, SnapshotView, TrafficHistory } from '../contract/console.ts';
import { projectRoot } from './settings.ts';

interface Started {
  child: ChildProcess;
  output: () => string;
  exit: Promise<number | null>;
}

let data: string;
let port: number;
let url: string;
let pool: string;
let product: Started;

function start(environment: Record<string, string> = {}): Started {
  // the umask must not matter
  const child = spawn('sh', ['-c', 'umask 0; exec "$0" server/supervisor/main.ts', process.execPath], {
    cwd: projectRoot,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      SWITCHYARD_DATA: data,
      SWITCHYARD_GATEWAY_POOL: pool,
      SWITCHYARD_WATCHDOG: '12',
      npm_lifecycle_event: undefined,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { child, output: () => output, exit: new Promise((resolve) => child.once('exit', resolve)) };
}

async function until<T>(probe: () => Promise<T | null | false | undefined> | T | null | false | undefined): Promise<T> {
  for (;;) {
    const value = await Promise.resolve(probe()).catch(() => null);
    if (value !== null && value !== false && value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

const ready = (started: Started): Promise<true> => until<true>(() => started.output().includes('ready at') && true);

async function call<T>(method: string, where: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${url}${where}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const value: unknown = await answer.json();
  if (!answer.ok) throw new Error(`${method} ${where}: ${answer.status} ${JSON.stringify(value)}`);
  return value as T;
}

const state = (): Promise<ConsoleState> => call('GET', '/console/v1/state');

/** Sends one request to the gateway `eg`; the endpoint that answered, or the status. */
async function send(base: string, where: string): Promise<string> {
  return new Promise((resolve, reject) => {
    request(`${base}${where}`, { agent: false, headers: { host: 'www.example.com' } }, (answer) => {
      answer.resume();
      resolve(String(answer.headers['x-demo-backend'] ?? answer.statusCode));
    })
      .once('error', reject)
      .end();
  });
}

async function gatewayUrl(): Promise<string> {
  return until(async () => (await call<SnapshotView>('GET', '/console/v1/snapshot')).urls['default/eg']?.http);
}

beforeAll(async () => {
  data = mkdtempSync(path.join(tmpdir(), 'switchyard-product-'));
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  ({ port } = probe.address() as AddressInfo);
  await new Promise((resolve) => probe.close(resolve));
  url = `http://127.0.0.1:${port}`;
  pool = `127.${100 + (process.pid % 100)}.${Math.floor(process.pid / 100) % 250}.0/24`;
  product = start();
  await ready(product);
}, 60_000);

afterAll(async () => {
  if (product.child.exitCode === null) product.child.kill('SIGTERM');
  await product.exit;
  rmSync(data, { recursive: true, force: true });
});

test('it prints one URL, which answers, and keeps its data to itself', async () => {
  expect(product.output().match(/https?:\/\//g)).toHaveLength(1);
  expect(product.output()).toContain(`ready at ${url}\n`);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect((await state()).proxy.connected).toBe(true);
  expect(statSync(data).mode & 0o777).toBe(0o700);
  const modes = readdirSync(data, { recursive: true, withFileTypes: true }).map((entry) => [
    entry.name,
    (statSync(path.join(entry.parentPath, entry.name)).mode & 0o777).toString(8),
    entry.isDirectory() ? '700' : '600',
  ]);
  expect(modes.map(([name]) => name)).toEqual(
    expect.arrayContaining(['switchyard.db', 'proxy.sock', 'supervisor.lock']),
  );
  for (const [name, mode, wanted] of modes) expect([name, mode]).toEqual([name, wanted]);
});

test('a second start with the same folder says who runs, and ends', async () => {
  const second = start();
  expect(await second.exit).toBe(1);
  expect(second.output()).toContain(
    `already runs with the data folder ${data} (process ${product.child.pid}) at ${url}`,
  );
});

test('a taken port is named, with the setting that changes it', async () => {
  const other = mkdtempSync(path.join(tmpdir(), 'switchyard-product-'));
  const second = start({ SWITCHYARD_DATA: other });
  expect(await second.exit).toBe(1);
  expect(second.output()).toContain(`Port ${port} on 127.0.0.1 is taken`);
  expect(second.output()).toContain('PORT=');
  rmSync(other, { recursive: true });
});

test('the example is loaded, its four backends share the traffic, and the console sees it', async () => {
  await call('POST', '/console/v1/examples/round-robin');
  const base = await gatewayUrl();
  await until(async () => (await send(base, '/round')).includes(':3000'));
  const run = await call<GeneratorRun>('POST', '/console/v1/generator', {
    method: 'GET',
    listener: 'default/eg/http',
    host: 'www.example.com',
    path: '/round?n={{seq}}',
    headers: [],
    rate: 1_000,
    concurrency: 16,
    duration: 10,
    count: 400,
    seed: 1,
  });
  expect(run.state).toBe('running');
  const done = await until(async () => {
    const now = await call<GeneratorRun>('GET', '/console/v1/generator');
    return now.state !== 'running' && now;
  });
  expect(done).toMatchObject({ state: 'done', sent: 400, answered: 400, statuses: [0, 0, 400, 0, 0, 0] });
  const history = await until(async () => {
    const read = await call<TrafficHistory>('GET', '/console/v1/traffic?range=60');
    const total = read.samples.flatMap(({ rules }) => rules).reduce((sum, { requests }) => sum + requests, 0);
    return total >= 401 && read;
  });
  const byEndpoint: Record<string, number> = {};
  for (const row of history.samples.flatMap(({ endpoints }) => endpoints)) {
    byEndpoint[row.endpoint] = (byEndpoint[row.endpoint] ?? 0) + row.requests;
  }
  expect(Object.keys(byEndpoint)).toHaveLength(4);
  const counts = Object.values(byEndpoint);
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  expect(history.marks.some(({ text }) => text.includes('Gateway'))).toBe(true);
});

test('a killed console comes back, and no request is lost meanwhile', async () => {
  const base = await gatewayUrl();
  const before = await state();
  const consolePid = childOf(product.child.pid!, 'server/console/main.ts');
  process.kill(consolePid, 'SIGKILL');
  const answers = new Set<string>();
  await until(async () => {
    answers.add((await send(base, '/round')).replace(/^[\d.]+:3000$/, 'backend'));
    const now = await state();
    return now.proxy.connected && now.proxy.revision === now.revision;
  });
  expect([...answers]).toEqual(['backend']);
  expect((await state()).objects).toBe(before.objects);
  expect((await state()).proxy.pid).toBe(before.proxy.pid);
});

test('a killed proxy comes back with what it served', async () => {
  const base = await gatewayUrl();
  const { proxy } = await state();
  process.kill(proxy.pid!, 'SIGKILL');
  await until(async () => {
    const now = (await state()).proxy;
    return now.connected && now.pid !== proxy.pid;
  });
  await until(async () => (await send(base, '/round')).includes(':3000'));
});

test('console, proxy and demo backends that hang are started again, with the reason', async () => {
  const { proxy } = await state();
  const scripts = ['server/console/main.ts', 'server/proxy/main.ts', 'server/demo/main.ts'];
  const hung = scripts.map((script) => childOf(product.child.pid!, script));
  for (const pid of hung) process.kill(pid, 'SIGSTOP');
  for (const pid of hung)
    await until(() => product.output().includes(`(process ${pid}) did not answer for 12 s and was ended`));
  const base = await until(async () => {
    const now = (await state()).proxy;
    return now.connected && now.pid !== proxy.pid && gatewayUrl();
  });
  await until(async () => (await send(base, '/round')).includes(':3000'));
}, 90_000);

test('when the supervisor is killed the proxy goes on, and the next start takes it over', async () => {
  const base = await gatewayUrl();
  const { proxy } = await state();
  product.child.kill('SIGKILL');
  await product.exit;
  expect(await send(base, '/round')).toContain(':3000');
  // the console ends with its supervisor, so that the port is free again
  await until(() =>
    fetch(`${url}/livez`).then(
      () => false,
      () => true,
    ),
  );
  expect(await send(base, '/round')).toContain(':3000');
  product = start();
  await ready(product);
  expect(product.output()).toContain(`found a running proxy (process ${proxy.pid})`);
  expect((await until(async () => (await state()).proxy)).pid).toBe(proxy.pid);
  expect(await send(base, '/round')).toContain(':3000');
}, 60_000);

test('a start that fails leaves the proxy of an earlier one as it is', async () => {
  const base = await gatewayUrl();
  const { proxy } = await state();
  product.child.kill('SIGKILL');
  await product.exit;
  await until(() =>
    fetch(`${url}/livez`).then(
      () => false,
      () => true,
    ),
  );
  const squatter = createServer();
  await new Promise<void>((resolve) => squatter.listen(port, '127.0.0.1', resolve));
  const failed = start();
  expect(await failed.exit).toBe(1);
  expect(failed.output()).toContain(`the proxy (process ${proxy.pid}) goes on serving`);
  expect(await send(base, '/round')).toContain(':3000');
  await new Promise((resolve) => squatter.close(resolve));
  product = start();
  await ready(product);
  expect((await until(async () => (await state()).proxy)).pid).toBe(proxy.pid);
}, 60_000);

test('removing the example removes its objects and ends its backends', async () => {
  const loaded = await state();
  const removed = await call<ConsoleState>('DELETE', '/console/v1/examples/round-robin');
  expect(removed.objects).toBe(loaded.objects - 6);
  expect(removed.examples[0]?.loaded).toBe(false);
  expect(await call('GET', '/console/v1/demo')).toEqual([]);
});

test('SIGTERM ends everything, with open streams, and the exit code is 0', async () => {
  const stream = await fetch(`${url}/console/v1/stream`);
  const { proxy } = await state();
  product.child.kill('SIGTERM');
  expect(await product.exit).toBe(0);
  await stream.text();
  expect(() => process.kill(proxy.pid!, 0)).toThrow();
  expect(product.output()).toContain('stopped.');
});

/** Process id of the child of `parent` that runs this script. */
function childOf(parent: number, script: string): number {
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
      if (Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent && command.includes(script))
        return Number(name);
    } catch {
      // it ended while we looked
    }
  }
  throw new Error(`${script} does not run`);
}
