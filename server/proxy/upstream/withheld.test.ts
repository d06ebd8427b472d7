import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HandleTransport } from '../transport/handles/handle-transport.ts';
import { TcpTransport } from '../transport/tcp.ts';
import type { Transport } from '../transport/types.ts';
import { UpstreamHost } from './upstream-host.ts';
import type { UpstreamConnection, UpstreamFailure, UpstreamUser } from './upstream-connection.ts';

const HOST = '127.78.9.4';
/** As many messages as it takes until those of a turn are gathered. */
const MANY = 80;
const REQUEST = 'POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 2000\r\n\r\n'.padEnd(2_060, 'x');

class User implements UpstreamUser {
  upstream!: UpstreamConnection;
  answer = '';
  failure: UpstreamFailure | null = null;
  /** The request, where it may be sent again. */
  again: Buffer | null = null;
  connected = false;

  upstreamConnected(): void {
    this.connected = true;
  }
  upstreamData(bytes: Buffer, start: number, end: number): void {
    this.answer += bytes.toString('latin1', start, end);
  }
  upstreamEnd(): void {}
  upstreamWritable(): void {}
  upstreamFailed(failure: UpstreamFailure): void {
    this.failure = failure;
    this.again = this.upstream.unprocessed(false);
  }
}

describe.each([
  { name: 'Node APIs', create: (): Transport => new TcpTransport() },
  { name: 'handles', create: (): Transport => new HandleTransport() },
])('on $name', ({ create }) => {
  let server: Server;
  let received: string;

  beforeEach(async () => {
    received = '';
    server = createServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', (bytes) => {
        received += bytes.toString('latin1');
        socket.write('answer');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  });
  afterEach(() => void server.close());

  async function until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
  }

  test('a request of any size that has not gone out when its connection is seen to end is not sent there, and may be sent again', async () => {
    const transport = create();
    const { port } = server.address() as AddressInfo;
    const times = { connectMs: 5_000, upstreamIdleMs: 5_000 };
    const host = new UpstreamHost({ address: HOST, port }, `${HOST}:${port}`, undefined, transport, times);
    const user = new User();
    const send = (text: string): void => {
      transport.output.text(text);
      user.upstream.send(transport.output);
    };
    user.upstream = host.open(0);
    user.upstream.take(user);
    await until(() => user.connected);
    send('first');
    await until(() => user.answer !== '');
    // it has served a request, and waits for the next
    user.upstream.release(0);
    expect(host.reuse()).toBe(user.upstream);
    user.upstream.take(user);
    const others = Array.from({ length: 8 }, () => host.open(0));
    await until(() => others.every(({ connection }) => connection.connected));
    for (let i = 0; i < MANY; i++) {
      transport.output.text('other');
      others[i % others.length]!.send(transport.output);
    }
    await until(() => received.split('other').length > MANY);
    send(REQUEST);
    expect(transport.turn).toBeGreaterThanOrEqual(0);
    user.upstream.onEnd();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([user.failure, user.again?.toString('latin1')]).toEqual(['connection termination', REQUEST]);
    expect(received).not.toContain('POST');
    for (const other of others) other.drop();
  });
});
