import { test as base, type Page } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { request as send } from 'node:http';
import { request as sendSecurely } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A running product of its own: an empty data folder, free ports, a pool of gateway addresses that nobody else uses. */
export interface Product {
  /** Base URL of the console. */
  url: string;
  data: string;
  /** Output of the supervisor so far. */
  output: () => string;
  stop: () => Promise<number | null>;
}

const root = path.resolve(import.meta.dirname, '../..');

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/** True when `/readyz` of a console answers that it is. @param certificate that its TLS is trusted by, in PEM */
function isReady(url: string, certificate: string | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const probe =
      certificate === undefined ? send(`${url}/readyz`) : sendSecurely(`${url}/readyz`, { ca: certificate });
    probe.once('response', (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    probe.once('error', () => resolve(false));
    probe.end();
  });
}

/**
 * Starts the product as `npm start` does and waits until it prints its URL.
 * @param environment further settings; with `SWITCHYARD_TLS_CERT` the console is asked by TLS
 */
export async function startProduct(environment: Record<string, string> = {}): Promise<Product> {
  const data = await mkdtemp(path.join(tmpdir(), 'switchyard-e2e-'));
  const port = await freePort();
  const child: ChildProcess = spawn(process.execPath, ['server/supervisor/main.ts'], {
    cwd: root,
    env: {
      ...process.env,
      PORT: String(port),
      SWITCHYARD_DATA: data,
      // the default pool may be in use by a product that somebody looks at; runs beside each other need pools of their own
      SWITCHYARD_GATEWAY_POOL: process.env['SWITCHYARD_E2E_POOL'] ?? '127.78.0.0/16',
      NODE_ENV: 'production',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const certificateFile = environment.SWITCHYARD_TLS_CERT;
  const certificate = certificateFile === undefined ? undefined : readFileSync(certificateFile, 'utf8');
  const url = `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${port}`;
  const deadline = Date.now() + 60_000;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the product ended with code ${child.exitCode}:\n${output}`);
    if (Date.now() > deadline) {
      child.kill('SIGTERM');
      throw new Error(`the product was not ready after 60 s:\n${output}`);
    }
    if (await isReady(url, certificate)) break;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return {
    url,
    data,
    output: () => output,
    stop: async () => {
      child.kill('SIGTERM');
      const code = await exited;
      await rm(data, { recursive: true, force: true });
      return code;
    },
  };
}

/** Process id of one of the product's processes. */
export function processOf(product: Product, which: 'console' | 'proxy'): number {
  const read = (pid: string, file: string): string => {
    try {
      return readFileSync(`/proc/${pid}/${file}`, 'utf8');
    } catch {
      return '';
    }
  };
  const found = readdirSync('/proc').find(
    (pid) =>
      /^\d+$/.test(pid) &&
      read(pid, 'cmdline').includes(`server/${which}/main.ts`) &&
      read(pid, 'environ').split('\0').includes(`SWITCHYARD_DATA=${product.data}`),
  );
  if (found === undefined) throw new Error(`the product has no ${which} process`);
  return Number(found);
}

/** `test` with a product per file (worker scope) and a page that is already on it. */
export const test = base.extend<{ console: Page }, { product: Product }>({
  product: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixture names from this pattern
    async ({}, use) => {
      const product = await startProduct();
      await use(product);
      await product.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  console: async ({ page, product }, use) => {
    await page.goto(product.url);
    await use(page);
  },
});

export { expect } from '@playwright/test';
