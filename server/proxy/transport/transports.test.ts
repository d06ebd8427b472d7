import { connect as netConnect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HandleTransport } from './handles/handle-transport.ts';
import { selfTest } from './self-test.ts';
import { TcpTransport } from './tcp.ts';
import type { Connection, ConnectionHandler, Listening, Transport } from './types.ts';

const HOST = '127.78.9.1';

/** A handler that writes down what it is told. */
class Recorder implements ConnectionHandler {
  received: Buffer[] = [];
  length = 0;
  ends = 0;
  writable = 0;
  /** Codes of onClose. */
  closed: string[] = [];
  connection!: Connection;

  connects = 0;
  onConnect(): void {
    this.connects++;
  }
  onData(bytes: Buffer, start: number, end: number): void {
    this.received.push(Buffer.from(bytes.subarray(start, end)));
    this.length += end - start;
  }
  onEnd(): void {
    this.ends++;
  }
  onWritable(): void {
    this.writable++;
  }
  onClose(code: string): void {
    this.closed.push(code);
  }
  get text(): string {
    return Buffer.concat(this.received).toString('latin1');
  }
}

describe.each([
  { name: 'Node APIs', create: (): Transport => new TcpTransport() },
  { name: 'handles', create: (): Transport => new HandleTransport() },
])('on $name', ({ create }) => {
  let transport: Transport;
  let listening: Listening;
  /** Sides that were accepted, in order. */
  let accepted: Recorder[];
  let opened: Connection[];
  let sockets: Socket[];

  beforeEach(async () => {
    transport = create();
    accepted = [];
    opened = [];
    sockets = [];
    await new Promise<void>((resolve, reject) => {
      listening = transport.listen(
        { host: HOST, port: 0 },
        (connection) => {
          const side = new Recorder();
          side.connection = connection;
          connection.handler = side;
          opened.push(connection);
          accepted.push(side);
        },
        (error) => (error ? reject(error) : resolve()),
      );
    });
  });

  afterEach(() => {
    listening.close();
    for (const connection of opened) connection.destroy();
    for (const socket of sockets) socket.destroy();
  });

  async function until(condition: () => boolean): Promise<void> {
    const deadline = performance.now() + 5000;
    while (!condition()) {
      if (performance.now() > deadline) throw new Error(`Not within 5 s: ${condition.toString()}`);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  /** A while in which nothing is to happen. */
  const calm = () => new Promise((resolve) => setTimeout(resolve, 60));

  function open(port = listening.port): Recorder {
    const side = new Recorder();
    side.connection = transport.connect(HOST, port, side);
    opened.push(side.connection);
    return side;
  }

  /** Both sides of a connection between two of ours. */
  async function pair(): Promise<[Recorder, Recorder]> {
    const place = accepted.length;
    const client = open();
    await until(() => client.connection.connected && accepted.length > place);
    return [client, accepted[place]!];
  }

  function send(side: Recorder, text: string): boolean {
    transport.output.text(text);
    return side.connection.send(transport.output);
  }

  /** Sends numbered lines until one has to wait. Returns all that was sent. */
  function fill(side: Recorder): string {
    let sent = '';
    for (let i = 0; i < 10_000; i++) {
      const piece = `${i}:`.padEnd(60_000, String(i % 10));
      sent += piece;
      if (!send(side, piece)) return sent;
    }
    throw new Error('The kernel takes everything.');
  }

  test('what one side sends the other gets, and both know the addresses', async () => {
    const [client, server] = await pair();
    expect(server.connection).toMatchObject({ localAddress: HOST, localPort: listening.port, connected: true });
    expect(server.connection.remoteAddress).toMatch(/^127\./);
    expect(send(client, 'ping')).toBe(true);
    expect(transport.output.length).toBe(0);
    await until(() => server.text === 'ping');
    send(server, 'pong \xff');
    await until(() => client.text === 'pong \xff');
  });

  test('nothing to send is no wait', async () => {
    const [client] = await pair();
    expect(client.connection.send(transport.output)).toBe(true);
    expect(client.connection.blocked).toBe(false);
  });

  test('what is sent before the connection is established goes out in order when it is', async () => {
    const client = open();
    expect(client.connection.connected).toBe(false);
    expect(send(client, 'one ')).toBe(false);
    expect(send(client, `${'two'.padEnd(20_000, '.')} `)).toBe(false);
    expect(send(client, 'three')).toBe(false);
    await until(() => client.writable > 0 && accepted[0] !== undefined && accepted[0].text.endsWith('three'));
    expect(accepted[0]!.text).toBe(`one ${'two'.padEnd(20_000, '.')} three`);
    expect(client).toMatchObject({ writable: 1, closed: [] });
  });

  test('a reader that pauses makes the sender wait; then all arrives in order, and the sender is told once', async () => {
    const [client, server] = await pair();
    server.connection.pause();
    let sent = fill(client);
    expect(client.connection.blocked).toBe(true);
    // more while it waits: small ones are copied, large ones keep their slab
    for (const piece of ['small', 'L'.repeat(50_000), 'tiny']) {
      expect(send(client, piece)).toBe(false);
      sent += piece;
    }
    // the slab that follows is used by others meanwhile
    const [other, otherServer] = await pair();
    send(other, 'x'.repeat(80_000));
    await until(() => otherServer.length === 80_000);
    await calm();
    expect(client.writable).toBe(0);
    expect(server.length).toBeLessThan(sent.length);
    server.connection.resume();
    await until(() => server.length === sent.length);
    expect(server.text === sent).toBe(true);
    await until(() => client.writable > 0);
    await calm();
    expect(client).toMatchObject({ writable: 1, closed: [] });
    expect(client.connection.blocked).toBe(false);
    expect(send(client, 'on')).toBe(true);
  });

  test('a paused side gets at most one more piece, and everything after resume', async () => {
    const [client, server] = await pair();
    server.connection.pause();
    for (let i = 0; i < 5; i++) {
      send(client, `${i}`.repeat(1000));
      await calm();
    }
    expect(server.received.length).toBeLessThanOrEqual(1);
    server.connection.resume();
    await until(() => server.length === 5000);
    client.connection.pause();
    for (let i = 0; i < 3; i++) {
      send(server, 'z'.repeat(1000));
      await calm();
    }
    expect(client.received.length).toBeLessThanOrEqual(1);
    client.connection.resume();
    await until(() => client.length === 3000);
  });

  test('the end of one side leaves the other open; when both have ended they close in order, once', async () => {
    const [client, server] = await pair();
    send(client, 'request');
    client.connection.end();
    await until(() => server.ends === 1);
    expect(server.text).toBe('request');
    send(server, 'answer');
    await until(() => client.text === 'answer');
    expect([client.closed, server.closed]).toEqual([[], []]);
    server.connection.end();
    await until(() => client.closed.length > 0 && server.closed.length > 0);
    await calm();
    expect([client.closed, server.closed, client.ends, server.ends]).toEqual([[''], [''], 1, 1]);
  });

  test('the end comes behind what waits', async () => {
    const [client, server] = await pair();
    server.connection.pause();
    const sent = fill(client);
    client.connection.end();
    await calm();
    expect(server.ends).toBe(0);
    server.connection.resume();
    await until(() => server.ends === 1);
    expect(server.text === sent).toBe(true);
  });

  test('what is sent after the end or after destroy is dropped without a wait', async () => {
    const [client, server] = await pair();
    client.connection.end();
    expect(send(client, 'late')).toBe(true);
    await until(() => server.ends === 1);
    client.connection.destroy();
    expect(send(client, 'later')).toBe(true);
    expect(transport.output.length).toBe(0);
    await calm();
    expect(server.text).toBe('');
  });

  test('destroy drops what waits, and each side is told once', async () => {
    const [client, server] = await pair();
    server.connection.pause();
    const sent = fill(client);
    client.connection.destroy();
    client.connection.destroy();
    server.connection.resume();
    await until(() => client.closed.length > 0 && (server.ends > 0 || server.closed.length > 0));
    server.connection.destroy();
    await until(() => server.closed.length > 0);
    await calm();
    expect(client).toMatchObject({ closed: [''], writable: 0 });
    expect(server.closed.length).toBe(1);
    expect(server.length).toBeLessThan(sent.length);
  });

  test('a reset by the peer is told by its code, once', async () => {
    const socket = netConnect(listening.port, HOST);
    sockets.push(socket);
    socket.on('error', () => {});
    await until(() => accepted.length === 1);
    socket.resetAndDestroy();
    await until(() => accepted[0]!.closed.length > 0);
    expect(accepted[0]).toMatchObject({ closed: ['ECONNRESET'], ends: 0 });
  });

  test('a connection that is refused is told by its code while not connected', async () => {
    const { port } = listening;
    listening.close();
    const client = open(port);
    send(client, 'in vain');
    await until(() => client.closed.length > 0);
    expect(client.connection.connected).toBe(false);
    expect(client).toMatchObject({ closed: ['ECONNREFUSED'], writable: 0 });
  });

  test('after close nobody is accepted, and open connections stay', async () => {
    const [client, server] = await pair();
    const { port } = listening;
    listening.close();
    const refused = open(port);
    await until(() => refused.closed.length > 0);
    send(client, 'still');
    await until(() => server.text === 'still');
  });

  test('an address that is taken is told', async () => {
    const { port } = listening;
    const error = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
      transport.listen({ host: HOST, port }, () => {}, resolve);
    });
    expect(error?.code).toBe('EADDRINUSE');
  });

  test('slabs of many connections that wait at the same time are not mixed up', async () => {
    const pairs = [await pair(), await pair(), await pair(), await pair(), await pair()];
    const sent = pairs.map(([client, server]) => {
      server.connection.pause();
      return fill(client);
    });
    for (const [, server] of pairs) server.connection.resume();
    await until(() => pairs.every(([, server], i) => server.length === sent[i]!.length));
    expect(pairs.map(([, server], i) => server.text === sent[i])).toEqual(pairs.map(() => true));
  });

  test('the first slab comes back from a connection that is dropped while it waits', async () => {
    const first = transport.output.bytes;
    const [client, server] = await pair();
    client.connection.pause();
    fill(server);
    expect(transport.output.bytes === first).toBe(false);
    server.connection.destroy();
    await until(() => server.closed.length === 1);
    expect(transport.output.bytes === first).toBe(true);
  });

  test('it passes its self-test', async () => {
    expect(await selfTest(create)).toBeUndefined();
  });

  test('it passes its self-test on a machine that gives the process no time for seconds', async () => {
    let stands = 2_200;
    const starved = (): Transport => {
      const transport = create();
      return {
        output: transport.output,
        turn: -1,
        writeMs: 0,
        flush: () => transport.flush(),
        listen: (source, accepted, ready) => transport.listen(source, accepted, ready),
        connect: (address, port, handler) => {
          const connection = transport.connect(address, port, handler);
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, stands);
          stands = 1;
          return connection;
        },
      };
    };
    expect(await selfTest(starved)).toBeUndefined();
  });

  test('a transport that brings nothing fails its self-test', async () => {
    const deaf = (): Transport => {
      const transport = create();
      return {
        output: transport.output,
        turn: -1,
        writeMs: 0,
        flush: () => transport.flush(),
        listen: (source, _accepted, ready) => transport.listen(source, (connection) => connection.pause(), ready),
        connect: (address, port, handler) => transport.connect(address, port, handler),
      };
    };
    expect(await selfTest(deaf)).toBe('a question does not happen');
  });
});
