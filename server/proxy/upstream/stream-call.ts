import { CANCEL, PROTOCOL_ERROR, REFUSED_STREAM } from '../http2/protocol.ts';
import type { FieldList, Stream, StreamEnd, StreamHandler } from '../http2/streams.ts';
import { cleanedAnswer } from './answer-fields.ts';
import type { PooledStreams, StreamPool } from './stream-pool.ts';
import type { CallHead, CallUser, UpstreamCall } from './upstream-call.ts';
import type { UpstreamFailure } from './upstream-connection.ts';

/** Longest body that is kept to be sent again. */
const REPLAY_LIMIT = 16 * 1024;

/**
 * A request to a backend that speaks HTTP/2: one stream. Where the backend says that it has not processed it (it refused the stream, or
 * went away before), it is sent once more. Source: RFC 9113 sections 6.8 and 8.7.
 */
export class StreamCall implements UpstreamCall, StreamHandler {
  /** Null when nobody waits any more. */
  private user: CallUser | null;
  private readonly pool: StreamPool;
  private readonly head: CallHead;
  private stream: Stream;
  private on: PooledStreams;
  private forget: (() => void) | null = null;
  private answered = false;
  private paused = false;
  /** What was sent of the body, while it may have to be sent again. */
  private kept: Buffer[] | null = [];
  private keptBytes = 0;
  private sentEnd: { trailers: FieldList | null } | null = null;

  /** @param now on the worker's clock */
  constructor(pool: StreamPool, head: CallHead, user: CallUser, now: number) {
    this.pool = pool;
    this.head = head;
    this.user = user;
    const { stream, on } = this.open(now);
    this.stream = stream;
    this.on = on;
    if (!on.streams.connected) this.forget = on.whenConnected(() => this.user?.callConnected());
  }

  private open(now: number): { stream: Stream; on: PooledStreams } {
    const { method, target, authority, fields, ended } = this.head;
    const all = [':method', method, ':path', target, ':scheme', 'http', ':authority', authority, ...fields];
    return this.pool.open(all, ended, this, now);
  }

  /** The connection is established. */
  get connected(): boolean {
    return this.on.streams.connected;
  }

  send(bytes: Buffer): boolean {
    if (this.kept !== null) {
      this.keptBytes += bytes.length;
      if (this.keptBytes > REPLAY_LIMIT) this.kept = null;
      else this.kept.push(bytes);
    }
    return this.stream.data(bytes);
  }

  end(trailers: FieldList | null): void {
    this.sentEnd = { trailers };
    this.stream.end(trailers);
  }

  pause(): void {
    this.paused = true;
    this.stream.pause();
  }

  resume(): void {
    this.paused = false;
    this.stream.resume();
  }

  drop(): void {
    this.user = null;
    this.forget?.();
    // a stream that is whole either way is closed already
    this.stream.reset(CANCEL);
    this.stream.resume();
  }

  onHead(fields: FieldList, ended: boolean): void {
    const status = Number(fields[1]);
    if (fields[0] !== ':status' || !(status >= 200)) {
      this.fail('protocol error');
      return;
    }
    this.answered = true;
    this.kept = null;
    const { user } = this;
    if (ended) this.user = null;
    user?.callHead(status, cleanedAnswer(fields), ended);
  }

  onData(bytes: Buffer): void {
    this.user?.callData(bytes);
  }

  onEnd(trailers: FieldList | null): void {
    if (!this.answered) {
      // it was reset without an error
      this.fail('remote reset');
      return;
    }
    const { user } = this;
    this.user = null;
    user?.callEnd(trailers);
  }

  onWritable(): void {
    this.user?.callWritable();
  }

  onClose({ code, gone, unprocessed }: StreamEnd): void {
    const { user, on } = this;
    this.forget?.();
    if (user === null) return;
    if (unprocessed && on.streams.connected && this.sendAgain()) return;
    this.user = null;
    if (gone || !on.streams.connected) user.callFailed(on.streams.malformed ? 'protocol error' : on.failure);
    else user.callFailed(RESETS[code] ?? 'remote reset');
  }

  private sendAgain(): boolean {
    const { kept } = this;
    if (kept === null) return false;
    this.kept = null;
    const { stream, on } = this.open(this.pool.now);
    this.stream = stream;
    this.on = on;
    if (this.paused) stream.pause();
    for (const bytes of kept) stream.data(bytes);
    if (this.sentEnd !== null) stream.end(this.sentEnd.trailers);
    else if (!stream.blocked) this.user?.callWritable();
    return true;
  }

  private fail(failure: UpstreamFailure): void {
    const { user } = this;
    this.drop();
    user?.callFailed(failure);
  }
}

const RESETS: Readonly<Record<number, UpstreamFailure>> = {
  [PROTOCOL_ERROR]: 'protocol error',
  [REFUSED_STREAM]: 'remote refused stream reset',
};
