import type { Endpoint } from '../../balancing/types.ts';
import type { Transport } from '../transport/types.ts';
import { StreamConnection } from './stream-connection.ts';
import { StreamPool } from './stream-pool.ts';
import { UpstreamConnection } from './upstream-connection.ts';

/** Times of the connections of a host, in milliseconds. */
export interface UpstreamTimes {
  connectMs: number;
  upstreamIdleMs: number;
}

/** An address that requests are sent to, shared by all rules of a worker: its connections and what is in flight there. */
export class UpstreamHost {
  readonly address: string;
  readonly port: number;
  /** `IP:PORT`, IPv6 in brackets. */
  readonly name: string;
  /** Requests in flight, over all rules. */
  active = 0;
  /** No rule names it any more: connections are not kept. */
  retired = false;
  /** Connections of HTTP/2, null where the backend is not spoken to in that. */
  readonly streams: StreamPool | null;
  private readonly transport: Transport;
  private readonly times: UpstreamTimes;
  /** Idle connections, the one used last at the end. */
  private readonly idle: UpstreamConnection[] = [];
  private readonly connecting = new Set<UpstreamConnection>();

  constructor(
    endpoint: Endpoint,
    name: string,
    protocol: 'h2c' | undefined,
    transport: Transport,
    times: UpstreamTimes,
  ) {
    this.address = endpoint.address;
    this.port = endpoint.port;
    this.name = name;
    this.transport = transport;
    this.times = times;
    this.streams = protocol === 'h2c' ? new StreamPool(endpoint.address, endpoint.port, transport, times) : null;
  }

  /** A request can be sent at once. */
  get hasIdle(): boolean {
    return this.idle.length > 0 || this.streams?.ready === true;
  }

  /** An idle connection, or null. */
  reuse(): UpstreamConnection | null {
    return this.idle.pop() ?? null;
  }

  /** A new connection; it may be written to at once. */
  open(now: number): UpstreamConnection {
    const upstream = new UpstreamConnection(this);
    upstream.since = now;
    if (this.streams !== null) {
      // the pool looks after those that are being established
      upstream.connection = new StreamConnection(this.streams, upstream, now);
      return upstream;
    }
    upstream.connection = this.transport.connect(this.address, this.port, upstream);
    this.connecting.add(upstream);
    return upstream;
  }

  /** A connection is established. */
  connected(upstream: UpstreamConnection): void {
    this.connecting.delete(upstream);
  }

  /** Takes a connection back whose exchange is over. */
  release(upstream: UpstreamConnection, now: number): void {
    if (this.retired || this.streams !== null) {
      upstream.connection.destroy();
      return;
    }
    upstream.since = now;
    this.idle.push(upstream);
  }

  /** A connection is gone. */
  forget(upstream: UpstreamConnection): void {
    this.connecting.delete(upstream);
    const index = this.idle.indexOf(upstream);
    if (index >= 0) this.idle.splice(index, 1);
  }

  /** Closes what has been idle or connecting for too long. */
  sweep(now: number): void {
    this.streams?.sweep(now);
    const { connectMs, upstreamIdleMs } = this.times;
    for (const upstream of this.connecting) {
      if (now - upstream.since > connectMs) upstream.fail('connection timeout');
    }
    let expired = 0;
    while (expired < this.idle.length && now - this.idle[expired]!.since > upstreamIdleMs) expired++;
    for (const upstream of this.idle.splice(0, expired)) upstream.connection.destroy();
  }

  /** No rule names it any more. What is in flight goes on. */
  retire(): void {
    this.retired = true;
    this.streams?.retire();
    for (const upstream of this.idle.splice(0)) upstream.connection.destroy();
  }

  /** A rule names it again. */
  revive(): void {
    this.retired = false;
    this.streams?.revive();
  }
}
