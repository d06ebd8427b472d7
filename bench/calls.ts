/*
 * Calls of gRPC per second of CPU time of a proxy worker, unary with a message of 16 bytes. Several checkouts are measured in turn, so that a
 * ratio holds on a busy machine.
 *
 *     node bench/calls.ts [DIRECTORY...] [--rounds 5] [--seconds 3] [--connections 2] [--calls 16] [--other URL=PID]
 *
 * `--other`: another proxy, which sends what comes for the host grpc.example.com to 127.79.5.2:24400. The load and the backend run in this process.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:http2';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { cpuSeconds } from './proxies/process-figures.ts';
import { TestConsole } from '../server/proxy/testing/proxy.ts';
import { h2c, snapshotOf } from '../server/proxy/testing/snapshot.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '2' },
    calls: { type: 'string', default: '16' },
    other: { type: 'string' },
  },
});
const BACKEND = { address: '127.79.5.2', port: 24_400 };
const MESSAGE = Buffer.alloc(21);
MESSAGE.writeUInt32BE(16, 1);

const backend = createServer();
backend.on('stream', (stream) => {
  stream.on('error', () => {});
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  stream.resume();
  stream.end(MESSAGE);
});
await new Promise<void>((resolve) => backend.listen(BACKEND.port, BACKEND.address, resolve));

interface Candidate {
  name: string;
  url: string;
  worker: number;
  perSecond: number[];
  end: () => void;
}

async function launch(directory: string, index: number): Promise<Candidate> {
  const data = mkdtempSync(path.join(tmpdir(), 'switchyard-bench-'));
  const child: ChildProcess = spawn(process.execPath, [path.join(directory, 'server/proxy/main.ts')], {
    env: { ...process.env, SWITCHYARD_DATA: data, SWITCHYARD_WORKERS: '1' },
    stdio: 'inherit',
  });
  const address = `127.79.7.${index + 1}`;
  const console = await TestConsole.connect(path.join(data, 'proxy.sock'));
  const action = h2c({ type: 'RoundRobin' }, [BACKEND]);
  await console.serve(snapshotOf([{ path: '/', action }], { address, port: 24_501 }));
  const worker = Number(readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim());
  const end = (): void => {
    child.kill('SIGKILL');
    rmSync(data, { recursive: true, force: true });
  };
  return { name: directory, url: `http://${address}:24501`, worker, perSecond: [], end };
}

/** Makes calls for some time. Returns how many ended well. */
async function load({ url }: Candidate, seconds: number): Promise<number> {
  let answered = 0;
  const end = performance.now() + seconds * 1_000;
  const sessions = Array.from({ length: Number(options.connections) }, () => connect(url));
  const caller = async (session: (typeof sessions)[number]): Promise<void> => {
    while (performance.now() < end) {
      const stream = session.request({
        ':method': 'POST',
        ':path': '/grpc.examples.echo.Echo/UnaryEcho',
        ':authority': 'grpc.example.com',
        'content-type': 'application/grpc',
        te: 'trailers',
      });
      stream.on('error', () => {});
      stream.on('trailers', (trailers) => (answered += trailers['grpc-status'] === '0' ? 1 : 0));
      stream.resume();
      stream.end(MESSAGE);
      await new Promise((resolve) => stream.once('close', resolve));
    }
  };
  const callers = sessions.flatMap((session) => Array.from({ length: Number(options.calls) }, () => caller(session)));
  await Promise.all(callers);
  for (const session of sessions) session.destroy();
  return answered;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

const directories = positionals.length > 0 ? positionals : ['.'];
const candidates: Candidate[] = [];
for (const [index, directory] of directories.entries()) candidates.push(await launch(directory, index));
if (options.other !== undefined) {
  const at = options.other.lastIndexOf('=');
  const url = options.other.slice(0, at);
  candidates.push({ name: url, url, worker: Number(options.other.slice(at + 1)), perSecond: [], end: () => {} });
}
for (const candidate of candidates) await load(candidate, 2);
for (let round = 0; round < Number(options.rounds); round++) {
  for (const candidate of round % 2 === 0 ? candidates : candidates.toReversed()) {
    const before = cpuSeconds(candidate.worker);
    const answered = await load(candidate, Number(options.seconds));
    candidate.perSecond.push(answered / (cpuSeconds(candidate.worker) - before));
  }
}
const [first] = candidates;
for (const { name, perSecond, end } of candidates) {
  const ratios = perSecond.map((value, round) => value / first!.perSecond[round]!);
  const range = `${Math.min(...ratios).toFixed(3)}-${Math.max(...ratios).toFixed(3)}`;
  console.log(
    `${name}: ${Math.round(median(perSecond))} calls per CPU second, ${median(ratios).toFixed(3)} [${range}] of the first`,
  );
  end();
}
process.exit(0);
