import { HEAD_TOO_LARGE } from '../codec/refusal.ts';
import { IDEMPOTENT } from '../codec/tables.ts';
import { writeRequestHead, type RequestRewrite } from '../codec/write-request.ts';
import { CONTINUE } from '../codec/write-response.ts';
import type { EndpointCounters, ListenerCounters } from '../telemetry/counters.ts';
import type { UpstreamConnection, UpstreamFailure, UpstreamUser } from '../upstream/upstream-connection.ts';
import type { ClientPort } from './client-port.ts';
import type { ForwardGroup } from './forward-group.ts';
import { BAD_BODY, failureAnswer, TRAILERS_TOO_LARGE, type OwnAnswer } from './own-answer.ts';
import { RequestBody } from './request-body.ts';
import type { RequestView } from './request-view.ts';
import { ResponseRelay, type RelayOutcome } from './response-relay.ts';
import type { ServedRule } from './service.ts';
import type { WorkerContext } from './worker-context.ts';

/** One request on its way to a backend and the answer on its way back. A client connection uses one, again and again. */
export class Exchange implements UpstreamUser {
  isHead = false;
  active = false;
  /** Protocol that was switched to. */
  tunnel = false;
  private readonly context: WorkerContext;
  private readonly client: ClientPort;
  private readonly body = new RequestBody();
  private readonly relay: ResponseRelay;
  private readonly rewrite: RequestRewrite = {
    target: null,
    host: null,
    upgrade: null,
    dropExpect: false,
    client: '',
    forwardedFor: '',
  };
  private upstream: UpstreamConnection | null = null;
  private rule: ServedRule | null = null;
  private listener: ListenerCounters | null = null;
  private counters: EndpointCounters | null = null;
  private startedAt = 0;
  private replayable = false;
  private readingPaused = false;
  private upstreamPaused = false;

  constructor(context: WorkerContext, client: ClientPort) {
    this.context = context;
    this.client = client;
    this.relay = new ResponseRelay(context);
  }

  /** The whole request has been read. */
  get requestDone(): boolean {
    return this.body.done;
  }

  /** Status that the client was told, 0 before. */
  get status(): number {
    return this.relay.status;
  }

  /** Sends a request to an endpoint. Returns the offset behind what was read of the body, or -1 when it was malformed and answered. */
  start(
    view: RequestView,
    rule: ServedRule,
    listener: ListenerCounters,
    group: ForwardGroup,
    endpoint: number,
    setCookie: string | null,
    from: number,
    end: number,
  ): number {
    const { context, client, body, rewrite } = this;
    const { output } = context.transport;
    const { head } = view;
    const host = group.hosts[endpoint]!;
    this.active = true;
    this.tunnel = false;
    this.isHead = view.method === 'HEAD';
    this.rule = rule;
    this.listener = listener;
    this.counters = group.counters[endpoint]!;
    this.readingPaused = false;
    this.upstreamPaused = false;
    this.startedAt = context.tick();
    host.active++;
    this.counters.inFlight++;
    context.telemetry.touchEndpoint(this.counters);
    body.begin(head);
    this.relay.begin(this.isHead, view.upgrade !== null, setCookie);
    if (view.expectsContinue) {
      output.text(CONTINUE);
      client.connection.send(output);
    }
    rewrite.target = view.sentTarget;
    rewrite.host = view.sentHost;
    rewrite.upgrade = view.upgrade;
    rewrite.dropExpect = view.expectsContinue;
    rewrite.client = client.remoteAddress;
    rewrite.forwardedFor = client.forwardedFor;
    let upstream = host.reuse();
    this.replayable = body.done && upstream !== null && view.upgrade === null && IDEMPOTENT.has(view.method);
    upstream ??= host.open(context.now);
    this.upstream = upstream;
    upstream.user = this;
    writeRequestHead(output, head, rewrite);
    if (this.replayable) upstream.keepReplay(output.bytes, output.length);
    else upstream.forgetReplay();
    if (body.done) {
      upstream.connection.send(output);
      return from;
    }
    return this.requestData(head.bytes, from, end);
  }

  /** Bytes of the client while the request is not done. Returns the offset behind the body, or -1 when it was malformed and answered. */
  requestData(bytes: Buffer, start: number, end: number): number {
    const { body, upstream } = this;
    const { output } = this.context.transport;
    if (upstream === null) return end;
    let at = start;
    do {
      at = body.copy(output, bytes, at, end);
      if (at < 0) {
        output.length = 0;
        body.done = false;
        this.giveUp(at === HEAD_TOO_LARGE ? TRAILERS_TOO_LARGE : BAD_BODY);
        return -1;
      }
      if (!upstream.connection.send(output) && !body.done && !this.readingPaused) {
        this.readingPaused = true;
        this.client.pauseReading();
      }
    } while (at < end && !body.done);
    return at;
  }

  /** Bytes of the client behind an upgrade. */
  tunnelData(bytes: Buffer, start: number, end: number): void {
    const { upstream } = this;
    if (upstream === null) return;
    if (!this.sendAll(upstream, bytes, start, end) && !this.readingPaused) {
      this.readingPaused = true;
      this.client.pauseReading();
    }
  }

  private sendAll(upstream: UpstreamConnection, bytes: Buffer, start: number, end: number): boolean {
    const { output } = this.context.transport;
    let taken = true;
    for (let at = start; at < end;) {
      const n = Math.min(output.room, end - at);
      output.copy(bytes, at, at + n);
      at += n;
      taken = upstream.connection.send(output);
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
      this.client.cutOff();
      return;
    }
    const { rule, isHead, requestDone } = this;
    rule?.counters.countOwn(answer.status, answer.reason);
    this.finish(0, answer.status);
    this.client.answerInstead(answer, isHead, requestDone);
  }

  upstreamData(bytes: Buffer, start: number, end: number): void {
    try {
      this.takeResponse(bytes, start, end);
    } catch (error) {
      this.context.fault(error);
      this.abort();
      this.client.connection.destroy();
    }
  }

  private takeResponse(bytes: Buffer, start: number, end: number): void {
    this.client.touch();
    if (this.tunnel) {
      this.relay.passOn(this.client, bytes, start, end);
      this.act('more');
      return;
    }
    this.act(this.relay.data(this.client, this.body.done, bytes, start, end));
  }

  upstreamEnd(): void {
    if (this.tunnel) {
      this.client.connection.end();
      return;
    }
    if (this.relay.end(this.client)) {
      this.upstream?.drop();
      this.complete(false);
      return;
    }
    this.upstream?.fail('connection termination');
  }

  private act(outcome: RelayOutcome): void {
    switch (outcome) {
      case 'more':
        if (this.client.connection.blocked && !this.upstreamPaused) {
          this.upstreamPaused = true;
          this.upstream?.connection.pause();
        }
        return;
      case 'done':
        return this.complete(true);
      case 'done, useless':
        return this.complete(false);
      case 'tunnel':
        this.tunnel = true;
        this.body.done = true;
        this.count(this.status, this.status);
        this.act('more');
        this.client.becomeTunnel();
        return;
      case 'malformed':
        this.upstream?.fail('protocol error');
        return;
    }
  }

  /** The answer has been sent whole. */
  private complete(reusable: boolean): void {
    const { upstream, client, context } = this;
    const { requestDone, status } = this;
    context.tick();
    if (upstream !== null) {
      if (reusable && requestDone && !upstream.connection.blocked) {
        this.resumeUpstream();
        upstream.release(context.now);
      } else upstream.drop();
    }
    this.finish(status, status);
    client.exchangeEnded(requestDone);
  }

  upstreamWritable(): void {
    this.client.touch();
    if (!this.readingPaused) return;
    this.readingPaused = false;
    this.client.resumeReading();
  }

  upstreamFailed(failure: UpstreamFailure): void {
    if (this.tunnel) {
      this.finish(this.status, this.status);
      this.client.cutOff();
      return;
    }
    if (failure === 'connection termination' && this.retry()) return;
    this.giveUp(failureAnswer(this.relay.isHeadCutOff ? 'protocol error' : failure));
  }

  /** Sends the request once more, on a new connection, where the old one may have been closed before the backend saw it. */
  private retry(): boolean {
    const { upstream, context } = this;
    const request = upstream?.replayed() ?? null;
    if (upstream === null || request === null || !this.replayable || !upstream.reused || this.relay.begun) return false;
    this.replayable = false;
    const fresh = upstream.host.open(context.tick());
    fresh.user = this;
    this.upstream = fresh;
    this.relay.rewind();
    this.sendAll(fresh, request, 0, request.length);
    return true;
  }

  /** Counts the request once. `endpointStatus` 0: the backend gave no answer. */
  private count(endpointStatus: number, status: number): void {
    const { counters, rule, listener, context } = this;
    const { telemetry } = context;
    if (counters !== null) {
      counters.count(endpointStatus, (context.tick() - this.startedAt) * 1000);
      telemetry.touchEndpoint(counters);
    }
    if (rule !== null) {
      rule.counters.count(status);
      telemetry.touchRule(rule.counters);
    }
    if (listener !== null) {
      listener.count(status);
      telemetry.touchListener(listener);
    }
  }

  private finish(endpointStatus: number, status: number): void {
    const { counters, upstream, context } = this;
    if (!this.active) return;
    this.active = false;
    if (!this.tunnel) this.count(endpointStatus, status);
    if (counters !== null) {
      counters.inFlight--;
      context.telemetry.touchEndpoint(counters);
    }
    if (upstream !== null) upstream.host.active--;
    this.tunnel = false;
    this.upstream = null;
    this.rule = null;
    this.listener = null;
    this.counters = null;
  }
}
