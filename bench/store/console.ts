import { type ChildProcess, spawn } from 'node:child_process';
import { Agent, get, type IncomingMessage, request } from 'node:http';
import { mkdtempSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { compileCache } from '../../server/supervisor/settings.ts';
import { timesOf, type Times } from './statistics.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const ROUTES = '/apis/gateway.networking.k8s.io/v1';
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';

/** The console alone, on a database of its own, without a proxy. */
export class BenchConsole {
  /** From the start of the process to the first 200 of /readyz. */
  readyMs = 0;
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });
  readonly #watches: IncomingMessage[] = [];

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.#child = child;
  }

  static async start(folder: string, database: string): Promise<BenchConsole> {
    const probe = createServer();
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    const begun = performance.now();
    const child = spawn(process.execPath, ['server/console/main.ts'], {
      cwd: ROOT,
      env: {
        NODE_COMPILE_CACHE: compileCache,
        ...process.env,
        NODE_ENV: 'production',
        PORT: String(port),
        SWITCHYARD_DATA: mkdtempSync(path.join(folder, 'data-')),
        DATABASE_URL: `file:${database}`,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const started = new BenchConsole(`http://127.0.0.1:${port}`, child);
    for (;;) {
      const ready = await fetch(`${started.url}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (ready) break;
      if (child.exitCode !== null) throw new Error(`the console ended with ${child.exitCode}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    started.readyMs = Math.round(performance.now() - begun);
    return started;
  }

  /** Opens a watch on all HTTPRoutes. @param seen is called for each event */
  watch(query: string, seen: () => void = () => {}, accept = 'application/json'): Promise<void> {
    return new Promise((resolve, reject) => {
      get(`${this.url}${ROUTES}/httproutes?watch=1${query}`, { agent: false, headers: { accept } }, (answer) => {
        this.#watches.push(answer);
        answer.setEncoding('utf8').on('data', (text: string) => {
          for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) seen();
        });
        answer.on('error', () => {});
        resolve();
      }).once('error', reject);
    });
  }

  /** The three watches of the issue: all routes, some by label, and a table. */
  async threeWatches(): Promise<void> {
    await this.watch('');
    await this.watch('&labelSelector=tier%3Dedge');
    await this.watch('', undefined, TABLE);
  }

  /** Creates a route and deletes it again, one write after the other. */
  async writes(count: number): Promise<Times> {
    const times: number[] = [];
    for (let n = 0; n < count; n++) {
      const name = `bench-${Math.floor(n / 2)}`;
      const begun = performance.now();
      const code = await (n % 2 === 0
        ? this.call('POST', `${ROUTES}/namespaces/default/httproutes`, routeNamed(name))
        : this.call('DELETE', `${ROUTES}/namespaces/default/httproutes/${name}`));
      times.push(performance.now() - begun);
      if (code >= 300) throw new Error(`a write was answered ${code}`);
    }
    return timesOf(times);
  }

  call(method: string, where: string, body?: object): Promise<number> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers =
      text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
    return new Promise((resolve, reject) => {
      request(`${this.url}${where}`, { method, agent: this.#agent, headers }, (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
      })
        .once('error', reject)
        .end(text);
    });
  }

  async stop(): Promise<void> {
    for (const watch of this.#watches) watch.destroy();
    this.#agent.destroy();
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGTERM');
    await gone;
  }
}

function routeNamed(name: string): object {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name, labels: { tier: 'edge' } },
    spec: {
      parentRefs: [{ name: 'eg' }],
      hostnames: [`${name}.example.com`],
      rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/' } }], backendRefs: [{ name: 'app-1', port: 80 }] }],
    },
  };
}

export interface ManyWatches {
  watches: number;
  /** From a write to its event at the last of the watches. */
  spread: Times;
  /** Answers to these writes. */
  answers: Times;
}

/** Writes while very many clients watch. */
export async function measureManyWatches(console: BenchConsole, watches: number, writes: number): Promise<ManyWatches> {
  let seen = 0;
  let wake = (): void => {};
  for (let n = 0; n < watches; n++) {
    await console.watch(
      `&fieldSelector=metadata.namespace%3Ddefault&resourceVersion=0&sendInitialEvents=false&resourceVersionMatch=NotOlderThan`,
      () => {
        seen++;
        if (seen % watches === 0) wake();
      },
    );
  }
  const spread: number[] = [];
  const answers: number[] = [];
  for (let n = 0; n < writes; n++) {
    const all = new Promise<void>((resolve) => (wake = resolve));
    const begun = performance.now();
    await console.call('POST', `${ROUTES}/namespaces/default/httproutes`, routeNamed(`many-${n}`));
    answers.push(performance.now() - begun);
    await all;
    spread.push(performance.now() - begun);
  }
  return { watches, spread: timesOf(spread), answers: timesOf(answers) };
}
