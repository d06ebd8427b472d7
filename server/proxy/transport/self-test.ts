import { isDeepStrictEqual } from 'node:util';
import type { Connection, ConnectionHandler, Transport } from './types.ts';

const HOST = '127.0.0.1';
/**
 * How long something may take, in turns of the event loop: at least two seconds, but on a machine that gives the process no time as many as
 * the conversation needs with room to spare.
 */
const PATIENCE = 100;
const TURN_MS = 20;
/** More than sockets hold, so that a writer has to wait. */
const PIECES = 200;
const PIECE = 60_000;

/** One side of the conversation: what it was told, in order. */
class Side implements ConnectionHandler {
  readonly told: string[] = [];
  connection!: Connection;
  length = 0;
  sum = 0;
  head = '';
  private readonly changed: () => void;

  constructor(changed: () => void) {
    this.changed = changed;
  }

  private tell(what: string): void {
    this.told.push(what);
    this.changed();
  }
  onConnect(): void {
    this.tell('connect');
  }
  onData(bytes: Buffer, start: number, end: number): void {
    if (this.head.length < 4) this.head += bytes.toString('latin1', start, Math.min(end, start + 4));
    this.length += end - start;
    for (let i = start; i < end; i++) this.sum = (this.sum * 31 + bytes[i]!) | 0;
    this.changed();
  }
  onEnd(): void {
    this.tell('end');
  }
  onWritable(): void {
    this.tell('writable');
  }
  onClose(code: string): void {
    this.tell(`close ${code}`);
  }
}

/**
 * Lets a transport talk to itself over loopback: a question, an answer that has to wait for its reader, both ends, and a connection that is
 * refused.
 * @returns why it cannot be used; undefined when it can
 */
export async function selfTest(create: () => Transport): Promise<string | undefined> {
  const cleanUp: (() => void)[] = [];
  try {
    return await converse(create(), cleanUp);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    for (const action of cleanUp) action();
  }
}

async function converse(transport: Transport, cleanUp: (() => void)[]): Promise<string | undefined> {
  let wake = (): void => {};
  const changed = (): void => wake();
  let turns = 0;
  const timer = setInterval(() => {
    turns++;
    wake();
  }, TURN_MS);
  cleanUp.push(() => clearInterval(timer));
  const until = async (what: string, condition: () => boolean): Promise<void> => {
    turns = 0;
    while (!condition()) {
      if (turns > PATIENCE) throw new Error(`${what} does not happen`);
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };

  const server = new Side(changed);
  let open = false;
  const listening = transport.listen(
    { host: HOST, port: 0 },
    (connection) => {
      connection.handler = server;
      server.connection = connection;
      cleanUp.push(() => connection.destroy());
      changed();
    },
    (error) => {
      if (error !== null) throw error;
      open = true;
      changed();
    },
  );
  cleanUp.push(() => listening.close());
  await until('listening', () => open);

  const client = new Side(changed);
  client.connection = transport.connect(HOST, listening.port, client);
  cleanUp.push(() => client.connection.destroy());
  transport.output.text('ping');
  client.connection.send(transport.output);
  await until('a question', () => server.head === 'ping' && client.told.includes('writable'));

  client.connection.pause();
  let sum = 0;
  let waits = false;
  for (let piece = 0; piece < PIECES; piece++) {
    const text = String.fromCharCode(97 + (piece % 26)).repeat(PIECE);
    for (let i = 0; i < PIECE; i++) sum = (sum * 31 + text.charCodeAt(i)) | 0;
    transport.output.text(text);
    if (!server.connection.send(transport.output)) waits = true;
  }
  if (!waits) return 'a reader that does not read does not make the writer wait';
  client.connection.resume();
  await until('a long answer', () => client.length === PIECES * PIECE && server.told.includes('writable'));
  if (client.sum !== sum) return 'what arrives is not what was sent';

  client.connection.end();
  await until('an end', () => server.told.includes('end'));
  server.connection.end();
  await until('the last end', () => client.told.includes('close ') && server.told.includes('close '));
  if (!isDeepStrictEqual(client.told, ['connect', 'writable', 'end', 'close ']))
    return `it tells ${client.told.join()}`;

  const { port } = listening;
  listening.close();
  const refused = new Side(changed);
  refused.connection = transport.connect(HOST, port, refused);
  await until('a refusal', () => refused.told.includes('close ECONNREFUSED'));
  return undefined;
}
