import { fault } from '../transport/fault.ts';
import type { Output } from '../transport/output.ts';
import type { FieldList, Stream, StreamHandler, Streams, StreamsHandler } from './streams.ts';
import type { Connection, ConnectionHandler } from '../transport/types.ts';
import { Budget } from './budget.ts';
import { FrameSender } from './frame-sender.ts';
import { writeGoAway, writeReset, writeSettings, writeWindowUpdate } from './frame-writer.ts';
import type { Http2Stream, StreamOwner } from './http2-stream.ts';
import { PastStreams } from './past-streams.ts';
import { CANCEL, DEFAULT_WINDOW, ENHANCE_YOUR_CALM, LARGEST, NO_ERROR } from './protocol.ts';
import { CONNECTION_WINDOW } from './windows.ts';

/** What is on its way when a connection goes away has this time to come, in milliseconds. */
const GO_AWAY_MS = 100;
/** Between our end and that of a peer that does not end. */
const LINGER_MS = 1_000;
/** That often, while the peer has not taken all of it. */
const MOST_LINGERS = 300;
const NO_OWNER: StreamsHandler = { onConnect() {}, onStream() {}, onStreamClosed() {}, onClose() {} };

/** The streams of a connection from its begin to its end, whatever comes on it: who sends, who waits, and how it is left. */
export abstract class StreamSet implements Streams, ConnectionHandler, StreamOwner {
  handler: StreamsHandler = NO_OWNER;
  malformed = false;
  /** Nothing that comes is looked at any more. */
  deaf = false;
  readonly sender: FrameSender;
  protected readonly connection: Connection;
  protected readonly streams = new Map<number, Http2Stream>();
  protected readonly past = new PastStreams();
  /** One side is going away; no more streams are opened. */
  protected leaving = false;
  /** The peer has been told which stream is the last that is taken. */
  protected refusing = false;
  /** The connection ends with the last of its streams. */
  protected finishing = false;
  private readonly shared: Output;
  private waiting: Http2Stream[] = [];
  private readonly settling: Http2Stream[] = [];
  /** Streams that come to nothing. Source: RFC 9113 section 10.5. */
  private readonly resets = new Budget(1_000, 33);
  private ended = false;

  /** @param shared where messages of HTTP/1.1 are put together */
  constructor(connection: Connection, shared: Output) {
    this.connection = connection;
    this.shared = shared;
    this.sender = new FrameSender(connection, this);
    connection.handler = this;
  }

  /** Says how we want to be spoken to. */
  protected greet(settings: readonly number[]): void {
    const output = this.sender.small();
    writeSettings(output, settings);
    writeWindowUpdate(output, 0, CONNECTION_WINDOW - DEFAULT_WINDOW);
  }

  get connected(): boolean {
    return this.connection.connected;
  }
  get blocked(): boolean {
    return this.connection.blocked;
  }
  get count(): number {
    return this.streams.size;
  }

  /** The peer is a client. A backend may reset as many streams as it likes. */
  protected abstract readonly ofClient: boolean;
  abstract readonly hasRoom: boolean;
  abstract open(fields: FieldList, ended: boolean, handler: StreamHandler): Stream;
  abstract onData(bytes: Buffer, start: number, end: number): void;

  onConnect(): void {
    this.handler.onConnect();
  }

  /** Resets a stream that is none, or not any more. */
  protected resetUnknown(id: number, code: number): void {
    writeReset(this.sender.small(), id, code);
    this.countReset();
  }

  protected countReset(): void {
    if (!this.resets.take()) this.fail(ENHANCE_YOUR_CALM);
  }

  /** Resets a stream for what the peer did. */
  protected refuse(stream: Http2Stream, code: number): void {
    stream.reset(code);
    if (this.ofClient) this.countReset();
  }

  wait(stream: Http2Stream): void {
    stream.isListed = true;
    this.waiting.push(stream);
  }

  /** Sends what waits in streams, a frame of each in turn, as far as windows and kernel allow. */
  protected pump(): void {
    for (let moved = true; moved && this.waiting.length > 0 && !this.blocked;) {
      moved = false;
      const round = this.waiting;
      this.waiting = [];
      for (const stream of round) {
        stream.isListed = false;
        if (stream.pump()) moved = true;
        if (stream.waits && !stream.isListed) this.wait(stream);
      }
    }
  }

  onWritable(): void {
    this.sender.sent();
    this.pump();
  }

  goOn(stream: Http2Stream): void {
    this.settling.push(stream);
    this.sender.schedule();
  }

  closed(stream: Http2Stream): void {
    this.streams.delete(stream.id);
    if (!stream.remoteEnded) this.past.ignore(stream.id);
    else if (stream.localEnded) this.resets.earn(1);
    this.goOn(stream);
  }

  settle(): void {
    const { settling } = this;
    for (let i = 0; i < settling.length; i++) {
      if (settling[i]!.settle()) this.tellStreamClosed();
    }
    settling.length = 0;
    this.sender.flush();
    if (this.finishing && this.streams.size === 0) this.end();
  }

  private tellStreamClosed(): void {
    try {
      this.handler.onStreamClosed();
    } catch (error) {
      this.fault(error);
    }
  }

  goAway(): void {
    if (this.leaving || this.deaf) return;
    this.leaving = true;
    // everything that is on its way is still taken. Source: RFC 9113 section 6.8
    writeGoAway(this.sender.small(), LARGEST, NO_ERROR);
    setTimeout(() => {
      if (this.deaf) return;
      this.refusing = true;
      this.finishing = true;
      writeGoAway(this.sender.small(), this.past.last, NO_ERROR);
    }, GO_AWAY_MS);
  }

  /** The peer broke the rules, which ends the connection. Source: RFC 9113 section 5.4.1. */
  protected fail(code: number): void {
    if (this.deaf) return;
    this.malformed = true;
    writeGoAway(this.sender.small(), this.past.last, code);
    this.end();
  }

  /** Sends what waits and the end, then gives the peer a moment to read it. */
  private end(): void {
    if (this.ended) return;
    this.ended = true;
    this.deaf = true;
    this.leaving = true;
    this.closeStreams();
    this.sender.flush();
    this.connection.end();
    this.linger(MOST_LINGERS);
  }

  /** Drops the connection when the peer has had time to read what was sent, which may be long where it reads slowly. */
  private linger(left: number): void {
    setTimeout(() => {
      if (this.blocked && left > 0) this.linger(left - 1);
      else this.connection.destroy();
    }, LINGER_MS);
  }

  private closeStreams(): void {
    for (const stream of this.streams.values()) stream.close(CANCEL, true);
    this.settle();
  }

  onEnd(): void {
    // one that sends no more gets no answer, as with HTTP/1.1
    if (!this.ended) this.connection.destroy();
  }

  onClose(_code: string): void {
    this.deaf = true;
    this.ended = true;
    this.leaving = true;
    this.closeStreams();
    const { handler } = this;
    this.handler = NO_OWNER;
    handler.onClose();
  }

  destroy(): void {
    this.deaf = true;
    this.leaving = true;
    this.connection.destroy();
  }

  fault(error: unknown): void {
    fault(this.shared, error);
  }
}
