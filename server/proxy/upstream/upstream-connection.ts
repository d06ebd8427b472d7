import { IGNORE, type Connection, type ConnectionHandler } from '../transport/types.ts';
import type { UpstreamHost } from './upstream-host.ts';

/** Why an upstream connection failed, in the words of the answer that the client gets. */
export type UpstreamFailure =
  | 'remote connection failure'
  | 'connection termination'
  | 'connection timeout'
  | 'protocol error';

/** Who uses an upstream connection at the moment. */
export interface UpstreamUser {
  /** Bytes of the response, valid during the call. */
  upstreamData(bytes: Buffer, start: number, end: number): void;
  /** The backend sends nothing more, in order. */
  upstreamEnd(): void;
  /** All that was sent has gone to the kernel. */
  upstreamWritable(): void;
  /** The connection is gone or useless. */
  upstreamFailed(failure: UpstreamFailure): void;
}

/** Longest request that is kept for a second try. */
const REPLAY_LIMIT = 16 * 1024;

/** A connection to a backend. It serves one request at a time. */
export class UpstreamConnection implements ConnectionHandler {
  readonly host: UpstreamHost;
  connection!: Connection;
  user: UpstreamUser | null = null;
  /** It has served a request before, so that the backend may have closed it in the meantime. */
  reused = false;
  /** Milliseconds on the worker's clock: connecting or idle since. */
  since = 0;
  /** Copy of the request that was sent, for a second try. */
  private replay: Buffer | null = null;
  private replayLength = 0;

  constructor(host: UpstreamHost) {
    this.host = host;
  }

  /** Keeps a copy of a request. */
  keepReplay(bytes: Buffer, length: number): void {
    this.replayLength = 0;
    if (length > REPLAY_LIMIT) return;
    if (this.replay === null || this.replay.length < length) {
      this.replay = Buffer.allocUnsafe(Math.min(REPLAY_LIMIT, Math.max(1024, length * 2)));
    }
    bytes.copy(this.replay, 0, 0, length);
    this.replayLength = length;
  }

  forgetReplay(): void {
    this.replayLength = 0;
  }

  /** The request that was kept; null when there is none. */
  replayed(): Buffer | null {
    return this.replay === null || this.replayLength === 0 ? null : this.replay.subarray(0, this.replayLength);
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

  onData(bytes: Buffer, start: number, end: number): void {
    // a backend has nothing to say on an idle connection
    if (this.user === null) this.drop();
    else this.user.upstreamData(bytes, start, end);
  }

  onEnd(): void {
    if (this.user === null) this.drop();
    else this.user.upstreamEnd();
  }

  onWritable(): void {
    this.user?.upstreamWritable();
  }

  onClose(): void {
    this.fail(this.connection.connected ? 'connection termination' : 'remote connection failure');
  }
}
