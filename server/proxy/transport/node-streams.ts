import {
  connect,
  performServerHandshake,
  type ClientHttp2Session,
  type Http2Session,
  type ServerHttp2Session,
} from 'node:http2';
import type { Socket } from 'node:net';
import { fault } from './fault.ts';
import { NodeStream, saysEnd, type StreamOwner } from './node-stream.ts';
import type { Output } from './output.ts';
import type { FieldList, Stream, StreamHandler, Streams, StreamsHandler } from './streams.ts';

/* Windows and limits as Envoy Gateway sets them. */
const STREAM_WINDOW = 64 * 1024;
const CONNECTION_WINDOW = 1024 * 1024;
const MOST_STREAMS = 100;
/** Longest head, as that of HTTP/1.1. */
const HEAD_LIMIT = 60 * 1024;
/** Fields of a head that are read; the proxy refuses fewer than that with an answer. */
const MOST_FIELDS = 256;
/** Megabytes that one client's connection may hold back because it does not read: its streams' buffers, with room to spare. */
const MOST_HELD = 32;
/** A peer that has not told its limit is taken to have this one. */
const ASSUMED_STREAMS = 100;
/** The stream of a first GOAWAY: everything that is on its way is still taken. Source: RFC 9113 section 6.8. */
const LAST_STREAM = 2 ** 31 - 1;
/** What is on its way when a connection goes away has this time to come, in milliseconds. */
const GO_AWAY_MS = 100;

/** Fields that come twice are the business of those who read them. */
const LENIENT = { strictSingleValueFields: false };

const NOBODY: StreamHandler = { onHead() {}, onData() {}, onEnd() {}, onWritable() {}, onClose() {} };
const NO_OWNER: StreamsHandler = { onConnect() {}, onStream() {}, onStreamClosed() {}, onClose() {} };

/** A connection of streams on node:http2. */
abstract class NodeStreams implements Streams, StreamOwner {
  handler: StreamsHandler = NO_OWNER;
  connected: boolean;
  count = 0;
  malformed = false;
  private lost = false;
  lastProcessed = Infinity;
  protected leaving = false;
  private readonly session: Http2Session;

  private readonly output: Output;

  constructor(session: Http2Session, connected: boolean, output: Output) {
    this.output = output;
    this.session = session;
    this.connected = connected;
    // what is wrong with a connection closes it
    session.on('error', (error) => this.failed(error));
    session.on('goaway', (_code: number, lastStream: number) => {
      this.leaving = true;
      this.lastProcessed = lastStream;
    });
    session.on('close', () => {
      this.leaving = true;
      const { handler } = this;
      this.handler = NO_OWNER;
      handler.onClose();
    });
  }

  get gone(): boolean {
    return this.lost || this.session.destroyed;
  }

  /** The socket is gone. */
  protected lose(): void {
    this.lost = true;
  }

  abstract readonly hasRoom: boolean;
  abstract open(fields: FieldList, ended: boolean, handler: StreamHandler): Stream;

  failed(error: NodeJS.ErrnoException): void {
    this.malformed ||= error.code === 'ERR_HTTP2_ERROR';
  }

  fault(error: unknown): void {
    fault(this.output, error);
  }

  streamClosed(): void {
    this.count--;
    this.handler.onStreamClosed();
  }

  goAway(): void {
    if (this.leaving) return;
    this.leaving = true;
    const { session } = this;
    session.goaway(0, LAST_STREAM);
    setTimeout(() => session.close(), GO_AWAY_MS);
  }

  destroy(): void {
    this.session.destroy();
  }
}

/** Streams that a client opens. */
export class AcceptedStreams extends NodeStreams {
  readonly hasRoom = false;

  /** @param socket nothing else reads it any more */
  constructor(socket: Socket, output: Output) {
    const session: ServerHttp2Session = performServerHandshake(socket, {
      settings: {
        initialWindowSize: STREAM_WINDOW,
        maxConcurrentStreams: MOST_STREAMS,
        maxHeaderListSize: HEAD_LIMIT,
        enableConnectProtocol: false,
      },
      maxHeaderListPairs: MOST_FIELDS,
      maxSessionMemory: MOST_HELD,
      ...LENIENT,
    });
    super(session, true, output);
    session.setLocalWindowSize(CONNECTION_WINDOW);
    socket.on('close', () => this.lose());
    // one that sends no more gets no answer, as with HTTP/1.1
    socket.on('end', () => session.destroy());
    session.on('stream', (stream, _fields, flags, raw) => {
      this.count++;
      const ended = saysEnd(flags);
      const made = new NodeStream(stream, this, NOBODY, ended);
      made.tell(() => this.handler.onStream(made, raw, ended));
    });
  }

  open(): never {
    throw new Error('Only clients open streams.');
  }
}

/** Streams that the proxy opens. */
export class OpenedStreams extends NodeStreams {
  private readonly client: ClientHttp2Session;
  private limit = ASSUMED_STREAMS;

  /** @param socket of a connection that is established, or being so */
  constructor(socket: Socket, output: Output) {
    const client = connect('http://backend', {
      createConnection: () => socket,
      settings: { enablePush: false, initialWindowSize: STREAM_WINDOW, maxHeaderListSize: HEAD_LIMIT },
      maxHeaderListPairs: MOST_FIELDS,
      ...LENIENT,
    });
    super(client, false, output);
    this.client = client;
    socket.on('close', () => this.lose());
    client.on('connect', () => {
      client.setLocalWindowSize(CONNECTION_WINDOW);
      this.connected = true;
      this.handler.onConnect();
    });
    client.on('remoteSettings', ({ maxConcurrentStreams }) => (this.limit = maxConcurrentStreams ?? Infinity));
  }

  get hasRoom(): boolean {
    return !this.leaving && !this.client.closed && !this.client.destroyed && this.count < this.limit;
  }

  open(fields: FieldList, ended: boolean, handler: StreamHandler): Stream {
    const stream = this.client.request(
      fields,
      ended ? { endStream: true } : { endStream: false, waitForTrailers: true },
    );
    this.count++;
    const made = new NodeStream(stream, this, handler, false);
    made.awaitHead(stream);
    return made;
  }
}
