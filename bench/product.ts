// The product as measurements start it: with a data folder and addresses of its own.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SnapshotView } from '../server/contract/console.ts';

const root = path.resolve(import.meta.dirname, '..');
/** Objects in one request, so that it stays below the limit of bodies. */
const BATCH = 600;

/** A product that runs. */
export interface Product {
  url: string;
  /** Of the supervisor. */
  pid: number;
  stop: () => Promise<void>;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** Starts it and waits until it is ready. @param pool CIDR of the Gateways' addresses */
export async function start(pool: string, environment: Record<string, string> = {}): Promise<Product> {
  const data = mkdtempSync(path.join(tmpdir(), 'switchyard-bench-'));
  const port = await freePort();
  const child = spawn(process.execPath, ['server/supervisor/main.ts'], {
    cwd: root,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      SWITCHYARD_DATA: data,
      SWITCHYARD_GATEWAY_POOL: pool,
      ...environment,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  // an end of any sort must not leave the product behind
  process.once('exit', () => child.kill('SIGTERM'));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  const url = `http://127.0.0.1:${port}`;
  while (
    !(await fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null) throw new Error(`the product ended with code ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    url,
    pid: child.pid ?? 0,
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}

function typeOf(method: string): string {
  return method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
}

/** One request to the API. @throws Error when it is refused */
export async function call<T>(url: string, method: string, where: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${url}${where}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': typeOf(method) } }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${where}: ${answer.status} ${text.slice(0, 500)}`);
  return JSON.parse(text) as T;
}

/** Puts objects into the store. */
export async function fill(url: string, objects: readonly object[]): Promise<void> {
  for (let from = 0; from < objects.length; from += BATCH) {
    const items = objects.slice(from, from + BATCH);
    await call(url, 'POST', '/console/v1/import', { apiVersion: 'v1', kind: 'List', items });
  }
}

/** Where a Gateway in `default` takes requests, once it does. */
export async function urlOf(url: string, gateway: string): Promise<string> {
  for (;;) {
    const { urls } = await call<SnapshotView>(url, 'GET', '/console/v1/snapshot');
    const found = urls[`default/${gateway}`]?.http;
    if (found !== undefined && found !== '') return found;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
