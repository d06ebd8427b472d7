import type { Output } from '../transport/output.ts';
import { IGNORE, type Connection, type ConnectionHandler } from '../transport/types.ts';
import { KeptBytes } from './kept-bytes.ts';
import type { UpstreamHost } from './upstream-host.ts';

/** Why an upstream connection failed, in the words of the answer that the client gets. */
export type UpstreamFailure =
  | 'remote connection failure'
  | 'connection termination'
  | 'connection timeout'
  | 'protocol error'
  | 'remote reset'
  | 'remote refused stream reset'
  | 'overflow';

/** Who uses an upstream connection at the moment. */
export interface UpstreamUser {
  /** The connection is established. */
  upstreamConnected(): void;
  /** Bytes of the response, valid during the call. */
  upstreamData(bytes: Buffer, start: number, end: number): void;
  /** The backend sends nothing more, in order. */
  upstreamEnd(): void;
  /** All that was sent has gone to the kernel. */
  upstreamWritable(): void;
  /** The connection is gone or useless. */
  upstreamFailed(failure: UpstreamFailure): void;
}

/** Longest request that is kept to be sent again. */
const REPLAY_LIMIT = 16 * 1024;
/** A request of this size goes in one segment, so that it was read as a whole or not at all. */
const ONE_SEGMENT = 1_200;
/** When to ask whether the backend has reset a connection that it ended: milliseconds since the time before. */
const PROBES: readonly number[] = [0, 2, 8, 30, 110];

/** A connection to a backend. It serves one request at a time. */
export class UpstreamConnection implements ConnectionHandler {
  readonly host: UpstreamHost;
  connection!: Connection;
  user: UpstreamUser | null = null;
  /** It has served a request before, so that the backend may have closed it in the meantime. */
  reused = false;
  /** Milliseconds on the worker's clock: connecting or idle since. */
  since = 0;
  /** The backend has ended; what is sent now it would not read. */
  ended = false;
  /** What was sent of the request at hand, while it may have to be sent again. */
  private readonly kept = new KeptBytes(REPLAY_LIMIT);
  private keeping = false;
  /** Pieces that the kernel had taken before the request at hand. */
  private takenBefore = 0;
  private answered = false;
  private probe: NodeJS.Timeout | null = null;
  private resetBehindEnd = false;

  constructor(host: UpstreamHost) {
    this.host = host;
  }

  /** Begins to serve a request. */
  take(user: UpstreamUser): void {
    this.user = user;
    this.takenBefore = this.connection.taken;
    this.answered = false;
    this.keeping = this.reused;
    if (this.reused) this.kept.clear();
  }

  /** Sends what `output` holds of the request; see Connection. */
  send(output: Output): boolean {
    if (this.keeping) this.kept.append(output.view(output.length));
    return this.connection.sendSoon(output);
  }

  /** Pieces of the request at hand that the kernel took. */
  private get sent(): number {
    return this.connection.taken - this.takenBefore;
  }

  /**
   * The request as it was sent, where the backend cannot have processed any of it: it had closed the connection before. Else null. A reset
   * behind an end in order says so, since a backend that has read all that came ends without one. Source: RFC 9110 section 9.2.2.
   * @param isIdempotent it does no harm when some of it was read
   */
  unprocessed(isIdempotent: boolean): Buffer | null {
    if (!this.isWhole || this.kept.length === 0) return null;
    const wasClosed = this.sent === 0 || (this.sent === 1 && this.resetBehindEnd);
    return wasClosed && (isIdempotent || this.sent === 0 || this.kept.length <= ONE_SEGMENT) ? this.kept.view() : null;
  }

  /** All that was sent of a request without an answer is kept. */
  private get isWhole(): boolean {
    return this.keeping && !this.answered && !this.kept.overflowed;
  }

  /** The exchange is over and the connection is as good as new. */
  release(now: number): void {
    this.user = null;
    this.reused = true;
    this.host.release(this, now);
  }

  /** The exchange is over and the connection is of no more use. */
  drop(): void {
    this.user = null;
    if (this.probe !== null) clearTimeout(this.probe);
    this.connection.handler = IGNORE;
    this.host.forget(this);
    this.connection.destroy();
  }

  /** Drops the connection and tells its user why. */
  fail(failure: UpstreamFailure): void {
    const { user } = this;
    this.drop();
    user?.upstreamFailed(failure);
  }

  onConnect(): void {
    this.host.connected(this);
    this.user?.upstreamConnected();
  }

  onData(bytes: Buffer, start: number, end: number): void {
    this.answered = true;
    // a backend has nothing to say on an idle connection
    if (this.user === null) this.drop();
    else this.user.upstreamData(bytes, start, end);
  }

  onEnd(): void {
    if (this.user === null) {
      this.drop();
      return;
    }
    this.ended = true;
    // of a request that has not gone out nothing can have been processed
    if (this.isWhole && this.sent === 0 && this.connection.withhold()) this.fail('connection termination');
    else if (this.isWhole && this.sent <= 1) this.probeReset(0);
    else this.user.upstreamEnd();
  }

  /** The reset that says that the backend had closed the connection before the request came may be a round trip behind the end. */
  private probeReset(index: number): void {
    const wait = PROBES[index];
    if (wait === undefined) {
      this.probe = null;
      this.user?.upstreamEnd();
      return;
    }
    this.probe = setTimeout(() => {
      this.connection.probe();
      if (!this.connection.refused) this.probeReset(index + 1);
    }, wait);
  }

  onWritable(): void {
    this.user?.upstreamWritable();
  }

  onClose(code: string): void {
    this.resetBehindEnd = this.ended && code === 'EPIPE';
    // a stream says why in so many words
    if (code.includes(' ')) this.fail(code as UpstreamFailure);
    else this.fail(this.connection.connected ? 'connection termination' : 'remote connection failure');
  }
}
