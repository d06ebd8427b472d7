import { HEAD_TOO_LARGE } from '../codec/refusal.ts';
import { IDEMPOTENT } from '../codec/tables.ts';
import { writeRequestHead, writeRequestTail, type RequestRewrite } from '../codec/write-request.ts';
import { CONTINUE } from '../codec/write-response.ts';
import type { ListenerCounters } from '../telemetry/counters.ts';
import { KeptBytes } from '../upstream/kept-bytes.ts';
import type { UpstreamConnection, UpstreamFailure, UpstreamUser } from '../upstream/upstream-connection.ts';
import type { Waiting } from './admission.ts';
import type { ClientPort } from './client-port.ts';
import { ExchangeCount } from './exchange-count.ts';
import { isPlain, type KnownRequest } from './known-requests.ts';
import type { ForwardGroup } from './forward-group.ts';
import { grpcAnswer } from './grpc.ts';
import { BAD_BODY, failureAnswer, TRAILERS_TOO_LARGE, type OwnAnswer } from './own-answer.ts';
import { RequestBody } from './request-body.ts';
import type { LoggedRequest } from '../telemetry/access-log.ts';
import { loggedRequest } from './logging.ts';
import type { RequestView } from './request-view.ts';
import { ResponseRelay, type RelayOutcome } from './response-relay.ts';
import type { ServedRule } from './service.ts';
import { UpstreamUse } from './upstream-use.ts';
import type { WorkerContext } from './worker-context.ts';

/** Bytes of a request that waits for a connection: a head, and what of the body was read before the client was paused. */
const HELD_LIMIT = 256 * 1024;

/** One request on its way to a backend and the answer on its way back. Used again and again, by any client. */
export class Exchange implements UpstreamUser, Waiting {
  active = false;
  /** The protocol was switched: bytes are passed on as they are. */
  tunnel = false;
  /** On the worker's clock: the answer must be complete by then. Infinity while the request is not. */
  deadline = Infinity;
  /** Index of the endpoint in its group. */
  endpoint = 0;
  private readonly context: WorkerContext;
  /** Whose request it is; null while it is spare. */
  private client: ClientPort | null = null;
  private readonly body = new RequestBody();
  private readonly relay: ResponseRelay;
  private readonly count: ExchangeCount;
  private readonly rewrite: RequestRewrite = {
    target: null,
    host: null,
    upgrade: null,
    dropExpect: false,
    client: new Uint8Array(),
  };
  private readonly use = new UpstreamUse();
  /** What cannot be sent yet: there is no connection, or it may have to be replaced. */
  private held: KeptBytes | null = null;
  private isHead = false;
  private method = '';
  private isGrpc = false;
  private readingPaused = false;
  private upstreamPaused = false;

  constructor(context: WorkerContext) {
    this.context = context;
    this.relay = new ResponseRelay(context);
    this.count = new ExchangeCount(context);
  }

  /** The next requests are those of a client. */
  attach(client: ClientPort | null): void {
    this.client = client;
  }

  /** The whole request has been read. */
  get requestDone(): boolean {
    return this.body.done;
  }

  private get upstream(): UpstreamConnection | null {
    return this.use.connection;
  }

  /** Status that the client was told, 0 before. */
  get status(): number {
    return this.relay.status;
  }

  /**
   * Sends a request to an endpoint. Returns the offset behind what was read of the body, or -1 when it was malformed and answered.
   * @param isQueued it has to wait for a connection
   */
  start(
    view: RequestView,
    rule: ServedRule,
    listener: ListenerCounters,
    group: ForwardGroup,
    endpoint: number,
    isQueued: boolean,
    setCookie: string | null,
    from: number,
    end: number,
  ): number {
    const { context, body, rewrite } = this;
    const client = this.client!;
    const { output } = context.transport;
    const { head } = view;
    const request = context.log === null ? null : loggedRequest(view, client.remoteAddress, 'HTTP/1.1');
    const served: KnownRequest = { method: view.method, isGrpc: view.isGrpc, rule, listener, group };
    const now = this.begin(served, endpoint, request);
    body.begin(head);
    this.deadline = body.done ? now + context.limits.requestMs : Infinity;
    this.relay.begin(this.isHead, view.upgrade !== null, setCookie);
    if (view.expectsContinue) {
      output.text(CONTINUE);
      client.connection.send(output);
    }
    rewrite.target = view.sentTarget;
    rewrite.host = view.sentHost;
    rewrite.upgrade = view.upgrade;
    rewrite.dropExpect = view.expectsContinue;
    rewrite.client = client.lines;
    if (isQueued) {
      this.held = new KeptBytes(HELD_LIMIT);
      this.use.wait(this);
    } else this.use.take(this, now);
    const same = writeRequestHead(output, head, rewrite);
    if (context.known.isWanted && same > 0 && body.done && from === end && isPlain(view, group))
      context.known.remember(end, client.point, served, output, same);
    let read = from;
    if (body.done) this.transmit();
    else read = this.requestData(head.bytes, from, end);
    this.count.waits();
    return read;
  }

  /** Sends a known request to an endpoint. */
  startKnown(known: KnownRequest, endpoint: number): void {
    const { context } = this;
    const { output } = context.transport;
    const now = this.begin(known, endpoint, null);
    this.body.skip();
    this.deadline = now + context.limits.requestMs;
    this.relay.begin(this.isHead, false, null);
    this.use.take(this, now);
    context.known.writeHead(output);
    writeRequestTail(output, this.client!.lines);
    this.transmit();
    this.count.waits();
  }

  /** Returns the time, in milliseconds. */
  private begin(
    { method, isGrpc, rule, listener, group }: KnownRequest,
    endpoint: number,
    request: LoggedRequest | null,
  ): number {
    const now = this.context.tick();
    this.active = true;
    this.tunnel = false;
    this.endpoint = endpoint;
    this.use.begin(group, endpoint);
    this.isHead = method === 'HEAD';
    this.method = method;
    this.isGrpc = isGrpc;
    this.readingPaused = false;
    this.upstreamPaused = false;
    this.count.begin(rule, listener, group.counters[endpoint]!, now, request);
    return now;
  }

  proceed(): void {
    const { held } = this;
    if (held === null) return;
    this.held = null;
    this.use.take(this, this.context.tick());
    this.resumeSending(held);
  }

  upstreamConnected(): void {
    this.use.connected();
  }

  /** Sends what was held, and lets the client go on. */
  private resumeSending(held: KeptBytes): void {
    const { upstream } = this;
    if (upstream === null || !this.sendAll(upstream, held.view(), 0, held.length)) return;
    this.upstreamWritable();
  }

  /** Sends what the output holds. Returns false when the client should pause. */
  private transmit(): boolean {
    const { output } = this.context.transport;
    const { upstream } = this;
    if (this.held === null && upstream?.ended === true) this.held = new KeptBytes(HELD_LIMIT);
    if (this.held === null) return upstream!.send(output);
    this.held.append(output.view(output.length));
    output.length = 0;
    return false;
  }

  /** Bytes of the client while the request is not done. Returns the offset behind the body, or -1 when it was malformed and answered. */
  requestData(bytes: Buffer, start: number, end: number): number {
    const { body } = this;
    const { output } = this.context.transport;
    let at = start;
    do {
      at = body.copy(output, bytes, at, end);
      if (at < 0) {
        output.length = 0;
        body.done = false;
        this.giveUp(at === HEAD_TOO_LARGE ? TRAILERS_TOO_LARGE : BAD_BODY);
        return -1;
      }
      if (!this.transmit() && !body.done) this.pauseClient();
      if (this.held?.overflowed === true) {
        this.giveUp(failureAnswer('overflow'));
        return -1;
      }
    } while (at < end && !body.done);
    if (body.done) this.deadline = this.context.now + this.context.limits.requestMs;
    return at;
  }

  private pauseClient(): void {
    if (this.readingPaused) return;
    this.readingPaused = true;
    this.client!.pauseReading();
  }

  /** Bytes of the client behind an upgrade. */
  tunnelData(bytes: Buffer, start: number, end: number): void {
    const { upstream } = this;
    if (upstream !== null && !this.sendAll(upstream, bytes, start, end)) this.pauseClient();
  }

  private sendAll(upstream: UpstreamConnection, bytes: Buffer, start: number, end: number): boolean {
    const { output } = this.context.transport;
    let taken = true;
    for (let at = start; at < end;) {
      const n = Math.min(output.room, end - at);
      output.copy(bytes, at, at + n);
      at += n;
      taken = upstream.send(output);
    }
    return taken;
  }

  /** The client is gone, or has ended before it got its answer. */
  abort(): void {
    if (!this.active) return;
    const status = this.tunnel ? this.status : 0;
    this.upstream?.drop();
    this.finish(status, status);
  }

  /** The client of a tunnel sends no more. */
  clientEnded(): void {
    this.upstream?.connection.end();
  }

  /** All that was sent to the client has gone to the kernel. */
  clientWritable(): void {
    if (this.active) this.resumeUpstream();
  }

  private resumeUpstream(): void {
    if (!this.upstreamPaused) return;
    this.upstreamPaused = false;
    this.upstream?.connection.resume();
  }

  /** Ends the exchange with an answer of the proxy, or by cutting off the backend's where it has begun. */
  giveUp(answer: OwnAnswer): void {
    this.upstream?.drop();
    if (this.relay.started) {
      this.finish(this.status, this.status);
      this.client!.cutOff();
      return;
    }
    const { isHead, requestDone } = this;
    this.count.own(answer.status, answer.reason);
    this.finish(0, answer.status);
    this.client!.answerInstead(this.isGrpc ? grpcAnswer(answer) : answer, isHead, requestDone);
  }

  upstreamData(bytes: Buffer, start: number, end: number): void {
    const { client } = this;
    try {
      this.takeResponse(bytes, start, end);
    } catch (error) {
      this.context.fault(error);
      // it may serve another client by now
      if (this.client === client) this.abort();
      client?.connection.destroy();
    }
  }

  private takeResponse(bytes: Buffer, start: number, end: number): void {
    this.client!.touch();
    this.count.resumes();
    if (this.tunnel) {
      this.relay.passOn(this.client!, bytes, start, end);
      this.act('more');
      return;
    }
    this.act(this.relay.data(this.client!, this.body.done, bytes, start, end));
  }

  upstreamEnd(): void {
    if (this.tunnel) {
      this.client!.connection.end();
      return;
    }
    if (this.relay.end(this.client!)) {
      this.upstream?.drop();
      this.complete(false);
      return;
    }
    this.upstream?.fail('connection termination');
  }

  private act(outcome: RelayOutcome): void {
    switch (outcome) {
      case 'more':
        if (this.client!.connection.blocked && !this.upstreamPaused) {
          this.upstreamPaused = true;
          this.upstream?.connection.pause();
        }
        this.count.waits();
        return;
      case 'done':
        return this.complete(true);
      case 'done, useless':
        return this.complete(false);
      case 'tunnel':
        this.tunnel = true;
        this.body.done = true;
        this.deadline = Infinity;
        this.count.count(this.status, this.status, this.context.tick());
        this.act('more');
        this.client!.becomeTunnel();
        return;
      case 'malformed':
        this.upstream?.fail('protocol error');
        return;
    }
  }

  /** The answer has been sent whole. */
  private complete(reusable: boolean): void {
    const { upstream, context } = this;
    const { requestDone, status } = this;
    const client = this.client!;
    const now = context.tick();
    if (upstream !== null) {
      // an answer may come before the last of the request has gone out
      upstream.connection.sendNow();
      if (reusable && requestDone && !upstream.connection.blocked) {
        this.resumeUpstream();
        upstream.release(now);
      } else upstream.drop();
    }
    this.finish(status, status, now);
    client.exchangeEnded(requestDone);
  }

  upstreamWritable(): void {
    this.client!.touch();
    if (!this.readingPaused) return;
    this.readingPaused = false;
    this.client!.resumeReading();
  }

  upstreamFailed(failure: UpstreamFailure): void {
    if (this.tunnel) {
      this.finish(this.status, this.status);
      this.client!.cutOff();
      return;
    }
    const again = failure === 'connection termination' ? this.upstream!.unprocessed(IDEMPOTENT.has(this.method)) : null;
    if (again === null) this.giveUp(failureAnswer(this.relay.isHeadCutOff ? 'protocol error' : failure));
    else this.sendAgain(again);
  }

  /** Sends the request on a new connection: the backend had closed the old one before it came. */
  private sendAgain(request: Buffer): void {
    const { held } = this;
    this.held = null;
    const fresh = this.use.replace(this, this.context.tick());
    this.sendAll(fresh, request, 0, request.length);
    if (held !== null) this.resumeSending(held);
  }

  private finish(endpointStatus: number, status: number, now = this.context.tick()): void {
    if (!this.active) return;
    this.count.count(endpointStatus, status, now);
    this.count.end();
    this.active = false;
    this.tunnel = false;
    this.held = null;
    // last: it may start the exchange of another client
    this.use.end(this);
  }
}
