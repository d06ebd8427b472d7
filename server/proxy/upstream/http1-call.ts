import { CHUNK_ROOM, LAST_CHUNK, writeChunk } from '../codec/chunk.ts';
import type { ResponseHead } from '../codec/response-head.ts';
import { IDEMPOTENT } from '../codec/tables.ts';
import { WITHOUT_BODY } from '../codec/write-request.ts';
import type { FieldList } from '../http2/streams.ts';
import type { Output } from '../transport/output.ts';
import { AnswerReader, type AnswerTaker, type Progress } from './answer-reader.ts';
import { cleanedAnswer } from './answer-fields.ts';
import type { CallHead, CallUser, UpstreamCall } from './upstream-call.ts';
import type { UpstreamConnection, UpstreamFailure, UpstreamUser } from './upstream-connection.ts';

/** What a call over HTTP/1.1 needs of the worker. */
export interface Http1Surroundings {
  readonly transport: { readonly output: Output };
  readonly responseHead: ResponseHead;
  /** Milliseconds on the worker's clock. */
  readonly now: number;
}

/** A request of a stream to a backend that speaks HTTP/1.1. */
export class Http1Call implements UpstreamCall, UpstreamUser, AnswerTaker {
  private user: CallUser | null;
  private upstream: UpstreamConnection;
  private readonly surroundings: Http1Surroundings;
  private reader: AnswerReader;
  private readonly isHead: boolean;
  private readonly isIdempotent: boolean;
  private readonly chunked: boolean;
  /** The request has been sent whole. */
  private sentAll: boolean;
  /** The user has been told the answer's end. */
  private told = false;

  /** @param upstream a connection that nobody uses */
  constructor(upstream: UpstreamConnection, head: CallHead, user: CallUser, surroundings: Http1Surroundings) {
    this.upstream = upstream;
    this.user = user;
    this.surroundings = surroundings;
    this.isHead = head.method === 'HEAD';
    this.isIdempotent = IDEMPOTENT.has(head.method);
    this.chunked = !head.ended && head.contentLength < 0;
    this.sentAll = head.ended;
    this.reader = new AnswerReader(this, this.isHead, surroundings.responseHead);
    upstream.take(this);
    const { output } = surroundings.transport;
    output.text(headText(head, this.chunked));
    upstream.send(output);
  }

  /** The connection is established. */
  get connected(): boolean {
    return this.upstream.connection.connected;
  }

  send(bytes: Buffer): boolean {
    const { output } = this.surroundings.transport;
    let taken = true;
    for (let at = 0; at < bytes.length;) {
      const n = Math.min(bytes.length - at, output.room - CHUNK_ROOM);
      if (this.chunked) writeChunk(output, bytes, at, at + n);
      else output.copy(bytes, at, at + n);
      at += n;
      taken = this.upstream.send(output);
    }
    return taken;
  }

  /** Trailers are dropped, as Envoy does towards HTTP/1.1. */
  end(_trailers: FieldList | null): void {
    if (this.sentAll) return;
    this.sentAll = true;
    if (!this.chunked) return;
    const { output } = this.surroundings.transport;
    output.text(LAST_CHUNK);
    this.upstream.send(output);
  }

  pause(): void {
    this.upstream.connection.pause();
  }

  resume(): void {
    this.upstream.connection.resume();
  }

  drop(): void {
    if (this.user === null) return;
    this.user = null;
    this.upstream.drop();
  }

  upstreamConnected(): void {
    this.user?.callConnected();
  }

  upstreamData(bytes: Buffer, start: number, end: number): void {
    this.act(this.reader.read(bytes, start, end));
  }

  answerHead(status: number, fields: string[], ended: boolean): void {
    this.told = ended;
    this.user?.callHead(status, cleanedAnswer(fields), ended);
  }

  answerData(bytes: Buffer): void {
    this.user?.callData(bytes);
  }

  private act(progress: Progress): void {
    // it may have been dropped by what it told
    if (progress === 'more' || this.user === null) return;
    if (progress === 'malformed') {
      this.fail('protocol error');
      return;
    }
    const { user } = this;
    this.user = null;
    this.release(progress === 'done');
    if (!this.told) user.callEnd(null);
  }

  private release(reusable: boolean): void {
    const { upstream } = this;
    if (reusable && this.sentAll && !upstream.connection.blocked) {
      upstream.connection.resume();
      upstream.release(this.surroundings.now);
    } else upstream.drop();
  }

  upstreamEnd(): void {
    if (this.reader.end()) this.act('done, useless');
    else this.upstream.fail('connection termination');
  }

  upstreamWritable(): void {
    this.user?.callWritable();
  }

  upstreamFailed(failure: UpstreamFailure): void {
    const again = failure === 'connection termination' ? this.upstream.unprocessed(this.isIdempotent) : null;
    if (again === null) {
      this.fail(this.reader.isHeadCutOff ? 'protocol error' : failure);
      return;
    }
    // the backend had closed the connection before the request came
    const { now, responseHead, transport } = this.surroundings;
    const { output } = transport;
    const upstream = this.upstream.host.open(now);
    this.upstream = upstream;
    this.reader = new AnswerReader(this, this.isHead, responseHead);
    upstream.take(this);
    for (let at = 0; at < again.length;) {
      const n = Math.min(output.room, again.length - at);
      output.copy(again, at, at + n);
      at += n;
      upstream.send(output);
    }
    this.user?.callWritable();
  }

  private fail(failure: UpstreamFailure): void {
    const { user } = this;
    this.drop();
    user?.callFailed(failure);
  }
}

/** Start line and fields of a request. */
function headText({ method, target, authority, fields, contentLength, ended }: CallHead, chunked: boolean): string {
  let text = `${method} ${target} HTTP/1.1\r\nhost: ${authority}\r\n`;
  for (let i = 0; i < fields.length; i += 2) text += `${fields[i]}: ${fields[i + 1]}\r\n`;
  if (chunked) text += 'transfer-encoding: chunked\r\n';
  else if (ended && contentLength < 0 && !WITHOUT_BODY.has(method)) text += 'content-length: 0\r\n';
  return `${text}\r\n`;
}
