/*
 * Requests per second of CPU time of a proxy worker. Several checkouts are measured in turn, so that a ratio holds on a busy machine.
 *
 *     node bench/requests.ts [DIRECTORY...] [--rounds 7] [--seconds 2] [--connections 32] [--browser]
 *
 * The load and the backend run in this process, on loopback. `--browser`: heads as a browser sends them instead of small ones.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ANSWER, BODY_LENGTH, requestBytes } from './proxies/messages.ts';
import { cpuSeconds } from './proxies/process-figures.ts';
import { TestConsole } from '../server/proxy/testing/proxy.ts';
import { forward, snapshotOf } from '../server/proxy/testing/snapshot.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '2' },
    connections: { type: 'string', default: '32' },
    browser: { type: 'boolean', default: false },
  },
});
const directories = positionals.length > 0 ? positionals : ['.'];

const REQUEST = requestBytes(options.browser);

const backend = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => {});
  socket.on('data', () => socket.write(ANSWER));
});
await new Promise<void>((resolve) => backend.listen(0, '127.79.5.1', resolve));
const { address, port } = backend.address() as AddressInfo;

interface Candidate {
  directory: string;
  host: string;
  child: ChildProcess;
  data: string;
  worker: number;
  perSecond: number[];
}

async function launch(directory: string, index: number): Promise<Candidate> {
  const data = mkdtempSync(path.join(tmpdir(), 'switchyard-bench-'));
  const child = spawn(process.execPath, [path.join(directory, 'server/proxy/main.ts')], {
    env: { ...process.env, SWITCHYARD_DATA: data, SWITCHYARD_WORKERS: '1' },
    stdio: 'inherit',
  });
  const host = `127.79.6.${index + 1}`;
  const console = await TestConsole.connect(path.join(data, 'proxy.sock'));
  const endpoints = [1, 2, 3, 4].map(() => ({ address, port }));
  await console.serve(
    snapshotOf([{ path: '/', action: forward({ type: 'LeastRequest' }, endpoints) }], { address: host, port: 24_500 }),
  );
  const worker = Number(readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim());
  return { directory, host, child, data, worker, perSecond: [] };
}

/** Sends requests for some time. Returns how many were answered. */
async function load({ host }: Candidate, seconds: number): Promise<number> {
  let answered = 0;
  const sockets: Socket[] = [];
  for (let i = 0; i < Number(options.connections); i++) {
    const socket = connect({ host, port: 24_500, noDelay: true });
    let length = 0;
    let whole = 0;
    socket.on('data', (bytes: Buffer) => {
      if (whole === 0) whole = bytes.indexOf('\r\n\r\n') + 4 + BODY_LENGTH;
      length += bytes.length;
      if (length < whole) return;
      length = 0;
      answered++;
      socket.write(REQUEST);
    });
    socket.write(REQUEST);
    sockets.push(socket);
  }
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  for (const socket of sockets) socket.destroy();
  return answered;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

const candidates: Candidate[] = [];
for (const [index, directory] of directories.entries()) candidates.push(await launch(directory, index));
for (const candidate of candidates) await load(candidate, 2);
for (let round = 0; round < Number(options.rounds); round++) {
  for (const candidate of round % 2 === 0 ? candidates : candidates.toReversed()) {
    const before = cpuSeconds(candidate.worker);
    const answered = await load(candidate, Number(options.seconds));
    candidate.perSecond.push(answered / (cpuSeconds(candidate.worker) - before));
  }
}
const [first] = candidates;
for (const { directory, perSecond, child, data } of candidates) {
  const ratios = perSecond.map((value, round) => value / first!.perSecond[round]!);
  const range = `${Math.min(...ratios).toFixed(3)}-${Math.max(...ratios).toFixed(3)}`;
  console.log(
    `${directory}: ${Math.round(median(perSecond))} requests per CPU second, ${median(ratios).toFixed(3)} [${range}] of the first`,
  );
  child.kill('SIGKILL');
  rmSync(data, { recursive: true, force: true });
}
process.exit(0);
