import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HandleTransport } from './handles/handle-transport.ts';
import { TcpTransport } from './tcp.ts';
import type { Connection, ConnectionHandler, Listening, Transport } from './types.ts';

const HOST = '127.78.9.3';
const PAIRS = 12;
/** As many messages as it takes until a turn is looked at, whatever came before. */
const UNTIL_LOOKED_AT = 64;

class Side implements ConnectionHandler {
  connection!: Connection;
  text = '';
  ends = 0;
  writable = 0;
  closed: string[] = [];

  onConnect(): void {}
  onData(bytes: Buffer, start: number, end: number): void {
    this.text += bytes.toString('latin1', start, end);
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
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe.each([
  { name: 'Node APIs', create: (): Transport => new TcpTransport() },
  { name: 'handles', create: (): Transport => new HandleTransport() },
])('short messages of a turn on $name', ({ create }) => {
  let transport: Transport;
  let listening: Listening;
  let pairs: [Side, Side][];

  beforeEach(async () => {
    transport = create();
    const accepted: Side[] = [];
    await new Promise<void>((resolve) => {
      const accept = (connection: Connection): void => {
        const side = new Side();
        side.connection = connection;
        connection.handler = side;
        accepted.push(side);
      };
      listening = transport.listen({ host: HOST, port: 0 }, accept, () => resolve());
    });
    pairs = [];
    for (let i = 0; i < PAIRS; i++) {
      const side = new Side();
      side.connection = transport.connect(HOST, listening.port, side);
      await until(() => side.connection.connected && accepted.length > i);
      pairs.push([side, accepted[i]!]);
    }
    // a turn is looked at, and has enough for the next to be gathered
    for (let i = 0; i < UNTIL_LOOKED_AT + PAIRS; i++) soon(pairs[i % PAIRS]![0], '.');
    await turn();
    for (const [, server] of pairs) await until(() => server.text.startsWith('.....'));
    await gather();
    for (const [, server] of pairs) server.text = '';
  });

  afterEach(() => {
    listening.close();
    for (const side of pairs.flat()) side.connection.destroy();
  });

  async function until(condition: () => boolean): Promise<void> {
    const deadline = performance.now() + 10_000;
    while (!condition()) {
      if (performance.now() > deadline) throw new Error(`Not within 10 s: ${condition.toString()}`);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  /** Waits until what was sent before has arrived, in a turn that is gathered. */
  async function gather(): Promise<void> {
    const before = pairs.map(([, server]) => server.text.length);
    for (const [client] of pairs) soon(client, ',');
    await until(() => pairs.every(([, server], i) => server.text.length > before[i]! && server.text.endsWith(',')));
  }

  function soon(side: Side, text: string): boolean {
    transport.output.text(text);
    return side.connection.sendSoon(transport.output);
  }

  function now(side: Side, text: string): boolean {
    transport.output.text(text);
    return side.connection.send(transport.output);
  }

  test('they wait for its end, and the transport numbers such turns', async () => {
    const [[client, server]] = pairs as [[Side, Side]];
    const { taken } = client.connection;
    expect(transport.turn).toBe(-1);
    expect(soon(client, 'one ')).toBe(true);
    expect(soon(client, 'two')).toBe(true);
    expect([client.connection.taken - taken, transport.output.length]).toEqual([0, 0]);
    const number = transport.turn;
    expect(number).toBeGreaterThanOrEqual(0);
    await until(() => server.text === 'one two');
    expect([client.connection.taken - taken, transport.turn]).toEqual([1, -1]);
  });

  test('they go out at once when something is to follow that takes its time', async () => {
    const [[client, server]] = pairs as [[Side, Side]];
    const { taken } = client.connection;
    soon(client, 'one ');
    const number = transport.turn;
    transport.flush();
    expect(client.connection.taken - taken).toBe(1);
    // the clock is read again
    expect(transport.turn).not.toBe(number);
    soon(client, 'two');
    await until(() => server.text === 'one two');
    expect(transport.writeMs).toBeGreaterThan(0);
  });

  test('what waits can be taken back, and is never sent', async () => {
    const [[client, server], [other, otherServer]] = pairs as [[Side, Side], [Side, Side]];
    expect(client.connection.withhold()).toBe(false);
    soon(client, 'no');
    soon(other, 'yes');
    expect(client.connection.withhold()).toBe(true);
    await until(() => otherServer.text === 'yes');
    soon(client, 'later');
    client.connection.sendNow();
    await until(() => server.text === 'later');
  });

  test('few of them in a turn make the next go out at once', async () => {
    const [[client, server]] = pairs as [[Side, Side]];
    soon(client, 'one ');
    await turn();
    const { taken } = client.connection;
    soon(client, 'two');
    expect([client.connection.taken - taken, transport.turn]).toEqual([1, -1]);
    await until(() => server.text === 'one two');
  });

  test('one that is too long, and what is sent at once, go out behind what waits', async () => {
    const [[client, server], [other, otherServer]] = pairs as [[Side, Side], [Side, Side]];
    soon(client, 'short ');
    soon(client, 'l'.repeat(5_000));
    soon(other, 'short ');
    now(other, 'now ');
    soon(other, 'soon');
    await until(() => server.text === `short ${'l'.repeat(5_000)}` && otherServer.text === 'short now soon');
  });

  test('the end, and a connection that is dropped, come behind what waits', async () => {
    const [[client, server], [other, otherServer]] = pairs as [[Side, Side], [Side, Side]];
    soon(client, 'last words');
    client.connection.end();
    soon(other, 'last words');
    other.connection.destroy();
    await until(() => server.ends === 1 && otherServer.ends === 1);
    expect([server.text, otherServer.text]).toEqual(['last words', 'last words']);
  });

  test('a connection that cannot take one tells when it has taken it', async () => {
    const [[client, server]] = pairs as [[Side, Side]];
    server.connection.pause();
    let sent = '';
    for (let i = 0; !client.connection.blocked && i < 100_000; i++) {
      sent += String(i % 10).repeat(4_000);
      soon(client, String(i % 10).repeat(4_000));
      if (i % 8 === 0) await turn();
    }
    expect(client.connection.blocked).toBe(true);
    server.connection.resume();
    await until(() => client.writable === 1 && server.text.length === sent.length);
    expect(server.text === sent).toBe(true);
  });

  test('whatever is sent in whatever turns arrives on its connection, in order', async () => {
    const message = fc.record({
      pair: fc.nat(PAIRS - 1),
      length: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 6_000 })),
      isSoon: fc.boolean(),
    });
    const turns = fc.array(fc.array(message, { minLength: 4, maxLength: 90 }), { minLength: 1, maxLength: 4 });
    let count = 0;
    const property = fc.asyncProperty(turns, async (list) => {
      const sent = pairs.map(() => '');
      for (const [, server] of pairs) server.text = '';
      for (const messages of list) {
        for (const { pair, length, isSoon } of messages) {
          const text = `${count++}:`.padEnd(length, 'x');
          sent[pair] += text;
          (isSoon ? soon : now)(pairs[pair]![0], text);
        }
        await turn();
      }
      await until(() => pairs.every(([, server], i) => server.text.length === sent[i]!.length));
      expect(pairs.map(([, server]) => server.text)).toEqual(sent);
    });
    await fc.assert(property, { numRuns: 40 });
  });
});
