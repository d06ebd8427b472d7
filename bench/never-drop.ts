/*
 * Whether requests fail while everything behind them changes.
 *
 *     node bench/never-drop.ts [--rate 2000] [--seconds 30] [--workers 2]
 *
 * Sends requests at a steady rate through a Gateway, over connections that are kept and over new ones, while each second a route changes,
 * and in turn a worker is asked to end (SIGTERM), the console is killed (kill -9), and at last a worker is killed. A request fails when it
 * has no answer or another one than 200. Only the killed worker may fail requests: those that it had in flight. Exit 1 when others fail.
 */
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { route, startBackend, world } from './change-to-live.world.ts';
import type { LoadReport } from './never-drop.load.ts';
import { call, fill, type Product, start, urlOf } from './product.ts';

const { values: options } = parseArgs({
  options: {
    rate: { type: 'string', default: '2000' },
    seconds: { type: 'string', default: '30' },
    workers: { type: 'string', default: '2' },
  },
});
const seconds = Number(options.seconds);
const ROUTE = '/apis/gateway.networking.k8s.io/v1/namespaces/default/httproutes/route-0';

/** Processes that a process started, with what they run. */
function childrenOf(pid: number): { pid: number; script: string }[] {
  const ids = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  return ids.map((id) => ({ pid: id, script: readFileSync(`/proc/${id}/cmdline`, 'utf8') }));
}

function processOf(product: Product, room: 'console' | 'proxy'): number {
  const found = childrenOf(product.pid).find(({ script }) => script.includes(`server/${room}/main.ts`));
  if (found === undefined) throw new Error(`the ${room} does not run`);
  return found.pid;
}

function workersOf(product: Product): number[] {
  return childrenOf(processOf(product, 'proxy')).map(({ pid }) => pid);
}

/** A load that runs beside, in a thread of its own. */
class Load {
  readonly #thread: Worker;

  constructor(base: string) {
    const workerData = { base, host: 'host-0.example.com', rate: Number(options.rate) };
    this.#thread = new Worker(new URL('./never-drop.load.ts', import.meta.url), { workerData });
  }

  /** What happened since the last report. */
  report(): Promise<LoadReport> {
    return new Promise((resolve) => {
      this.#thread.once('message', resolve);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
      this.#thread.postMessage('report');
    });
  }

  stop(): Promise<number> {
    return this.#thread.terminate();
  }
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Changes the route each second while `what` happens in the middle, and says what became of the requests. */
async function phase(name: string, url: string, load: Load, what: () => void = () => {}): Promise<LoadReport> {
  let to = 0;
  const change = (): void => {
    const document = route(0, to++ % 2 === 0 ? 'green' : 'blue');
    // while the console is away no change is taken
    call(url, 'PATCH', ROUTE, { spec: document.spec }).catch(() => {});
  };
  const timer = setInterval(change, 1_000);
  await wait((seconds * 1_000) / 10);
  what();
  await wait((seconds * 1_000) / 10);
  clearInterval(timer);
  const report = await load.report();
  console.log(JSON.stringify({ phase: name, ...report }));
  return report;
}

async function run(product: Product, backends: Parameters<typeof world>[1]): Promise<boolean> {
  const { url } = product;
  await fill(url, world(10, backends));
  const base = await urlOf(url, 'bench');
  await wait(1_000);
  const load = new Load(base);
  await wait(500);
  const end = (signal: NodeJS.Signals, which: number) => (): void =>
    void process.kill(workersOf(product)[which] ?? 0, signal);
  const reports = [
    await phase('the route changes', url, load),
    await phase('and a worker is asked to end', url, load, end('SIGTERM', 0)),
    await phase('and another one is', url, load, end('SIGTERM', Number(options.workers) - 1)),
    await phase('and the console is killed', url, load, () => process.kill(processOf(product, 'console'), 'SIGKILL')),
  ];
  const killed = await phase('and a worker is killed', url, load, end('SIGKILL', 0));
  await load.stop();
  console.log(JSON.stringify({ rate: Number(options.rate), load: loadavg()[0] }));
  // a killed worker takes with it what it had in flight, and connections that it had accepted and not yet read from
  return reports.every(({ failed }) => failed === 0) && killed.failed <= killed.mostInFlight;
}

const blue = { address: '127.98.255.1', ...(await startBackend('blue', '127.98.255.1')) };
const green = { address: '127.98.255.2', ...(await startBackend('green', '127.98.255.2')) };
const product = await start('127.98.0.0/16', { SWITCHYARD_WORKERS: options.workers });
let good = false;
try {
  good = await run(product, { blue, green });
} finally {
  await product.stop();
  blue.close();
  green.close();
}
process.exit(good ? 0 : 1);
