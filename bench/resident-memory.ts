/*
 * Whether the memory of a proxy worker stays what it is: resident bytes as requests go by.
 *
 *     node bench/resident-memory.ts [--requests 10000000] [--connections 32] [--renew 1000] [--step 1000000]
 *
 * `--renew`: requests that a connection carries before it is closed and another opened. Load and backend run in this process, on loopback.
 * `SWITCHYARD_TRANSPORT` chooses the transport.
 */
import { readFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { TestProxy } from '../server/proxy/testing/proxy.ts';
import { forward, snapshotOf } from '../server/proxy/testing/snapshot.ts';
import { residentBytes } from './proxies/process-figures.ts';

const HOST = '127.79.7.1';
const PORT = 24_600;

const { values: options } = parseArgs({
  options: {
    requests: { type: 'string', default: '10000000' },
    connections: { type: 'string', default: '32' },
    renew: { type: 'string', default: '1000' },
    step: { type: 'string', default: '1000000' },
  },
});
const [wanted, renew, step] = [Number(options.requests), Number(options.renew), Number(options.step)];

const REQUEST = Buffer.from('GET /a HTTP/1.1\r\nHost: www.example.com\r\n\r\n');
const BODY = 'x'.repeat(100);
const ANSWER = Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`);

const backend = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => {});
  socket.on('data', () => socket.write(ANSWER));
});
await new Promise<void>((resolve) => backend.listen(0, '127.79.7.2', resolve));
const { address, port } = backend.address() as AddressInfo;
const proxy = await TestProxy.start();
const endpoints = [1, 2, 3, 4].map(() => ({ address, port }));
await proxy.console.serve(
  snapshotOf([{ path: '/', action: forward({ type: 'LeastRequest' }, endpoints) }], { address: HOST, port: PORT }),
);
const { pid } = proxy.child;
const worker = Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim());

let answered = 0;
const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

/** One client after the other, as long as answers are wanted. */
async function client(): Promise<void> {
  while (answered < wanted) await connection();
}

function connection(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: HOST, port: PORT, noDelay: true });
    let [length, whole, carried] = [0, 0, 0];
    socket.once('error', reject);
    socket.on('data', (bytes: Buffer) => {
      if (whole === 0) whole = bytes.indexOf('\r\n\r\n') + 4 + BODY.length;
      length += bytes.length;
      if (length < whole) return;
      length = 0;
      answered += 1;
      if (answered % step === 0) console.log(`${answered} requests: ${megabytes(residentBytes(worker))} MB`);
      carried += 1;
      if (carried < renew && answered < wanted) socket.write(REQUEST);
      else socket.end(() => resolve());
    });
    socket.write(REQUEST);
  });
}

console.log(`fresh: ${megabytes(residentBytes(worker))} MB`);
await Promise.all(Array.from({ length: Number(options.connections) }, client));
await proxy.stop();
process.exit(0);
