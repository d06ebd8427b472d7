/*
 * How long after the answer of a write a change stands in the status, and in the proxy.
 *
 *     node bench/change-to-live.ts [--sizes 10,2000] [--changes 200] [--out bench/results/change-to-live.json]
 *
 * Starts the product with a data folder of its own, fills it with as many routes and Services as a size says, and changes one route
 * (which backend it names) or one policy (good, or refused by translation) at a time over the API. Milliseconds from the answer of the
 * write until a watch brings a status whose conditions all have the new generation, and until a request is answered by the new rule.
 */
import { writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { policy, route, startBackend, world } from './change-to-live.world.ts';
import { call, fill, start, urlOf } from './product.ts';

const { values: options } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10,2000' },
    changes: { type: 'string', default: '200' },
    out: { type: 'string', default: 'bench/results/change-to-live.json' },
  },
});
const root = path.resolve(import.meta.dirname, '..');
/** A change that takes longer is not waited for. */
const LIMIT_MS = 20_000;

interface Reported {
  metadata: { name: string; generation?: number };
  status?: Record<'parents' | 'ancestors', { conditions: { observedGeneration?: number }[] }[] | undefined>;
}

/** When each generation of each object stood in a status, as a watch tells it. */
class Watch {
  readonly #seen = new Map<string, number>();
  #wake: () => void = () => {};
  readonly #request;

  constructor(url: string, where: string) {
    this.#request = get(`${url}${where}?watch=1`, (response) => {
      let rest = '';
      response.on('error', () => {});
      response.on('data', (chunk: Buffer) => {
        const lines = (rest + chunk.toString()).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) this.#hear(JSON.parse(line) as { object: Reported });
      });
    });
    this.#request.on('error', () => {});
  }

  #hear({ object: { metadata, status } }: { object: Reported }): void {
    const entries = [...(status?.parents ?? []), ...(status?.ancestors ?? [])].flatMap(({ conditions }) => conditions);
    const { name, generation = 0 } = metadata;
    if (entries.length === 0 || entries.some(({ observedGeneration }) => observedGeneration !== generation)) return;
    const key = `${name} ${generation}`;
    if (!this.#seen.has(key)) this.#seen.set(key, performance.now());
    this.#wake();
  }

  /** The time at which a generation stood in the status. */
  async at(name: string, generation: number): Promise<number> {
    const deadline = performance.now() + LIMIT_MS;
    for (;;) {
      const seen = this.#seen.get(`${name} ${generation}`);
      if (seen !== undefined) return seen;
      if (performance.now() > deadline) throw new Error(`${name} ${generation} did not get into a status`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        setTimeout(resolve, 1000);
      });
    }
  }

  close(): void {
    this.#request.destroy();
  }
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** What a request to a route's host is answered by: the backend's name, or the status. */
function ask(base: string, index: number): Promise<string> {
  return new Promise((resolve, reject) => {
    get(base, { agent, headers: { host: `host-${index}.example.com` } }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => resolve(response.statusCode === 200 ? body : String(response.statusCode)));
    }).on('error', reject);
  });
}

async function answeredBy(base: string, index: number, wanted: string): Promise<number> {
  const deadline = performance.now() + LIMIT_MS;
  for (;;) {
    if ((await ask(base, index)) === wanted) return performance.now();
    if (performance.now() > deadline) throw new Error(`host-${index} was not answered by ${wanted}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** A share of the sorted values, in milliseconds. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0) * 10) / 10;
}

function summary(values: readonly number[]): { p50: number; p99: number; most: number } {
  return { p50: quantile(values, 0.5), p99: quantile(values, 0.99), most: quantile(values, 1) };
}

const ROUTES = '/apis/gateway.networking.k8s.io/v1/namespaces/default/httproutes';
const POLICIES = '/apis/gateway.envoyproxy.io/v1alpha1/namespaces/default/backendtrafficpolicies';

/** One size: the product is started, filled, and changed. */
async function measure(size: number): Promise<object> {
  const blue = { address: '127.98.255.1', ...(await startBackend('blue', '127.98.255.1')) };
  const green = { address: '127.98.255.2', ...(await startBackend('green', '127.98.255.2')) };
  const product = await start('127.98.0.0/16');
  try {
    return await measureOn(product.url, size, { blue, green });
  } finally {
    agent.destroy();
    await product.stop();
    blue.close();
    green.close();
  }
}

async function measureOn(url: string, size: number, backends: Parameters<typeof world>[1]): Promise<object> {
  const objects = world(size, backends);
  await fill(url, objects);
  await call(url, 'POST', POLICIES, policy(1, true));
  const base = await urlOf(url, 'bench');
  await answeredBy(base, size - 1, 'blue');
  const watches = { route: new Watch(url, ROUTES), policy: new Watch(url, POLICIES) };
  await new Promise((resolve) => setTimeout(resolve, 1000));

  const times = { write: [] as number[], status: [] as number[], proxy: [] as number[] };
  for (let change = 0; change < Number(options.changes); change++) {
    const odd = Math.floor(change / 2) % 2 === 0;
    const kind = change % 2 === 0 ? ('route' as const) : ('policy' as const);
    const [document, where, wanted, index] =
      kind === 'route'
        ? [route(0, odd ? 'green' : 'blue'), `${ROUTES}/route-0`, odd ? 'green' : 'blue', 0]
        : [policy(1, !odd), `${POLICIES}/policy-1`, odd ? '500' : 'blue', 1];
    const begun = performance.now();
    const { metadata } = await call<Reported>(url, 'PATCH', where, { spec: document.spec });
    const answered = performance.now();
    const [live, told] = await Promise.all([
      answeredBy(base, index, wanted),
      watches[kind].at(metadata.name, metadata.generation ?? 0),
    ]);
    times.write.push(answered - begun);
    times.status.push(Math.max(0, told - answered));
    times.proxy.push(Math.max(0, live - answered));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  for (const watch of Object.values(watches)) watch.close();
  return {
    routes: size,
    objects: objects.length + 1,
    changes: times.status.length,
    write: summary(times.write),
    status: summary(times.status),
    proxy: summary(times.proxy),
  };
}

const results: object[] = [];
for (const size of options.sizes.split(',').map(Number)) {
  const before = loadavg()[0];
  const result = { ...(await measure(size)), load: { before, after: loadavg()[0] } };
  console.log(JSON.stringify(result));
  results.push(result);
}
const processors = cpus();
const report = { unit: 'ms', node: process.version, cpu: processors[0]?.model, cpus: processors.length, results };
writeFileSync(path.resolve(root, options.out), `${JSON.stringify(report, null, 2)}\n`);
process.exit(0);
