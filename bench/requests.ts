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

const SMALL = 'GET /a HTTP/1.1\r\nHost: www.example.com\r\n\r\n';
const BROWSER =
  'GET /a/path/to/something?with=a&query=string HTTP/1.1\r\nHost: www.example.com\r\nConnection: keep-alive\r\nCache-Control: max-age=0\r\n' +
  'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36\r\n' +
  'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8\r\nUpgrade-Insecure-Requests: 1\r\n' +
  'Sec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-User: ?1\r\nSec-Fetch-Dest: document\r\nAccept-Encoding: gzip, deflate, br\r\n' +
  'Accept-Language: en-GB,en;q=0.9\r\nCookie: session=0123456789abcdef0123456789abcdef; theme=dark\r\n\r\n';
const REQUEST = Buffer.from(options.browser ? BROWSER : SMALL, 'latin1');
const BODY = 'x'.repeat(100);
const ANSWER = Buffer.from(
  `HTTP/1.1 200 OK\r\nServer: nginx\r\nConnection: keep-alive\r\nContent-Type: text/plain\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`,
);

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
      if (whole === 0) whole = bytes.indexOf('\r\n\r\n') + 4 + BODY.length;
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
