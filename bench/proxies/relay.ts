/*
 * The least that a proxy can do, as a ceiling: passes bytes on without looking at them, on the handles that the proxy stands on, writing at the end
 * of each turn of the event loop as the proxy does. Each client has a connection to a backend of its own.
 *
 *     node bench/proxies/relay.ts PORT
 */
import { createServer } from 'node:net';
import { bindings, type TcpHandle } from '../../server/proxy/transport/handles/bindings.ts';
import { BACKENDS } from './configurations.ts';

const HOST = '127.0.0.1';
const SLOT = 4096;
const SLOTS = 256;
const { newSocket, newConnect, newWrite, state, reads } = bindings();
const input = new Uint8Array(64 * 1024);
const slots = new Uint8Array(SLOTS * SLOT);
const views: Uint8Array[][] = Array.from({ length: SLOTS }, () => []);
const waiting: TcpHandle[] = [];
const lengths: number[] = [];
const write = newWrite();

function flush(): void {
  for (const [slot, handle] of waiting.entries()) {
    const length = lengths[slot]!;
    handle.writeBuffer(write, (views[slot]![length] ??= slots.subarray(slot * SLOT, slot * SLOT + length)));
  }
  waiting.length = 0;
  lengths.length = 0;
}

function received(this: TcpHandle): void {
  const length = state[reads]!;
  const other = this.owner as TcpHandle;
  if (length < 0) {
    this.close(() => {});
    other.close(() => {});
  }
  if (length <= 0) return;
  if (waiting.length === SLOTS) flush();
  if (waiting.length === 0) setImmediate(flush);
  slots.set(input.subarray(0, length), waiting.length * SLOT);
  waiting.push(other);
  lengths.push(length);
}

let next = 0;
const server = createServer();
server.listen(Number(process.argv[2]), HOST, 4096, () => {
  const { _handle: listening } = server as unknown as { _handle: TcpHandle };
  listening.onconnection = (_status, client) => {
    if (client === undefined) return;
    const backend = newSocket();
    const request = newConnect();
    request.oncomplete = () => {
      for (const [one, other] of [
        [client, backend],
        [backend, client],
      ] as const) {
        one.owner = other;
        one.useUserBuffer(input);
        one.onread = received;
        one.readStart();
      }
    };
    client.setNoDelay(true);
    backend.setNoDelay(true);
    const { address, port } = BACKENDS[next++ % BACKENDS.length]!;
    backend.connect(request, address, port);
  };
});
