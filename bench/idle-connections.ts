/*
 * What idle client connections cost a proxy worker: resident memory before and with them.
 *
 *     node bench/idle-connections.ts [--connections 10000] [--silent | --http2] [--warm 2000]
 *
 * Each connection has had one answer, with `--http2` on a stream of HTTP/2, or with `--silent` has not sent anything yet. `--warm`: so many are opened and closed before. Loopback
 * only; a client address takes 10,000 connections.
 */
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { parseArgs } from 'node:util';
import { httpBackend } from '../server/proxy/testing/backends.ts';
import { TestProxy } from '../server/proxy/testing/proxy.ts';
import { PREFACE } from '../server/proxy/http2/protocol.ts';
import { frame, GET } from '../server/proxy/testing/raw-http2.ts';
import { forward, snapshotOf } from '../server/proxy/testing/snapshot.ts';

const HOST = '127.79.3.1';
const PORT = 24_300;
const PER_ADDRESS = 10_000;
/** Connections that are opened at once. */
const AT_ONCE = 50;
const SETTLE_MS = 3_000;

const { values: options } = parseArgs({
  options: {
    connections: { type: 'string', default: '10000' },
    warm: { type: 'string', default: '0' },
    silent: { type: 'boolean', default: false },
    http2: { type: 'boolean', default: false },
  },
});
const count = Number(options.connections);
/** How a client of HTTP/2 begins, and its first request. */
const STREAM = Buffer.concat([PREFACE, frame(4, 0, 0), frame(1, 5, 1, GET)]);

const backend = await httpBackend('127.79.3.2', (_, response) => response.end('ok'));
const proxy = await TestProxy.start();
await proxy.console.serve(
  snapshotOf([{ path: '/', action: forward({ type: 'RoundRobin' }, [backend.endpoint]) }], {
    address: HOST,
    port: PORT,
  }),
);

/** Resident memory of the worker in bytes. */
function memory(): number {
  const { pid } = proxy.child;
  const worker = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${worker}/status`, 'utf8'))![1]) * 1024;
}

function open(index: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: HOST, port: PORT, localAddress: `127.79.4.${1 + Math.floor(index / PER_ADDRESS)}` });
    socket.once('error', reject);
    socket.once('connect', () => {
      if (options.silent) resolve(socket);
      else socket.write(options.http2 ? STREAM : 'GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    });
    socket.once('data', () => resolve(socket));
  });
}

async function openMany(from: number, to: number): Promise<Socket[]> {
  const sockets: Socket[] = [];
  for (let at = from; at < to; at += AT_ONCE) {
    sockets.push(...(await Promise.all(Array.from({ length: Math.min(AT_ONCE, to - at) }, (_, i) => open(at + i)))));
  }
  return sockets;
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, SETTLE_MS));

const fresh = memory();
const warm = await openMany(0, Math.min(Number(options.warm), count));
for (const socket of warm) socket.destroy();
await settle();
const before = memory();
await openMany(0, count);
await settle();
const after = memory();
console.log(`${count} idle connections${options.silent ? ' that sent nothing' : ''}`);
console.log(`${(fresh / 1e6).toFixed(1)} MB fresh`);
console.log(`${(before / 1e6).toFixed(1)} MB before, ${(after / 1e6).toFixed(1)} MB with them`);
console.log(`${Math.round((after - before) / count)} bytes each`);
await proxy.stop();
process.exit(0);
