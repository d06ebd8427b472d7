import { OpenedStreams } from '../http2/opened-streams.ts';
import type { Transport } from '../transport/types.ts';
import type { FieldList, Stream, StreamHandler, Streams, StreamsHandler } from '../http2/streams.ts';
import type { UpstreamFailure } from './upstream-connection.ts';
import type { UpstreamTimes } from './upstream-host.ts';

/** A connection of the pool. */
export class PooledStreams implements StreamsHandler {
  readonly streams: Streams;
  /** Milliseconds on the worker's clock: connecting or idle since. */
  since: number;
  /** Why it is gone, in the words of the answer that its streams get. */
  failure: UpstreamFailure = 'remote connection failure';
  private readonly pool: StreamPool;
  private readonly waiting = new Set<() => void>();

  constructor(pool: StreamPool, streams: Streams, now: number) {
    this.pool = pool;
    this.streams = streams;
    this.since = now;
    streams.handler = this;
  }

  /** Calls once when the connection is established, which it is not yet. Returns what takes that back. */
  whenConnected(tell: () => void): () => void {
    this.waiting.add(tell);
    return () => this.waiting.delete(tell);
  }

  onConnect(): void {
    this.failure = 'connection termination';
    for (const tell of this.waiting) tell();
    this.waiting.clear();
  }

  onStream(): void {
    // backends open none
  }

  onStreamClosed(): void {
    if (this.streams.count === 0) this.pool.idle(this);
  }

  onClose(): void {
    this.pool.forget(this);
  }
}

/** Connections to a backend that speaks HTTP/2: one, and another where the streams of one are not enough. */
export class StreamPool {
  readonly address: string;
  readonly port: number;
  private readonly transport: Transport;
  private readonly times: UpstreamTimes;
  private readonly connections = new Set<PooledStreams>();
  private retired = false;
  /** On the worker's clock, as of the last sweep or stream. */
  now = 0;

  constructor(address: string, port: number, transport: Transport, times: UpstreamTimes) {
    this.address = address;
    this.port = port;
    this.transport = transport;
    this.times = times;
  }

  /** A stream can be opened at once. */
  get ready(): boolean {
    for (const { streams } of this.connections) if (streams.connected && streams.hasRoom) return true;
    return false;
  }

  /** Opens a stream, on a new connection where none has room. `ended`: the request has no body. */
  open(fields: FieldList, ended: boolean, handler: StreamHandler, now: number): { stream: Stream; on: PooledStreams } {
    this.now = now;
    const on = this.withRoom() ?? this.connect(now);
    return { stream: on.streams.open(fields, ended, handler), on };
  }

  private withRoom(): PooledStreams | null {
    let connecting: PooledStreams | null = null;
    for (const one of this.connections) {
      if (!one.streams.hasRoom) continue;
      if (one.streams.connected) return one;
      connecting ??= one;
    }
    return connecting;
  }

  private connect(now: number): PooledStreams {
    const made = new PooledStreams(this, new OpenedStreams(this.transport, this.address, this.port), now);
    this.connections.add(made);
    return made;
  }

  /** The last stream of a connection is closed. */
  idle(one: PooledStreams): void {
    one.since = this.now;
    if (this.retired) one.streams.goAway();
  }

  /** A connection is gone. */
  forget(one: PooledStreams): void {
    this.connections.delete(one);
  }

  /** Closes what has been idle or connecting for too long. */
  sweep(now: number): void {
    this.now = now;
    const { connectMs, upstreamIdleMs } = this.times;
    for (const one of this.connections) {
      const waited = now - one.since;
      if (!one.streams.connected) {
        if (waited <= connectMs) continue;
        one.failure = 'connection timeout';
        one.streams.destroy();
      } else if (one.streams.count === 0 && waited > upstreamIdleMs) one.streams.goAway();
    }
  }

  /** No rule names the backend any more: connections end with the streams that they have. */
  retire(): void {
    this.retired = true;
    for (const { streams } of this.connections) if (streams.count === 0) streams.goAway();
  }

  /** A rule names it again. */
  revive(): void {
    this.retired = false;
  }
}
