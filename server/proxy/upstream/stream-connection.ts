import { ChunkedDecoder } from '../codec/chunked.ts';
import type { FieldList } from '../http2/streams.ts';
import type { Output } from '../transport/output.ts';
import type { Connection, ConnectionHandler } from '../transport/types.ts';
import { OF_CONNECTION } from './answer-fields.ts';
import { StreamCall } from './stream-call.ts';
import type { StreamPool } from './stream-pool.ts';
import type { CallUser } from './upstream-call.ts';
import type { UpstreamFailure } from './upstream-connection.ts';

const HEAD_END = '\r\n\r\n';
/** Statuses whose answers have no body. */
const BODYLESS: ReadonlySet<number> = new Set([204, 304]);

/**
 * A stream to a backend that speaks HTTP/2, as a connection of HTTP/1.1 that carries one request: so an exchange of a client of HTTP/1.1
 * needs to know nothing of it. What is sent is read as a request, and the answer is put into words again.
 */
export class StreamConnection implements Connection, CallUser {
  handler: ConnectionHandler;
  connected: boolean;
  blocked = false;
  readonly refused = false;
  readonly taken = 0;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localAddress = '';
  readonly localPort = 0;
  private readonly pool: StreamPool;
  private readonly now: number;
  private call: StreamCall | null = null;
  /** What has come of the request's head, while it is not whole. */
  private head: Buffer | null = null;
  private isHead = false;
  private decoder: ChunkedDecoder | null = null;
  private remaining = 0;
  private sentAll = false;
  private chunkedAnswer = false;
  private answerDone = false;
  /** Bytes of the answer's body that are still to come, -1 where it does not say how many. */
  private answerRemaining = -1;
  private paused = false;

  /** @param now on the worker's clock */
  constructor(pool: StreamPool, handler: ConnectionHandler, now: number) {
    this.pool = pool;
    this.handler = handler;
    this.now = now;
    this.connected = pool.ready;
    this.remoteAddress = pool.address;
    this.remotePort = pool.port;
  }

  sendSoon(output: Output): boolean {
    return this.send(output);
  }

  sendNow(): void {
    // frames go out at the end of the turn by themselves
  }

  withhold(): boolean {
    return false;
  }

  send(output: Output): boolean {
    const bytes = Buffer.from(output.bytes.subarray(0, output.length));
    output.length = 0;
    if (this.call !== null) this.sendBody(bytes);
    else this.sendHead(this.head === null ? bytes : Buffer.concat([this.head, bytes]));
    return !this.blocked;
  }

  private sendHead(bytes: Buffer): void {
    const end = bytes.indexOf(HEAD_END);
    if (end < 0) {
      this.head = bytes;
      return;
    }
    this.head = null;
    // the proxy itself wrote it, so it is in the plainest form
    const [start = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
    const [method = '', target = ''] = start.split(' ');
    let authority = '';
    let contentLength = -1;
    let chunked = false;
    const fields: string[] = [];
    for (const line of lines) {
      const colon = line.indexOf(':');
      const name = line.slice(0, colon);
      const value = line.slice(colon + 2);
      if (name === 'host') authority = value;
      else if (name === 'transfer-encoding') chunked = true;
      else if (name === 'te' || !OF_CONNECTION.has(name)) fields.push(name, value);
      if (name === 'content-length') contentLength = Number(value);
    }
    this.isHead = method === 'HEAD';
    this.remaining = Math.max(0, contentLength);
    if (chunked) this.decoder = new ChunkedDecoder();
    this.sentAll = !chunked && this.remaining === 0;
    const sent = { method, target, authority, fields, contentLength, ended: this.sentAll };
    this.call = new StreamCall(this.pool, sent, this, this.now);
    this.connected = this.call.connected;
    if (this.paused) this.call.pause();
    const next = end + HEAD_END.length;
    if (next < bytes.length) this.sendBody(bytes.subarray(next));
  }

  private sendBody(bytes: Buffer): void {
    const { call, decoder } = this;
    if (call === null || this.sentAll) return;
    let piece = bytes;
    if (decoder !== null) {
      const target = Buffer.allocUnsafe(bytes.length);
      decoder.decode(bytes, 0, bytes.length, target, 0);
      piece = target.subarray(0, decoder.produced);
      this.sentAll = decoder.done;
    } else {
      this.remaining -= bytes.length;
      this.sentAll = this.remaining === 0;
    }
    if (piece.length > 0 && !call.send(piece)) this.blocked = true;
    if (this.sentAll) call.end(null);
  }

  probe(): void {
    // a stream has no end that a reset could follow
  }

  pause(): void {
    this.paused = true;
    this.call?.pause();
  }

  resume(): void {
    this.paused = false;
    this.call?.resume();
  }

  end(): void {
    this.call?.end(null);
  }

  destroy(): void {
    if (!this.answerDone || !this.sentAll) this.call?.drop();
    this.call = null;
  }

  callConnected(): void {
    this.connected = true;
    this.handler.onConnect();
  }

  callHead(status: number, fields: FieldList, ended: boolean): void {
    let text = `HTTP/1.1 ${status} \r\n`;
    let length = -1;
    for (let i = 0; i < fields.length; i += 2) {
      if (fields[i] === 'content-length') length = Number(fields[i + 1]);
      text += `${fields[i]}: ${fields[i + 1]}\r\n`;
    }
    const bodyless = this.isHead || BODYLESS.has(status);
    const hasLength = length >= 0;
    this.answerDone = ended || bodyless;
    this.answerRemaining = length;
    this.chunkedAnswer = !bodyless && !hasLength && !ended;
    if (this.chunkedAnswer) text += 'transfer-encoding: chunked\r\n';
    else if (ended && !hasLength && !bodyless) text += 'content-length: 0\r\n';
    this.tell(Buffer.from(`${text}\r\n`, 'latin1'));
  }

  callData(bytes: Buffer): void {
    if (this.answerDone) return;
    if (!this.chunkedAnswer) {
      this.answerRemaining -= bytes.length;
      // whoever is told the last of it is done, and drops this; the end of the stream may come in a frame of its own
      if (this.answerRemaining <= 0) this.answerDone = true;
      this.tell(bytes);
      return;
    }
    this.tell(Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]));
  }

  /** Trailers are dropped, as Envoy does towards HTTP/1.1. */
  callEnd(): void {
    if (this.answerDone) return;
    this.answerDone = true;
    if (this.chunkedAnswer) this.tell(Buffer.from('0\r\n\r\n'));
  }

  private tell(bytes: Buffer): void {
    this.handler.onData(bytes, 0, bytes.length);
  }

  callWritable(): void {
    this.blocked = false;
    this.handler.onWritable();
  }

  callFailed(failure: UpstreamFailure): void {
    this.call = null;
    this.handler.onClose(failure);
  }
}
