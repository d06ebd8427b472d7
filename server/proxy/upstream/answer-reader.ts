import { ChunkedDecoder } from '../codec/chunked.ts';
import type { BodyFraming } from '../codec/fields.ts';
import { INCOMPLETE } from '../codec/refusal.ts';
import { ResponseHead } from '../codec/response-head.ts';
import { PartialHead } from './partial-head.ts';

/** What an answer is read into. */
export interface AnswerTaker {
  answerHead(status: number, fields: string[], ended: boolean): void;
  answerData(bytes: Buffer): void;
}

/** How far an answer is. `done, useless`: whole, but the connection cannot be used again. */
export type Progress = 'more' | 'done' | 'done, useless' | 'malformed';

/** Reads an answer of HTTP/1.1 into its parts. */
export class AnswerReader {
  private readonly taker: AnswerTaker;
  private readonly isHead: boolean;
  /** Of the worker: for heads that come in one piece. */
  private readonly parser: ResponseHead;
  private partial: PartialHead | null = null;
  private framing: BodyFraming | null = null;
  private remaining = 0;
  private keepsAlive = false;
  private readonly decoder = new ChunkedDecoder();

  /** @param isHead the answer to a HEAD request has no body */
  constructor(taker: AnswerTaker, isHead: boolean, parser: ResponseHead) {
    this.taker = taker;
    this.isHead = isHead;
    this.parser = parser;
  }

  /** The head has been read. */
  get begun(): boolean {
    return this.framing !== null;
  }

  /** Some of a head has come, and no more of it will. */
  get isHeadCutOff(): boolean {
    return this.partial !== null;
  }

  read(bytes: Buffer, start: number, end: number): Progress {
    if (this.framing !== null) return this.readBody(bytes, start, end);
    const { partial } = this;
    if (partial === null) {
      this.parser.reset(start);
      return this.readHead(this.parser, bytes, start, end);
    }
    partial.append(bytes, start, end);
    this.partial = null;
    return this.readHead(partial.head, partial.bytes, 0, partial.length, partial);
  }

  /** The backend ended in order. Returns whether the answer is whole with that. */
  end(): boolean {
    return this.framing === 'close';
  }

  private readHead(
    head: ResponseHead,
    bytes: Buffer,
    start: number,
    end: number,
    partial: PartialHead | null = null,
  ): Progress {
    let at = start;
    for (;;) {
      const next = head.parse(bytes, end);
      if (next === INCOMPLETE) {
        if (at < end) this.keep(at === 0 ? partial : null, bytes, at, end);
        return 'more';
      }
      if (next < 0 || head.status === 101) return 'malformed';
      at = next;
      if (head.status >= 200) break;
      head.reset(at);
    }
    const framing = head.framing(this.isHead);
    this.framing = framing;
    this.remaining = head.contentLength;
    this.keepsAlive = head.keepsAlive() && framing !== 'close';
    const fields: string[] = [];
    for (let i = 0; i < head.count; i++) fields.push(head.name(i), head.value(i));
    this.taker.answerHead(head.status, fields, framing === 'none');
    if (framing === 'none') return at === end && this.keepsAlive ? 'done' : 'done, useless';
    return this.readBody(bytes, at, end);
  }

  private keep(partial: PartialHead | null, bytes: Buffer, start: number, end: number): void {
    this.partial = partial ?? new PartialHead();
    if (partial === null) this.partial.append(bytes, start, end);
  }

  private readBody(bytes: Buffer, start: number, end: number): Progress {
    if (start === end) return 'more';
    const { framing, decoder } = this;
    let at = end;
    let done = false;
    if (framing === 'chunked') {
      const target = Buffer.allocUnsafe(end - start);
      at = decoder.decode(bytes, start, end, target, 0);
      if (at < 0) return 'malformed';
      if (decoder.produced > 0) this.taker.answerData(target.subarray(0, decoder.produced));
      ({ done } = decoder);
    } else {
      if (framing === 'length') at = Math.min(end, start + this.remaining);
      this.remaining -= at - start;
      this.taker.answerData(Buffer.from(bytes.subarray(start, at)));
      done = framing === 'length' && this.remaining === 0;
    }
    if (!done) return 'more';
    return at === end && this.keepsAlive ? 'done' : 'done, useless';
  }
}
