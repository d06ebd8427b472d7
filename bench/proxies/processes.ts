import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { TestConsole } from '../../server/proxy/testing/proxy.ts';
import { forward, snapshotOf, type TestRule } from '../../server/proxy/testing/snapshot.ts';
import {
  BACKENDS,
  backendConfiguration,
  envoyConfiguration,
  haproxyConfiguration,
  nginxConfiguration,
} from './configurations.ts';

/** A proxy that runs on core 0, ready to be measured. */
export interface Candidate {
  name: string;
  url: string;
  /** Process that does the work. */
  pid: number;
}

/** Cores: the proxy under test has the first for itself, load and backends share the second. */
const PROXY_CORE = '0';
export const LOAD_CORE = '1';

/** Where processes keep their files, until `stopAll`. */
export const folder = mkdtempSync(path.join(tmpdir(), 'switchyard-bench-'));
const children: ChildProcess[] = [];

/** Ends every process, masters with their workers, and removes what was written. */
export async function stopAll(): Promise<void> {
  const ends = children
    .filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
    .map((child) => {
      const end = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      return end;
    });
  await Promise.all(ends);
  rmSync(folder, { recursive: true, force: true });
}

/** What is missing for a run. @returns names of programs */
export function missing(programs: readonly string[]): string[] {
  return programs.filter((program) => spawnSync('sh', ['-c', `command -v "${program}"`]).status !== 0);
}

function pinned(
  core: string,
  command: string,
  parameters: string[],
  environment: Record<string, string> = {},
): ChildProcess {
  const child = spawn('taskset', ['-c', core, command, ...parameters], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...environment },
  });
  children.push(child);
  return child;
}

function written(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** The only child of a process, awaited. */
async function childOf(pid: number): Promise<number> {
  for (;;) {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    if (text !== '') return Number(text.split(' ')[0]);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Starts nginx as the four backends. */
export function startBackends(): void {
  pinned(LOAD_CORE, 'nginx', [
    '-e',
    'stderr',
    '-p',
    folder,
    '-c',
    written('backend.conf', backendConfiguration(folder)),
  ]);
}

/** Starts nginx with one worker. */
export async function startNginx(port: number): Promise<Candidate> {
  const file = written('nginx.conf', nginxConfiguration(folder, port));
  const child = pinned(PROXY_CORE, 'nginx', ['-e', 'stderr', '-p', folder, '-c', file]);
  return { name: 'nginx', url: `http://127.0.0.1:${port}/`, pid: await childOf(child.pid ?? 0) };
}

/** Starts HAProxy with one thread. */
export function startHaproxy(port: number): Candidate {
  const child = pinned(PROXY_CORE, 'haproxy', ['-db', '-f', written('haproxy.cfg', haproxyConfiguration(port))]);
  return { name: 'HAProxy', url: `http://127.0.0.1:${port}/`, pid: child.pid ?? 0 };
}

/** Starts Envoy with one worker. @param program path of the binary */
export function startEnvoy(program: string, port: number): Candidate {
  const file = written('envoy.json', JSON.stringify(envoyConfiguration(port)));
  const options = ['-c', file, '--concurrency', '1', '--disable-hot-restart', '--log-level', 'error'];
  const child = pinned(PROXY_CORE, program, options);
  return { name: 'Envoy', url: `http://127.0.0.1:${port}/`, pid: child.pid ?? 0 };
}

/** Starts a relay that looks at nothing. */
export function startRelay(port: number): Candidate {
  const child = pinned(PROXY_CORE, process.execPath, [path.join(import.meta.dirname, 'relay.ts'), String(port)]);
  return { name: 'a relay that looks at nothing', url: `http://127.0.0.1:${port}/`, pid: child.pid ?? 0 };
}

/**
 * Starts our proxy with one worker, telemetry on as always.
 * @param rules how many it has; the request meets the one that is looked at last
 */
export async function startOurs(name: string, port: number, rules: number, transport: string): Promise<Candidate> {
  const data = path.join(folder, `data-${port}`);
  const child = pinned(PROXY_CORE, process.execPath, [path.join(import.meta.dirname, '../../server/proxy/main.ts')], {
    SWITCHYARD_DATA: data,
    SWITCHYARD_WORKERS: '1',
    ...(transport === '' ? {} : { SWITCHYARD_TRANSPORT: transport }),
  });
  const control = await TestConsole.connect(path.join(data, 'proxy.sock'));
  const action = forward({ type: 'RoundRobin' }, BACKENDS);
  const list: TestRule[] = Array.from({ length: rules - 1 }, (_, index) => ({ path: `/route-${index}`, action }));
  const host = '127.79.7.1';
  await control.serve(snapshotOf([...list, { path: '/', action }], { address: host, port }));
  return { name, url: `http://${host}:${port}/`, pid: await childOf(child.pid ?? 0) };
}
