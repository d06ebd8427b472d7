// Compares where our proxy sends requests with where Envoy does, configured by Envoy Gateway from the same manifests:
//   node scripts/balancing-compare.ts ORACLE_RUN [--keys 1000] [--seed 1] [--port-base 23000]
// ORACLE_RUN is the command that serves a file with Envoy. The pages must be built. Exit 1 when an answer differs.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request, Agent } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startProduct } from '../e2e/support/product.ts';
import { listenerUrl } from '../e2e/support/traffic.ts';
import { hashHex, xxh64 } from '../server/balancing/hash.ts';
import { type Dice, dice } from './dice.ts';
import { addressOf, type Case, cases, endpointsOf, manifests, PORT } from './balancing-compare.world.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    keys: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '8' },
    'port-base': { type: 'string', default: '23000' },
  },
});
const [oracle] = positionals;
if (oracle === undefined) {
  console.error('balancing-compare: name the command that serves a file with Envoy');
  process.exit(2);
}

/** What came back: the endpoint that answered (or the status), and the cookie that was set. */
interface Answer {
  from: string;
  cookie: string;
  /** Both ends of the connection, as the proxy sees them. */
  client: string;
  local: string;
}

interface Key {
  path: string;
  headers: Record<string, string | string[]>;
  localAddress?: string;
}

function ask(base: string, host: string, key: Key, agent?: Agent): Promise<Answer> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const call = request(
      {
        hostname,
        port,
        path: key.path,
        headers: { ...key.headers, host },
        ...(key.localAddress === undefined ? {} : { localAddress: key.localAddress }),
        agent: agent ?? false,
      },
      (response) => {
        const { socket } = response;
        const client = `${socket.localAddress}:${socket.localPort}`;
        const local = `${socket.remoteAddress}:${socket.remotePort}`;
        let text = '';
        response.setEncoding('latin1').on('data', (part: string) => (text += part));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            from: response.statusCode === 200 ? text : String(response.statusCode),
            cookie: (response.headers['set-cookie'] ?? []).join(' | '),
            client,
            local,
          }),
        );
      },
    );
    call.on('error', reject);
    call.end();
  });
}

const WORDS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~!$*+';
const word = (roll: Dice, most = 24): string =>
  Array.from({ length: roll.below(most) }, () => WORDS[roll.below(WORDS.length)] ?? '').join('');

/** A request of a kind that the policy can hash. */
function keyOf(name: string, roll: Dice): Key {
  const value = roll.chance(0.05)
    ? word(roll, 300)
    : roll.chance(0.1)
      ? `${word(roll)} ${word(roll)},${word(roll)}\u00e4`
      : word(roll);
  switch (name) {
    case 'sourceip':
      return {
        path: '/',
        headers: {},
        localAddress: `127.${1 + roll.below(200)}.${roll.below(256)}.${1 + roll.below(254)}`,
      };
    case 'header':
      return {
        path: '/',
        headers: { 'X-kEY': roll.chance(0.3) ? [value, word(roll), word(roll)].slice(0, 2 + roll.below(2)) : value },
      };
    case 'headers':
      return {
        path: '/',
        headers: {
          ...(roll.chance(0.8) ? { 'x-key': value } : {}),
          'x-other': roll.chance(0.2) ? [word(roll), word(roll)] : word(roll),
        },
      };
    case 'cookie':
      return {
        path: '/',
        headers: {
          cookie: roll.pick([
            `sess=${word(roll)}x`,
            `a=b; sess="${word(roll)}x"; c=d`,
            `sess=${word(roll)}=y;sess=z`,
            `x=1;  sess=${word(roll)}q `,
            `sess="${word(roll)}`,
          ]),
        },
      };
    case 'query': {
      const one = word(roll).replaceAll('#', '');
      return {
        path: roll.pick([
          `/?u=${one}`,
          `/?a=1&u=${one}%20+&v=2`,
          `/?v=${one}`,
          `/?u=${one}&u=2`,
          `/?U=1&v=${one}`,
          `/?u&v=${one}`,
          `/?&&u=${one}=x&`,
        ]),
        headers: {},
      };
    }
    default:
      return { path: '/', headers: {} };
  }
}

let compared = 0;
let different = 0;
function tell(one: Case, what: string, theirs: unknown, ours: unknown): void {
  different += 1;
  if (different <= 20)
    console.log(
      `${one.host} ${JSON.stringify(one.backends)} ${JSON.stringify(one.loadBalancer)}\n  ${what}\n  Envoy ${String(theirs)}\n  ours  ${String(ours)}`,
    );
}

/** The value and host that follow from the connection, where a cookie is made. */
function checkMade(one: Case, side: string, { cookie, client, local }: Answer): string {
  const found = /made="([^"]*)"/.exec(cookie)?.[1];
  const due = hashHex(xxh64(client + local));
  if (found !== undefined && found !== due) tell(one, `${side}: the value of the cookie`, due, found);
  // Envoy Gateway keeps attributes in a map, whose order changes from start to start
  const [first = '', ...rest] = cookie.replace(/made="[0-9a-f]{16}"/, 'made="VALUE"').split('; ');
  return [first, ...rest.toSorted()].join('; ');
}

/** The sequence from its smallest rotation on, where it repeats after `period`; null where it does not. */
function cycle(sequence: readonly string[], period: number): string | null {
  const first = sequence.slice(0, period);
  if (sequence.some((from, index) => from !== first[index % period])) return null;
  return first.map((_, index) => [...first.slice(index), ...first.slice(0, index)].join(' ')).toSorted()[0] ?? null;
}

async function sequence(base: string, host: string, count: number): Promise<string[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const found: string[] = [];
  for (let index = 0; index < count; index++)
    found.push((await ask(base, host, { path: '/', headers: {} }, agent)).from);
  agent.destroy();
  return found;
}

async function compare(one: Case, envoy: string, ours: string, roll: Dice, keys: number): Promise<void> {
  if (one.name === 'roundrobin' || one.name === 'rotation') {
    const period =
      one.name === 'rotation'
        ? (one.backends[0]?.endpoints.length ?? 1)
        : one.backends.reduce((sum, { weight }) => sum + weight, 0);
    const [theirs, mine] = await Promise.all([
      sequence(envoy, one.host, period * 3),
      sequence(ours, one.host, period * 3),
    ]);
    compared += period * 3;
    const [a, b] = [cycle(theirs, period), cycle(mine, period)];
    if (a !== b) tell(one, `order, period ${period}`, a ?? theirs.join(' '), b ?? mine.join(' '));
    return;
  }
  const empty = one.backends.some(({ endpoints }) => endpoints.length === 0);
  const made = one.name === 'madecookie' || one.name.startsWith('setcookie');
  for (let index = 0; index < (made ? 50 : keys); index++) {
    const key = keyOf(one.name, roll);
    const [theirs, mine] = await Promise.all([ask(envoy, one.host, key), ask(ours, one.host, key)]);
    compared += 1;
    if (made) {
      const [a, b] = [checkMade(one, 'Envoy', theirs), checkMade(one, 'ours', mine)];
      // a share without endpoints answers without a cookie, and the hash of a connection decides whose share it is
      if (theirs.from !== '503' && mine.from !== '503' && a !== b) tell(one, 'Set-Cookie', a, b);
      // the next request carries the cookie, and both have to send it to one place
      const cookie = /made="[0-9a-f]{16}"/.exec(theirs.cookie)?.[0];
      if (cookie === undefined) continue;
      const again = { path: '/', headers: { cookie } };
      const [a2, b2] = await Promise.all([ask(envoy, one.host, again), ask(ours, one.host, again)]);
      if (a2.from !== b2.from || (!empty && a2.from !== theirs.from))
        tell(one, `host of ${cookie}, first ${theirs.from}`, a2.from, b2.from);
    } else if (theirs.from !== mine.from) tell(one, `host of ${JSON.stringify(key)}`, theirs.from, mine.from);
  }
}

const roll = dice(`balancing ${values.seed}`);
const all = cases(roll, Number(values.rounds));
const backends = endpointsOf(all).map((endpoint) =>
  createServer((_incoming, response) => response.end(String(endpoint))).listen(PORT, addressOf(endpoint)),
);
const folder = await mkdtemp(path.join(tmpdir(), 'balancing-'));
const file = path.join(folder, 'world.yaml');
const text = manifests(all)
  .map((one) => JSON.stringify(one))
  .join('\n---\n');
await writeFile(file, text);
const envoyProcess = spawn(oracle, [file, '--port-base', values['port-base'], '--dir', folder], {
  stdio: ['ignore', 'pipe', 'inherit'],
  detached: true,
});
const envoy = await new Promise<string>((resolve, reject) => {
  let out = '';
  let url = '';
  envoyProcess.stdout?.on('data', (part: Buffer) => {
    out += part.toString();
    url = /listener \S+ (http:\S+)/.exec(out)?.[1] ?? url;
    if (/^ready/m.test(out)) resolve(url);
  });
  envoyProcess.once('exit', (code) => reject(new Error(`${oracle} ended with ${code}: ${out}`)));
});
const product = await startProduct({ SWITCHYARD_GATEWAY_POOL: '127.83.0.0/16' });
try {
  const imported = await fetch(`${product.url}/console/v1/import`, {
    method: 'POST',
    body: text,
    headers: { 'content-type': 'application/yaml' },
  });
  if (!imported.ok) throw new Error(await imported.text());
  const ours = await listenerUrl(product.url);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  for (const one of all) {
    const before = different;
    await compare(one, envoy, ours, roll, Number(values.keys));
    if (different > before) console.log(`${one.host}: ${different - before} differ`);
  }
} finally {
  await product.stop();
  const ended = new Promise((resolve) => envoyProcess.once('exit', resolve));
  if (envoyProcess.pid !== undefined) process.kill(-envoyProcess.pid, 'SIGTERM');
  await ended;
  for (const backend of backends) backend.close().closeAllConnections();
  await rm(folder, { recursive: true, force: true }).catch(() => {});
}
console.log(`${all.length} cases, ${compared} requests compared, ${different} differ (seed ${values.seed})`);
process.exitCode = different === 0 ? 0 : 1;
