import type { FieldList, Stream, StreamHandler } from './streams.ts';
import { IGNORE, type Transport } from '../transport/types.ts';
import { Http2Connection } from './http2-connection.ts';
import { Http2Stream } from './http2-stream.ts';
import { checkAnswer, checkTrailers, MALFORMED } from './message.ts';
import {
  ENABLE_PUSH,
  INITIAL_WINDOW_SIZE,
  LARGEST,
  MAX_HEADER_LIST_SIZE,
  PREFACE,
  PROTOCOL_ERROR,
  STREAM_CLOSED,
} from './protocol.ts';
import { ASSUMED_STREAMS, LIST_OCTETS, STREAM_WINDOW } from './windows.ts';

const SETTINGS = [ENABLE_PUSH, 0, INITIAL_WINDOW_SIZE, STREAM_WINDOW, MAX_HEADER_LIST_SIZE, LIST_OCTETS];

/** Streams that the proxy opens. */
export class OpenedStreams extends Http2Connection {
  protected readonly ofClient = false;
  private next = 1;

  /** Connects to an IP literal that speaks HTTP/2. Failure is told by `onClose` before `connected` is true. */
  constructor(transport: Transport, address: string, port: number) {
    super(transport.connect(address, port, IGNORE), transport.output);
    this.settings.streams = ASSUMED_STREAMS;
    this.sender.small().whole(PREFACE);
    this.greet(SETTINGS);
  }

  get hasRoom(): boolean {
    return !this.leaving && !this.deaf && this.streams.size < this.settings.streams && this.next < LARGEST;
  }

  protected isIdle(id: number): boolean {
    return id % 2 === 0 || id >= this.next;
  }

  /** @param fields `:method` comes first */
  open(fields: FieldList, ended: boolean, handler: StreamHandler): Stream {
    const stream = new Http2Stream(this.next, this, handler, this.settings.initialWindow);
    this.next += 2;
    stream.isHead = fields[1] === 'HEAD';
    this.streams.set(stream.id, stream);
    stream.head(fields, ended);
    return stream;
  }

  protected message(id: number, fields: FieldList, ended: boolean, exceeded: boolean): void {
    const stream = this.streams.get(id);
    if (stream === undefined) return this.unknown(id, ended);
    if (stream.remoteEnded) return this.refuse(stream, STREAM_CLOSED);
    if (exceeded) return this.refuse(stream, PROTOCOL_ERROR);
    if (stream.headed) {
      if (!ended || !checkTrailers(fields) || stream.expected > 0) return this.refuse(stream, PROTOCOL_ERROR);
      stream.takeEnd(fields);
      return;
    }
    const facts = checkAnswer(fields, stream.isHead);
    if (facts === MALFORMED) return this.refuse(stream, PROTOCOL_ERROR);
    if (facts.status < 200) {
      if (ended) this.refuse(stream, PROTOCOL_ERROR);
      return;
    }
    if (ended && facts.length > 0) return this.refuse(stream, PROTOCOL_ERROR);
    stream.headed = true;
    stream.expected = facts.length;
    if (ended) stream.remoteEnded = true;
    stream.tellHead(fields, ended);
    if (ended && stream.localEnded) stream.close(0);
  }

  private unknown(id: number, ended: boolean): void {
    if (this.isIdle(id)) this.fail(PROTOCOL_ERROR);
    else if (this.past.isIgnored(id)) {
      if (ended) this.past.ended(id);
    } else this.resetUnknown(id, STREAM_CLOSED);
  }
}
