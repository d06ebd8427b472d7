/*
 * Our proxy beside nginx, HAProxy and Envoy, as plain reverse proxies of small requests, one core each:
 *
 *     npm run bench -- [--envoy PATH] [--rounds 7] [--seconds 3] [--connections 32] [--browser] [--varied] [--rules 10]
 *                      [--only NAME,NAME] [--relay] [--wrk] [--save NAME]
 *
 * Rounds alternate over the proxies, in the other order every other round. Every ratio is to nginx in the same round; medians and spreads are
 * told. "per CPU second" is what counts on a machine with other load, and wherever load and backends are the limit. --varied: no two requests are
 * the same. --relay: with a relay that only passes bytes on, which is what a proxy can reach at most. Needs nginx, haproxy and a C compiler for the
 * load (Debian: nginx-light haproxy gcc libc6-dev); --wrk: wrk instead, with nginx as the backends. --save writes bench/results/NAME.json.
 */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import {
  type Candidate,
  folder,
  missing,
  startBackends,
  startEnvoy,
  startHaproxy,
  startNginx,
  startOurs,
  startRelay,
  stopAll,
} from './proxies/processes.ts';
import { cpuSeconds, residentBytes } from './proxies/process-figures.ts';
import { buildLoad } from './proxies/load.ts';
import { loadWith as loadWithWrk } from './proxies/wrk.ts';

const { values: options } = parseArgs({
  options: {
    envoy: { type: 'string' },
    rounds: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '32' },
    browser: { type: 'boolean', default: false },
    rules: { type: 'string', default: '10' },
    only: { type: 'string' },
    varied: { type: 'boolean', default: false },
    relay: { type: 'boolean', default: false },
    wrk: { type: 'boolean', default: false },
    save: { type: 'string' },
  },
});

interface Round {
  perSecond: number;
  perCpuSecond: number;
  busy: number;
  p50: number;
  p99: number;
}

const absent = missing([
  'nginx',
  'haproxy',
  options.wrk ? 'wrk' : 'cc',
  'taskset',
  ...(options.envoy === undefined ? [] : [options.envoy]),
]);
if (absent.length > 0) {
  console.error(
    `bench: ${absent.join(', ')} not found (Debian: apt-get install nginx-light haproxy wrk gcc libc6-dev util-linux)`,
  );
  process.exit(2);
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const seconds = Number(options.seconds);
const connections = Number(options.connections);
const rounds = Number(options.rounds);
const loadWith = options.wrk ? loadWithWrk : buildLoad(folder, options.varied);
const TRANSPORTS = [
  ['Switchyard, Node APIs', 'node'],
  ['Switchyard, handles', 'handles'],
] as const;

async function candidatesOf(): Promise<Candidate[]> {
  if (options.wrk) startBackends();
  const found = [await startNginx(9_101), startHaproxy(9_102)];
  if (options.envoy !== undefined) found.push(startEnvoy(options.envoy, 9_103));
  for (const [index, [name, transport]] of TRANSPORTS.entries())
    found.push(await startOurs(name, 24_600 + index, Number(options.rules), transport));
  if (options.relay) found.push(startRelay(9_104));
  const only = options.only?.split(',');
  return found.filter(({ name }) => name === 'nginx' || only === undefined || only.some((part) => name.includes(part)));
}

async function measure({ url, pid }: Candidate): Promise<Round> {
  const before = cpuSeconds(pid);
  const load = await loadWith(url, seconds, connections, options.browser);
  const used = cpuSeconds(pid) - before;
  return { ...load, perCpuSecond: (load.perSecond * seconds) / used, busy: used / seconds };
}

try {
  const candidates = await candidatesOf();
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  for (const { url } of candidates) await loadWith(url, 2, connections, options.browser);
  const table = new Map<string, Round[]>(candidates.map(({ name }) => [name, []]));
  const startMemory = candidates.map(({ pid }) => residentBytes(pid));
  for (let round = 0; round < rounds; round += 1)
    for (const candidate of round % 2 === 0 ? candidates : candidates.toReversed())
      table.get(candidate.name)?.push(await measure(candidate));
  const base = table.get('nginx') ?? [];
  const rows = candidates.map(({ name, pid }, index) => {
    const list = table.get(name) ?? [];
    const ratios = (pick: (round: Round) => number): number[] =>
      list.map((round, at) => pick(round) / pick(base[at] ?? round));
    const perCpu = ratios(({ perCpuSecond }) => perCpuSecond);
    return {
      name,
      perSecond: Math.round(median(list.map((round) => round.perSecond))),
      perSecondRatio: median(ratios((round) => round.perSecond)),
      perCpuSecond: Math.round(median(list.map((round) => round.perCpuSecond))),
      perCpuSecondRatio: median(perCpu),
      spread: [Math.min(...perCpu), Math.max(...perCpu)],
      microsecondsPerRequest: 1e6 / median(list.map((round) => round.perCpuSecond)),
      busy: median(list.map((round) => round.busy)),
      p99: median(list.map((round) => round.p99)),
      p99Ratio: median(ratios((round) => round.p99)),
      memoryBytes: residentBytes(pid),
      memoryGrowthBytes: residentBytes(pid) - (startMemory[index] ?? 0),
    };
  });
  const machine = `${cpus().length} x ${cpus()[0]?.model ?? ''}, Node ${process.version}, load average ${(loadavg()[0] ?? 0).toFixed(1)}`;
  console.log(
    `${machine}; ${rounds} rounds of ${seconds} s, ${connections} connections, ${options.browser ? 'browser' : 'small'} heads${options.varied ? ' that differ' : ''}, ${options.wrk ? 'wrk' : 'own'} load, ${options.rules} rules\n`,
  );
  console.log(
    '| proxy | requests per CPU second | of nginx [spread] | CPU per request | requests per second, of nginx | p99, of nginx | memory |',
  );
  console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: |');
  for (const row of rows)
    console.log(
      `| ${row.name} | ${row.perCpuSecond} | ${row.perCpuSecondRatio.toFixed(2)} [${row.spread.map((value) => value.toFixed(2)).join('-')}] | ${row.microsecondsPerRequest.toFixed(1)} us | ${row.perSecondRatio.toFixed(2)} | ${row.p99Ratio.toFixed(2)} | ${(row.memoryBytes / 1e6).toFixed(0)} MB |`,
    );
  if (options.save !== undefined) {
    const file = path.join(import.meta.dirname, 'results', `${options.save}.json`);
    writeFileSync(
      file,
      `${JSON.stringify({ machine, options: { rounds, seconds, connections, browser: options.browser, rules: Number(options.rules), varied: options.varied, wrk: options.wrk }, rows }, null, 2)}\n`,
    );
  }
} finally {
  await stopAll();
}
process.exit(0);
