import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ConsoleState } from '../../server/contract/console.ts';

/** What can be killed. */
export type Part = 'console' | 'proxy' | 'supervisor';

const ROOT = path.resolve(import.meta.dirname, '../..');
const POLL_MS = 20;
/** Longest wait for a product or a part of it, in milliseconds. */
const PATIENCE_MS = 60_000;

export const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits for what a probe gives; a probe that throws is asked again. */
export async function until<T>(what: string, probe: () => Promise<T | null> | T | null): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const value = await Promise.resolve()
      .then(probe)
      .catch(() => null);
    if (value !== null) return value;
    if (Date.now() > deadline) throw new Error(`${what}: not after ${PATIENCE_MS / 1000} s`);
    await delay(POLL_MS);
  }
}

/** A port that nobody uses right now. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** The whole product on a data folder of its own, as `npm start` runs it. */
export class Product {
  readonly url: string;
  readonly data: string;
  output = '';
  readonly #port: number;
  readonly #pool: string;
  #child!: ChildProcess;

  private constructor(port: number, pool: string, data: string) {
    this.#port = port;
    this.#pool = pool;
    this.data = data;
    this.url = `http://127.0.0.1:${port}`;
  }

  /** @param pool addresses of Gateways @param data folder to use instead of a new one */
  static async start(pool: string, data?: string): Promise<Product> {
    const folder = data ?? mkdtempSync(path.join(tmpdir(), 'switchyard-fire-'));
    const product = new Product(await freePort(), pool, folder);
    await product.launch();
    return product;
  }

  /** Starts the supervisor (again), and waits until it says that everything is ready. @throws Error with its output when it ends instead */
  async launch(): Promise<void> {
    const from = this.output.length;
    const child = spawn(process.execPath, ['server/supervisor/main.ts'], {
      cwd: ROOT,
      env: {
        ...process.env,
        NODE_ENV: 'production',
        PORT: String(this.#port),
        SWITCHYARD_DATA: this.data,
        SWITCHYARD_GATEWAY_POOL: this.#pool,
        npm_lifecycle_event: undefined,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const take = (chunk: Buffer): void => {
      this.output += chunk.toString();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    this.#child = child;
    const code = await until<true | number>('the product is ready', () => {
      if (this.output.slice(from).includes('ready at')) return true;
      return child.exitCode;
    });
    if (code !== true) throw new Error(`the supervisor ended with ${code}: ${this.output.slice(from)}`);
  }

  async state(): Promise<ConsoleState> {
    const answer = await fetch(`${this.url}/console/v1/state`);
    if (!answer.ok) throw new Error(`state: ${answer.status}`);
    return (await answer.json()) as ConsoleState;
  }

  /** Kills console and supervisor as kill -9 does; only the proxy goes on. */
  async killForGood(): Promise<void> {
    const console = this.consolePid();
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    // stopped first, so that it starts no other console
    this.#child.kill('SIGSTOP');
    process.kill(console, 'SIGKILL');
    this.#child.kill('SIGKILL');
    await gone;
  }

  /** Kills a part as kill -9 does, and waits until the product is whole again. */
  async kill(part: Part): Promise<void> {
    const { proxy } = await until('the state', () => this.state());
    if (part === 'supervisor') {
      const gone = new Promise((resolve) => this.#child.once('exit', resolve));
      this.#child.kill('SIGKILL');
      await gone;
      // at once, as a service manager does: the console may still be ending
      await this.launch();
    } else if (part === 'console') {
      const pid = this.consolePid();
      process.kill(pid, 'SIGKILL');
      await until('another console', () => (this.consolePid() === pid ? null : true));
    } else {
      process.kill(proxy.pid ?? 0, 'SIGKILL');
      await until('another proxy', async () => {
        const now = (await this.state()).proxy;
        return now.connected && now.pid !== proxy.pid ? true : null;
      });
    }
    await this.settled();
  }

  /** Resolves when the proxy serves what the store holds, on all its sockets. */
  async settled(): Promise<void> {
    await until('the proxy serves the newest revision', async () => {
      const now = await this.state();
      const { connected, revision, bindings } = now.proxy;
      // 127.0.0.1 is shared with other programs
      const open = bindings.every(({ address, error }) => address === '127.0.0.1' || error === undefined);
      return connected && open && revision === now.revision ? true : null;
    });
  }

  /** Ends everything in order. @returns the exit code */
  async stop(): Promise<number | null> {
    const gone = new Promise<number | null>((resolve) => this.#child.once('exit', resolve));
    if (this.#child.exitCode !== null) return this.#child.exitCode;
    this.#child.kill('SIGTERM');
    return gone;
  }

  remove(): void {
    rmSync(this.data, { recursive: true, force: true });
  }

  /** Process id of the console. Throws while there is none. */
  consolePid(): number {
    for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
        if (parent === this.#child.pid && command.includes('server/console/main.ts')) return Number(name);
      } catch {
        // it ended while we looked
      }
    }
    throw new Error('no console runs');
  }
}
