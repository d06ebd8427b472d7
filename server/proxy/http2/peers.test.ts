import * as fc from 'fast-check';
import { connect, createServer, type ClientHttp2Session, type Http2Server, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HandleTransport } from '../transport/handles/handle-transport.ts';
import type { FieldList, Stream, StreamEnd, StreamHandler } from './streams.ts';
import { TcpTransport } from '../transport/tcp.ts';
import type { Listening, Transport } from '../transport/types.ts';
import { AcceptedStreams } from './accepted-streams.ts';
import { OpenedStreams } from './opened-streams.ts';

const HOST = '127.78.35.1';

/** A message: fields, a body in pieces, and trailers. */
interface Message {
  fields: [string, string][];
  body: number[];
  trailers: [string, string][];
}

const NAME = fc.oneof(
  fc.constantFrom('user-agent', 'accept', 'x-a', 'grpc-encoding', 'x-forwarded-for', 'authorization'),
  fc.stringMatching(/^x-[a-z0-9_-]{1,12}$/),
);
const VISIBLE = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
  maxLength: 60,
});
const VALUE = fc.oneof(VISIBLE, fc.constantFrom('', 'a b', 'caf\u00e9', 'v'.repeat(3_000), 'gzip'));
const FIELDS = fc.uniqueArray(fc.tuple(NAME, VALUE), { selector: ([name]) => name, maxLength: 10 });
const MESSAGE: fc.Arbitrary<Message> = fc.record({
  fields: FIELDS,
  body: fc.array(fc.oneof(fc.nat(300), fc.constantFrom(16_384, 16_385, 100_000)), { maxLength: 4 }),
  trailers: fc.uniqueArray(fc.tuple(NAME, VALUE), { selector: ([name]) => name, maxLength: 3 }),
});

/** What came of a message. */
interface Got {
  fields: [string, string][];
  size: number;
  sum: number;
  trailers: [string, string][];
}

function sumOf(bytes: Uint8Array, before: number): number {
  let sum = before;
  for (const byte of bytes) sum = (sum * 31 + byte) | 0;
  return sum;
}

function pieces({ body }: Message): Buffer[] {
  return body.map((size, index) => Buffer.alloc(size, `${index}${size}`));
}

function expected(message: Message): Got {
  const all = Buffer.concat(pieces(message));
  return { fields: message.fields, size: all.length, sum: sumOf(all, 0), trailers: message.trailers };
}

/** Own fields of a message, in order. */
function pairs(list: FieldList): [string, string][] {
  const found: [string, string][] = [];
  for (let i = 0; i < list.length; i += 2) {
    if (!list[i]!.startsWith(':') && list[i] !== 'date') found.push([list[i]!, list[i + 1]!]);
  }
  return found;
}

/** What is sent back to the one who sent it. */
class Echo implements StreamHandler {
  readonly stream: Stream;
  readonly got: Got = { fields: [], size: 0, sum: 0, trailers: [] };
  constructor(stream: Stream, fields: FieldList, ended: boolean) {
    this.stream = stream;
    this.got.fields = pairs(fields);
    stream.head([':status', '200', ...this.got.fields.flat()], ended);
  }
  onHead(): void {
    // clients send no answers
  }
  onData(bytes: Buffer): void {
    if (!this.stream.data(bytes)) this.stream.pause();
  }
  onWritable(): void {
    this.stream.resume();
  }
  onEnd(trailers: FieldList | null): void {
    this.stream.end(trailers);
  }
  onClose(): void {
    // it knows
  }
}

/** What an answer on a stream of ours is. */
class Taking implements StreamHandler {
  readonly got: Got = { fields: [], size: 0, sum: 0, trailers: [] };
  readonly end: Promise<StreamEnd>;
  private done!: (end: StreamEnd) => void;
  constructor() {
    this.end = new Promise((resolve) => (this.done = resolve));
  }
  onHead(fields: FieldList): void {
    this.got.fields = pairs(fields);
  }
  onData(bytes: Buffer): void {
    this.got.size += bytes.length;
    this.got.sum = sumOf(bytes, this.got.sum);
  }
  onEnd(trailers: FieldList | null): void {
    this.got.trailers = pairs(trailers ?? []);
  }
  onWritable(): void {
    // everything was given at once
  }
  onClose(end: StreamEnd): void {
    this.done(end);
  }
}

/** Sends a message with Node's client. */
function ask(session: ClientHttp2Session, message: Message): Promise<Got> {
  return new Promise((resolve, reject) => {
    const ended = message.body.length === 0 && message.trailers.length === 0;
    const head = [':method', 'POST', ':path', '/', ':scheme', 'http', ':authority', 'x', ...message.fields.flat()];
    const stream = session.request(head, { endStream: ended, waitForTrailers: message.trailers.length > 0 });
    const got: Got = { fields: [], size: 0, sum: 0, trailers: [] };
    stream.on('response', (_fields: object, _flags: number, raw?: string[]) => (got.fields = pairs(raw ?? [])));
    stream.on('trailers', (_fields: object, _flags: number, raw?: string[]) => (got.trailers = pairs(raw ?? [])));
    stream.on('data', (bytes: Buffer) => {
      got.size += bytes.length;
      got.sum = sumOf(bytes, got.sum);
    });
    stream.on('wantTrailers', () => stream.sendTrailers(Object.fromEntries(message.trailers)));
    stream.on('error', reject);
    stream.on('close', () => resolve(got));
    for (const piece of pieces(message)) stream.write(piece);
    stream.end();
  });
}

/** Sends back what came, with Node's server. */
function sendBack(stream: ServerHttp2Stream, raw: string[]): void {
  let trailers: [string, string][] = [];
  stream.on('error', () => {});
  stream.on('trailers', (_fields: object, _flags: number, list: string[]) => (trailers = pairs(list)));
  stream.respond([':status', '200', ...pairs(raw).flat()], { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers(Object.fromEntries(trailers)));
  stream.pipe(stream);
}

describe.each([
  { name: 'Node APIs', create: (): Transport => new TcpTransport() },
  { name: 'handles', create: (): Transport => new HandleTransport() },
])('on $name', ({ create }) => {
  let transport: Transport;
  let listening: Listening;
  let server: Http2Server;
  const accepted: AcceptedStreams[] = [];

  beforeAll(async () => {
    transport = create();
    await new Promise<void>((resolve, reject) => {
      listening = transport.listen(
        { host: HOST, port: 0 },
        (connection) => {
          const streams = new AcceptedStreams(connection, transport.output);
          accepted.push(streams);
          streams.handler = {
            onConnect() {},
            onStream: (stream, fields, ended) => (stream.handler = new Echo(stream, fields, ended)),
            onStreamClosed() {},
            onClose() {},
          };
        },
        (error) => (error === null ? resolve() : reject(error)),
      );
    });
    server = createServer({ maxSessionMemory: 100 });
    server.on('stream', (stream, _headers, _flags, raw) => sendBack(stream, raw));
    await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  });
  afterAll(() => {
    listening.close();
    server.close();
  });

  test('what the other implementation sends comes back to it unchanged, on one connection', async () => {
    const session = connect(`http://${HOST}:${listening.port}`);
    await fc.assert(
      fc.asyncProperty(fc.array(MESSAGE, { minLength: 1, maxLength: 8 }), async (messages) => {
        const got = await Promise.all(messages.map((message) => ask(session, message)));
        expect(got).toEqual(messages.map(expected));
        // nothing is left of them
        expect(accepted.at(-1)!.count).toBe(0);
      }),
      { numRuns: 60 },
    );
    session.destroy();
  });

  test('what is sent to the other implementation comes back unchanged, on one connection', async () => {
    const streams = new OpenedStreams(transport, HOST, (server.address() as AddressInfo).port);
    const send = async (message: Message): Promise<Got> => {
      const taking = new Taking();
      const head = [':method', 'POST', ':path', '/', ':scheme', 'http', ':authority', 'x', ...message.fields.flat()];
      const stream = streams.open(head, false, taking);
      for (const piece of pieces(message)) stream.data(piece);
      stream.end(message.trailers.length === 0 ? null : message.trailers.flat());
      expect(await taking.end).toEqual({ code: 0, gone: false, unprocessed: false });
      return taking.got;
    };
    await fc.assert(
      fc.asyncProperty(fc.array(MESSAGE, { minLength: 1, maxLength: 8 }), async (messages) => {
        expect(await Promise.all(messages.map(send))).toEqual(messages.map(expected));
        expect(streams.count).toBe(0);
      }),
      { numRuns: 60 },
    );
    streams.destroy();
  });
});
