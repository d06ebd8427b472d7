import { ChunkedDecoder } from '../chunked.ts';
import type { BodyFraming, Fields } from '../fields.ts';
import { CONNECTION, PROXY_CONNECTION, UPGRADE } from '../field-kind.ts';
import { INCOMPLETE, refusalOf } from '../refusal.ts';
import { RequestHead } from '../request-head.ts';
import { ResponseHead } from '../response-head.ts';
import type { ReadMessage, Reading } from './reading.ts';

/** The body of one message, as it comes. */
class Body {
  text = '';
  whole: boolean;
  private readonly framing: BodyFraming;
  private remaining: number;
  private readonly decoder = new ChunkedDecoder();

  constructor(framing: BodyFraming, length: number) {
    this.framing = framing;
    this.remaining = length;
    this.whole = framing === 'none';
    this.decoder.reset();
  }

  /** Returns the offset behind what belongs to it, or a refusal. */
  take(bytes: Buffer, start: number, end: number): number {
    if (this.framing === 'chunked') {
      const target = Buffer.alloc(end - start);
      const next = this.decoder.decode(bytes, start, end, target, 0);
      this.text += target.toString('latin1', 0, this.decoder.produced);
      this.whole = this.decoder.done;
      return next;
    }
    const length = this.framing === 'length' ? Math.min(this.remaining, end - start) : end - start;
    this.text += bytes.toString('latin1', start, start + length);
    this.remaining -= length;
    this.whole = this.framing === 'length' && this.remaining === 0;
    return start + length;
  }
}

function fieldsOf(head: Fields): [string, string][] {
  return Array.from({ length: head.count }, (_, i) => [head.name(i), head.value(i)]);
}

/** Node's parser takes Proxy-Connection for Connection. */
function asksForUpgrade(head: RequestHead): boolean {
  let [hasUpgrade, isNamed] = [false, false];
  for (let i = 0; i < head.count; i++) {
    const kind = head.kind(i);
    if (kind === UPGRADE) hasUpgrade = true;
    if (kind === CONNECTION || kind === PROXY_CONNECTION)
      isNamed ||= head.list(i).some((token) => /^upgrade$/i.test(token));
  }
  return hasUpgrade && isNamed;
}

/** What the codec makes of requests that come in pieces. */
export function readRequests(pieces: readonly Buffer[]): Reading {
  return read(pieces, new RequestHead(), (head) => {
    const framing = head.chunked ? 'chunked' : head.contentLength > 0 ? 'length' : 'none';
    return {
      line: `${head.method} ${head.bytes.toString('latin1', head.targetStart, head.targetEnd)}`,
      keepsAlive: !head.saysClose(),
      body: new Body(framing, head.contentLength),
      // what comes behind belongs to another protocol: worker/request-view.ts ends the connection there
      isLast: asksForUpgrade(head),
    };
  });
}

/** What the codec makes of one response that comes in pieces. @param ended the connection ended behind them */
export function readResponse(pieces: readonly Buffer[], isHead: boolean, ended: boolean): Reading {
  const reading = read(pieces, new ResponseHead(), (head) => {
    if (head.status < 200 && head.status !== 101) return null;
    const framing = head.framing(isHead);
    return {
      line: String(head.status),
      // Node's parser decides before it is told that there is no body
      keepsAlive: isHead ? null : head.keepsAlive() && framing !== 'close',
      body: new Body(framing, head.contentLength),
      isLast: true,
    };
  });
  const [message] = reading.messages;
  if (ended && message?.untilClose === true && reading.refused === null) message.whole = true;
  return reading;
}

interface Taken {
  line: string;
  keepsAlive: boolean | null;
  body: Body;
  /** Nothing behind it is looked at. */
  isLast: boolean;
}

/** @param take what a head says; null: it is skipped */
function read<T extends RequestHead | ResponseHead>(
  pieces: readonly Buffer[],
  head: T,
  take: (head: T) => Taken | null,
): Reading & { messages: (ReadMessage & { untilClose: boolean })[] } {
  const all = Buffer.alloc(pieces.reduce((sum, piece) => sum + piece.length, 0));
  const messages: (ReadMessage & { untilClose: boolean })[] = [];
  let end = 0;
  let at = 0;
  let body: Body | null = null;
  let isLast = false;
  head.reset(0);
  for (const piece of pieces) {
    piece.copy(all, end);
    end += piece.length;
    for (;;) {
      if (body !== null) {
        const message = messages.at(-1)!;
        at = body.take(all, at, end);
        message.body = body.text;
        message.whole = body.whole;
        if (at < 0) return { messages, refused: refusalOf(at).detail };
        if (!body.whole) break;
        if (isLast) return { messages, refused: null };
        body = null;
        head.reset(at);
      }
      const next = head.parse(all, end);
      if (next === INCOMPLETE) break;
      if (next < 0) return { messages, refused: refusalOf(next).detail };
      at = next;
      const taken = take(head);
      if (taken === null) {
        head.reset(at);
        continue;
      }
      const { line, keepsAlive } = taken;
      const untilClose = head instanceof ResponseHead && !taken.body.whole && !head.chunked && head.contentLength < 0;
      messages.push({
        line,
        fields: fieldsOf(head),
        body: '',
        whole: taken.body.whole,
        keepsAlive,
        isLast: taken.isLast,
        untilClose,
      });
      isLast = taken.isLast;
      if (isLast && taken.body.whole) return { messages, refused: null };
      if (taken.body.whole) head.reset(at);
      else body = taken.body;
    }
  }
  return { messages, refused: null };
}
