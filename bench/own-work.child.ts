/*
 * What a worker computes for a request, without sockets: clients and backends are objects that give it bytes and take what it sends.
 * Started by bench/own-work.ts with the checkout to measure; each message asks for a round.
 */
import path from 'node:path';
import type { Output } from '../server/proxy/transport/output.ts';
import type { Connection, ConnectionHandler, Transport } from '../server/proxy/transport/types.ts';
import { ANSWER, requestBytes } from './proxies/messages.ts';

const [directory = '.', head = 'small', clients = '32'] = process.argv.slice(2);
const load = async <T>(file: string): Promise<T> => (await import(path.resolve(directory, 'server/proxy', file))) as T;
const { Output: OutputClass } = await load<typeof import('../server/proxy/transport/output.ts')>('transport/output.ts');
const { Worker } = await load<typeof import('../server/proxy/worker/worker.ts')>('worker/worker.ts');
const { forward, snapshotOf } = await load<typeof import('../server/proxy/testing/snapshot.ts')>('testing/snapshot.ts');

const ADDRESS = '127.0.0.1';
const PORT = 8_080;
/** What all connections read into, and where messages are put together: as the transports of the checkout have them. */
const arena = await load<typeof import('../server/proxy/arena/arena.ts')>('arena/arena.ts').catch(() => null);
const input = arena?.input ?? Buffer.allocUnsafeSlow(64 * 1024);
const output = new OutputClass(arena?.takeSlab());

/** Connections of backends that have been sent a request and owe the answer. */
const owing: MemoryConnection[] = [];

class MemoryConnection implements Connection {
  connected = true;
  blocked = false;
  refused = false;
  taken = 0;
  remoteAddress = ADDRESS;
  remotePort = 1;
  localAddress = ADDRESS;
  localPort = PORT;
  sent = 0;
  handler: ConnectionHandler;
  private readonly isBackend: boolean;

  constructor(handler: ConnectionHandler, isBackend: boolean) {
    this.handler = handler;
    this.isBackend = isBackend;
  }
  send(output: Output): boolean {
    if (output.length > 0) this.sent++;
    output.length = 0;
    if (this.isBackend) owing.push(this);
    return true;
  }
  sendSoon(output: Output): boolean {
    return this.send(output);
  }
  sendNow(): void {}
  withhold(): boolean {
    return false;
  }
  give(bytes: Uint8Array): void {
    input.set(bytes);
    this.handler.onData(input, 0, bytes.length);
  }
  probe(): void {}
  pause(): void {}
  resume(): void {}
  end(): void {}
  destroy(): void {}
}

const nobody: ConnectionHandler = { onConnect() {}, onData() {}, onEnd() {}, onWritable() {}, onClose() {} };
let accept: (connection: Connection) => void = () => {};
const transport: Transport = {
  output,
  turn: -1,
  writeMs: 0,
  flush() {},
  connect: (_address, _port, handler) => new MemoryConnection(handler, true),
  listen: (_source, accepted) => {
    accept = accepted;
    return { close() {}, port: PORT };
  },
};

const worker = new Worker(
  0,
  transport,
  () => {},
  () => {},
);
const backends = [1, 2, 3, 4].map((i) => ({ address: `127.0.2.${i}`, port: 9_000 }));
const action = forward({ type: 'RoundRobin' }, backends);
const rules = Array.from({ length: 9 }, (_, index) => ({ path: `/route-${index}`, action }));
const place = { key: 'all', gateway: 0, port: PORT };
const snapshot = snapshotOf([...rules, { path: '/', action }], { address: ADDRESS, port: PORT });
worker.receive({ type: 'apply', id: 1, snapshot, sockets: [place] }, undefined);
worker.receive({ type: 'listen', place }, {});

const connections = Array.from({ length: Number(clients) }, () => {
  const connection = new MemoryConnection(nobody, false);
  accept(connection);
  return connection;
});
const request = requestBytes(head === 'browser');

/** All clients ask, then all backends answer. */
function turn(): void {
  for (const connection of connections) connection.give(request);
  for (const backend of owing.splice(0)) backend.give(ANSWER);
}

process.on('message', (turns: number) => {
  const before = process.cpuUsage();
  for (let i = 0; i < turns; i++) turn();
  const { user, system } = process.cpuUsage(before);
  const answered = connections.reduce((sum, { sent }) => sum + sent, 0);
  for (const connection of connections) connection.sent = 0;
  if (answered !== turns * connections.length) throw new Error(`${answered} answers to ${turns} turns`);
  process.send?.(((user + system) * 1000) / answered);
});
process.on('disconnect', () => process.exit(0));
process.send?.(0);
