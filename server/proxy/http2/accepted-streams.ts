import type { Output } from '../transport/output.ts';
import type { FieldList } from './streams.ts';
import type { Connection, ConnectionHandler } from '../transport/types.ts';
import { Http2Connection } from './http2-connection.ts';
import { Http2Stream, NOBODY } from './http2-stream.ts';
import { checkRequest, checkTrailers, MALFORMED } from './message.ts';
import {
  INITIAL_WINDOW_SIZE,
  INTERNAL_ERROR,
  MAX_CONCURRENT_STREAMS,
  MAX_HEADER_LIST_SIZE,
  PREFACE,
  PROTOCOL_ERROR,
  REFUSED_STREAM,
  STREAM_CLOSED,
} from './protocol.ts';
import { LIST_OCTETS, MOST_STREAMS, STREAM_WINDOW } from './windows.ts';

const SETTINGS = [
  MAX_CONCURRENT_STREAMS,
  MOST_STREAMS,
  INITIAL_WINDOW_SIZE,
  STREAM_WINDOW,
  MAX_HEADER_LIST_SIZE,
  LIST_OCTETS,
];

/** Streams that a client opens. */
export class AcceptedStreams extends Http2Connection {
  readonly hasRoom = false;
  protected readonly ofClient = true;
  /** Who had the connection before, and is told its end. */
  private readonly before: ConnectionHandler;
  /** Bytes of the preface that have come. */
  private prefaced = 0;

  /** @param shared where messages of HTTP/1.1 are put together */
  constructor(connection: Connection, shared: Output) {
    const before = connection.handler;
    super(connection, shared);
    this.before = before;
    this.greet(SETTINGS);
  }

  override onData(bytes: Buffer, start: number, end: number): void {
    let at = start;
    while (this.prefaced < PREFACE.length && at < end && !this.deaf) {
      if (bytes[at++] !== PREFACE[this.prefaced++]) this.fail(PROTOCOL_ERROR);
    }
    if (at < end) super.onData(bytes, at, end);
  }

  override onClose(code: string): void {
    super.onClose(code);
    this.before.onClose(code);
  }

  protected isIdle(id: number): boolean {
    return id % 2 === 0 || id > this.past.last;
  }

  protected override lastProcessed(): void {
    // we open no streams
  }

  protected message(id: number, fields: FieldList, ended: boolean, exceeded: boolean): void {
    const { past } = this;
    if (id % 2 === 0) return this.fail(PROTOCOL_ERROR);
    if (id > past.last) return this.request(id, fields, ended, exceeded);
    const stream = this.streams.get(id);
    if (stream !== undefined) return this.trailers(stream, fields, ended, exceeded);
    if (past.isIgnored(id)) {
      if (ended) past.ended(id);
      return;
    }
    this.fail(past.wasSkipped(id) ? PROTOCOL_ERROR : STREAM_CLOSED);
  }

  private request(id: number, fields: FieldList, ended: boolean, exceeded: boolean): void {
    const { past, streams } = this;
    past.opened(id);
    const facts = checkRequest(fields);
    let code = -1;
    if (this.refusing || streams.size >= MOST_STREAMS) code = REFUSED_STREAM;
    else if (exceeded) code = INTERNAL_ERROR;
    else if (facts === MALFORMED || (ended && facts.length > 0)) code = PROTOCOL_ERROR;
    if (code >= 0) {
      if (!ended) past.ignore(id);
      this.resetUnknown(id, code);
      return;
    }
    const stream = new Http2Stream(id, this, NOBODY, this.settings.initialWindow);
    stream.headed = true;
    stream.expected = facts.length;
    stream.remoteEnded = ended;
    streams.set(id, stream);
    try {
      this.handler.onStream(stream, fields, ended);
    } catch (error) {
      stream.fault(error);
    }
  }

  private trailers(stream: Http2Stream, fields: FieldList, ended: boolean, exceeded: boolean): void {
    if (stream.remoteEnded) return this.refuse(stream, STREAM_CLOSED);
    if (!ended || exceeded || !checkTrailers(fields) || stream.expected > 0) return this.refuse(stream, PROTOCOL_ERROR);
    stream.takeEnd(fields);
  }

  open(): never {
    throw new Error('Only clients open streams.');
  }
}
