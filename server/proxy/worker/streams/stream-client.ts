import { AcceptedStreams } from '../../http2/accepted-streams.ts';
import type { FieldList, Stream, StreamsHandler } from '../../http2/streams.ts';
import type { Connection } from '../../transport/types.ts';
import { forwardedAddress, plainAddress } from '../client-address.ts';
import type { ListenPoint, WorkerContext } from '../worker-context.ts';
import { Call } from './call.ts';

/** A client's connection of HTTP/2: each of its streams is served by itself. */
export class StreamClient implements StreamsHandler {
  readonly point: ListenPoint;
  readonly remoteAddress: string;
  readonly remotePort: number;
  /** Address that X-Forwarded-For tells. */
  readonly forwardedFor: string;
  readonly localAddress: string;
  readonly localPort: number;
  private readonly context: WorkerContext;
  private readonly streams: AcceptedStreams;
  private readonly calls = new Set<Call>();
  private leaving = false;
  /** On the worker's clock: without a call since. */
  private since: number;

  constructor(context: WorkerContext, connection: Connection, point: ListenPoint) {
    this.context = context;
    this.point = point;
    this.remoteAddress = plainAddress(connection.remoteAddress);
    this.remotePort = connection.remotePort;
    this.forwardedFor = forwardedAddress(this.remoteAddress);
    this.localAddress = plainAddress(connection.localAddress);
    this.localPort = connection.localPort;
    this.since = context.now;
    this.streams = new AcceptedStreams(connection, context.transport.output);
    this.streams.handler = this;
    if (context.draining) this.drain();
  }

  /** Takes what was read of the connection so far, `bytes[start, end)`. */
  begin(bytes: Buffer, start: number, end: number): void {
    this.streams.onData(bytes, start, end);
  }

  onConnect(): void {
    // it was accepted
  }

  onStream(stream: Stream, fields: FieldList, ended: boolean): void {
    const call = new Call(this.context, this, stream);
    this.calls.add(call);
    call.begin(fields, ended);
  }

  /** A call is over. */
  callEnded(call: Call): void {
    this.calls.delete(call);
    this.since = this.context.now;
  }

  onStreamClosed(): void {
    // its call knows
  }

  onClose(): void {
    this.calls.clear();
  }

  /** Ends what has waited too long; called each second. */
  sweep(now: number): void {
    for (const call of this.calls) call.sweep(now);
    const { clientIdleMs, streamIdleMs } = this.context.limits;
    const patience = this.streams.isPartial ? streamIdleMs : clientIdleMs;
    if (this.point.gateway < 0 || (this.streams.count === 0 && now - this.since > patience)) this.drain();
  }

  /** No more calls are wanted: the client is told, and the connection ends behind those that it has. */
  drain(): void {
    if (this.leaving) return;
    this.leaving = true;
    this.streams.goAway();
  }
}
