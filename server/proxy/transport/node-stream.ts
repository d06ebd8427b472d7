import type { ClientHttp2Stream, Http2Stream, IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import {
  INTERNAL_ERROR,
  NO_ERROR,
  REFUSED_STREAM,
  type FieldList,
  type Stream,
  type StreamEnd,
  type StreamHandler,
} from './streams.ts';

/** Flag of a HEADERS frame behind which nothing follows. */
const END_STREAM = 1;

/** Whether the flags of an event of Node's say that nothing follows. */
export function saysEnd(flags: number): boolean {
  return (flags & END_STREAM) !== 0;
}

/** The connection of a stream. */
export interface StreamOwner {
  readonly gone: boolean;
  /** The last stream that the peer processes; Infinity until it goes away. */
  readonly lastProcessed: number;
  /** Something is wrong with a stream, or with the connection because of it. */
  failed(error: NodeJS.ErrnoException): void;
  /** The handler of a stream threw. */
  fault(error: unknown): void;
  streamClosed(): void;
}

/** A stream on node:http2. */
export class NodeStream implements Stream {
  handler: StreamHandler;
  blocked = false;
  private readonly stream: Http2Stream;
  private readonly owner: StreamOwner;
  /** The peer has sent all, and the owner knows. */
  private ended: boolean;
  private received: FieldList | null = null;
  /** What is sent behind the body. */
  private trailers: FieldList | null = null;
  /** Trailers are asked for behind the body. */
  private tailed = false;
  private resetAfter = false;

  /** @param ended the peer has sent all with the head */
  constructor(stream: Http2Stream, owner: StreamOwner, handler: StreamHandler, ended: boolean) {
    this.stream = stream;
    this.owner = owner;
    this.handler = handler;
    this.ended = ended;
    stream.on('data', (bytes: Buffer) => this.tell(() => this.handler.onData(bytes)));
    // trailers are told at once, and data that waits comes behind them
    stream.on('trailers', (_fields: IncomingHttpHeaders, _flags: number, raw: string[]) => (this.received = raw));
    stream.on('end', () => this.tell(() => this.finish()));
    stream.on('drain', () => {
      this.blocked = false;
      this.tell(() => this.handler.onWritable());
    });
    stream.on('wantTrailers', () => this.attempt(() => this.sendTrailers()));
    // how it ended is asked for when it is closed
    stream.on('error', (error) => owner.failed(error));
    stream.on('close', () => {
      this.tell(() => this.handler.onClose(this.endOf()));
      owner.streamClosed();
    });
  }

  /** Looks for the head of the answer, on a stream of ours. */
  awaitHead(stream: ClientHttp2Stream): void {
    stream.on('response', (_fields: object, flags: number, raw?: string[]) => {
      if (saysEnd(flags)) this.ended = true;
      this.tell(() => this.handler.onHead(raw ?? [], saysEnd(flags)));
    });
  }

  /** A fault of ours costs this stream its answer, and no other anything. */
  tell(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.owner.fault(error);
      this.reset(INTERNAL_ERROR);
    }
  }

  /** Sends what HTTP/2 may not be able to carry: the stream is reset then. */
  private attempt(act: () => void): void {
    try {
      act();
    } catch {
      this.reset(INTERNAL_ERROR);
    }
  }

  private finish(): void {
    // the end of a stream that was closed is no end of a message
    if (this.ended || this.stream.rstCode !== NO_ERROR || this.stream.aborted) return;
    this.ended = true;
    this.handler.onEnd(this.received);
  }

  private endOf(): StreamEnd {
    const { stream, owner } = this;
    const code = stream.rstCode ?? NO_ERROR;
    const { id } = stream;
    return {
      code,
      gone: owner.gone,
      unprocessed: code === REFUSED_STREAM || id === undefined || id > owner.lastProcessed,
    };
  }

  private get open(): boolean {
    return !this.stream.destroyed && !this.stream.closed;
  }

  interim(status: number): void {
    if (!this.open) return;
    this.attempt(() => (this.stream as ServerHttp2Stream).additionalHeaders({ ':status': status }));
  }

  head(fields: FieldList, ended: boolean): void {
    if (!this.open) return;
    this.tailed = !ended;
    const options = ended ? { endStream: true } : { waitForTrailers: true };
    this.attempt(() => (this.stream as ServerHttp2Stream).respond(fields, options));
  }

  data(bytes: Buffer): boolean {
    if (!this.open || this.stream.writableEnded) return true;
    if (this.stream.write(bytes)) return true;
    this.blocked = true;
    return false;
  }

  end(trailers: FieldList | null): void {
    if (!this.open || this.stream.writableEnded) return;
    this.trailers = trailers;
    this.stream.end();
  }

  private sendTrailers(): void {
    if (!this.open) return;
    this.stream.sendTrailers(asObject(this.trailers ?? []));
    // they are sent in a later turn
    if (this.resetAfter) setImmediate(() => setImmediate(() => this.stream.close(NO_ERROR)));
  }

  reset(code: number): void {
    if (!this.open) return;
    if (code === NO_ERROR && this.tailed && this.stream.writableEnded) this.resetAfter = true;
    else this.stream.close(code);
  }

  pause(): void {
    this.stream.pause();
  }

  resume(): void {
    this.stream.resume();
  }
}

/** Trailers as node:http2 wants them. */
function asObject(fields: FieldList): Record<string, string | string[]> {
  const found: Record<string, string | string[]> = Object.create(null) as Record<string, string | string[]>;
  for (let i = 0; i < fields.length; i += 2) {
    const name = fields[i]!;
    const before = found[name];
    const value = fields[i + 1]!;
    found[name] = before === undefined ? value : [before, value].flat();
  }
  return found;
}
