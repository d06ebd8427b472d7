import { hashRequest } from '../../../balancing/hash.ts';
import { INTERNAL_ERROR, NO_ERROR } from '../../http2/protocol.ts';
import type { FieldList, Stream, StreamHandler } from '../../http2/streams.ts';
import { cleanedAnswer } from '../../upstream/answer-fields.ts';
import type { CallHead, CallUser } from '../../upstream/upstream-call.ts';
import type { UpstreamFailure } from '../../upstream/upstream-connection.ts';
import type { ListenerCounters } from '../../telemetry/counters.ts';
import { ADMITTED, OVERFLOW, type Waiting } from '../admission.ts';
import { fieldText, unserved } from '../dispatch.ts';
import { ExchangeCount } from '../exchange-count.ts';
import type { ForwardGroup } from '../forward-group.ts';
import { loggedRequest, logOwn } from '../logging.ts';
import {
  failureAnswer,
  NO_ROUTE,
  NOTHING_SERVED,
  REQUEST_TIMEOUT,
  SLOW_REQUEST,
  STREAM_TIMEOUT,
  type OwnAnswer,
} from '../own-answer.ts';
import type { ServedRule } from '../service.ts';
import type { WorkerContext } from '../worker-context.ts';
import { CallUse } from './call-use.ts';
import { outcomeIn } from '../grpc.ts';
import { answerFields, ownFields } from './own-fields.ts';
import { sentFields } from './sent-fields.ts';
import type { StreamClient } from './stream-client.ts';
import { BROKEN_HEADS, StreamView } from './stream-view.ts';

/** Larger ones cannot be said in HTTP/2. */
const LARGEST_STATUS = 599;

/** One stream of a client: a request, on its way to a backend of its own choosing, and the answer on its way back. */
export class Call implements StreamHandler, CallUser, Waiting {
  endpoint = 0;
  private readonly context: WorkerContext;
  private readonly client: StreamClient;
  private readonly stream: Stream;
  private readonly view = new StreamView();
  private readonly count: ExchangeCount;
  private use: CallUse | null = null;
  private head: CallHead | null = null;
  private setCookie: string | null = null;
  /** The client has sent all; what came behind the body. */
  private requestDone = false;
  private trailers: FieldList | null = null;
  /** The client was told the beginning of the answer: its status, 0 before. */
  private status = 0;
  private over = false;
  /** On the worker's clock: last movement. */
  private since: number;
  private deadline = Infinity;

  constructor(context: WorkerContext, client: StreamClient, stream: Stream) {
    this.context = context;
    this.client = client;
    this.stream = stream;
    this.count = new ExchangeCount(context);
    this.since = context.now;
    stream.handler = this;
  }

  /** Serves the request whose head has come. @param ended nothing follows it */
  begin(fields: FieldList, ended: boolean): void {
    const { context, view, client } = this;
    const { service, telemetry } = context;
    this.requestDone = ended;
    const refused = view.read(fields);
    const { router } = service;
    const { point } = client;
    if (refused !== null || router === null) {
      this.answerHere(telemetry.listener(''), null, refused ?? NOTHING_SERVED);
      return;
    }
    const found = router.match(point.gateway, point.port, view);
    const listener = telemetry.listener(found.listener?.id ?? '');
    const rule = found.type === 'rule' ? service.rule(found.rule.id) : undefined;
    if (rule === undefined) {
      listener.countUnmatched(view.host, view.path);
      this.answerHere(listener, null, NO_ROUTE);
      return;
    }
    const { forward } = rule;
    if (forward === null) this.answerHere(listener, rule, rule.respond!);
    else this.forward(listener, rule, forward);
  }

  private forward(listener: ListenerCounters, rule: ServedRule, forward: ForwardGroup): void {
    const { view, client, context } = this;
    const { loadBalancer } = forward.group;
    view.remoteAddress = client.remoteAddress;
    view.remotePort = client.remotePort;
    view.localAddress = client.localAddress;
    view.localPort = client.localPort;
    const hash = loadBalancer.type === 'ConsistentHash' ? hashRequest(loadBalancer.inputs, view) : {};
    if (!forward.isReady) context.transport.flush();
    const pick = forward.balancer.pick(hash.hash);
    if (pick < 0) {
      this.answerHere(listener, rule, unserved(forward, pick));
      return;
    }
    const admission = forward.admit(pick);
    if (admission === OVERFLOW) {
      this.answerHere(listener, rule, failureAnswer('overflow'));
      return;
    }
    const now = context.tick();
    this.endpoint = pick;
    this.setCookie = fieldText(hash.setCookie);
    this.head = {
      method: view.method,
      target: view.path + view.search,
      authority: view.host,
      fields: sentFields(view, client.remoteAddress, client.forwardedFor),
      contentLength: view.contentLength,
      ended: this.requestDone,
    };
    if (view.expectsContinue) this.stream.interim(100);
    const request = context.log === null ? null : loggedRequest(view, client.remoteAddress, 'HTTP/2');
    this.count.begin(rule, listener, forward.counters[pick]!, now, request);
    if (this.requestDone) this.deadline = now + context.limits.requestMs;
    this.use = new CallUse(forward, pick);
    if (admission === ADMITTED) this.use.take(this.head, this, context);
    else {
      this.stream.pause();
      this.use.wait(this);
    }
    this.count.waits();
  }

  proceed(): void {
    if (this.over || this.use === null) return;
    this.context.tick();
    this.use.take(this.head!, this, this.context);
    if (this.requestDone && !this.head!.ended) this.use.call?.end(this.trailers);
    this.stream.resume();
  }

  onHead(): void {
    // clients send no answers
  }

  onData(bytes: Buffer): void {
    this.touch();
    if (this.over || this.use === null) return;
    // a piece that was read already may come behind the pause
    if (this.use.call?.send(bytes) !== true) this.stream.pause();
  }

  onEnd(trailers: FieldList | null): void {
    this.touch();
    this.requestDone = true;
    this.trailers = trailers;
    if (this.over) return;
    this.deadline = this.context.tick() + this.context.limits.requestMs;
    this.use?.call?.end(trailers);
  }

  onWritable(): void {
    this.touch();
    this.use?.call?.resume();
  }

  onClose(): void {
    if (!this.over) this.abort();
  }

  callConnected(): void {
    this.use?.connected();
  }

  callHead(status: number, fields: FieldList, ended: boolean): void {
    this.touch();
    this.count.resumes();
    if (status > LARGEST_STATUS) {
      this.giveUp(failureAnswer('protocol error'));
      return;
    }
    this.status = (this.view.isGrpc ? outcomeIn(fields) : null) ?? status;
    this.stream.head(answerFields(status, fields, this.setCookie), ended);
    if (ended) this.complete();
    else this.count.waits();
  }

  callData(bytes: Buffer): void {
    this.touch();
    this.count.resumes();
    if (!this.stream.data(bytes)) this.use?.call?.pause();
    this.count.waits();
  }

  callEnd(trailers: FieldList | null): void {
    this.touch();
    this.count.resumes();
    const sent = trailers === null ? null : cleanedAnswer(trailers);
    if (sent !== null && this.view.isGrpc) this.status = outcomeIn(sent) ?? this.status;
    this.stream.end(sent);
    this.complete();
  }

  callWritable(): void {
    this.touch();
    this.stream.resume();
  }

  callFailed(failure: UpstreamFailure): void {
    if (!this.over) this.giveUp(failureAnswer(failure));
  }

  /** The answer has been sent whole. */
  private complete(): void {
    const call = this.use?.call ?? null;
    const { requestDone, status } = this;
    this.context.tick();
    this.finish(status, status);
    if (requestDone) return;
    call?.drop();
    this.stream.reset(NO_ERROR);
  }

  /** Ends the call with an answer of the proxy, or by breaking off the backend's where it has begun. */
  private giveUp(answer: OwnAnswer): void {
    const call = this.use?.call ?? null;
    if (this.status !== 0) {
      const { status } = this;
      this.finish(status, status);
      call?.drop();
      this.stream.reset(INTERNAL_ERROR);
      return;
    }
    this.count.own(answer.status, answer.reason);
    this.finish(0, answer.status);
    call?.drop();
    this.answer(answer);
  }

  /** The client does not want it any more, or is gone. */
  private abort(): void {
    const call = this.use?.call ?? null;
    this.finish(0, 0);
    call?.drop();
  }

  private finish(endpointStatus: number, status: number): void {
    if (this.over) return;
    this.over = true;
    this.count.count(endpointStatus, status, this.context.tick());
    this.count.end();
    this.client.callEnded(this);
    // last: it may start the call of another client
    this.use?.end(this);
  }

  /** Answers a request that does not go to a backend. */
  private answerHere(listener: ListenerCounters, rule: ServedRule | null, answer: OwnAnswer): void {
    const { telemetry } = this.context;
    listener.count(answer.status);
    telemetry.touchListener(listener);
    if (rule !== null) {
      rule.counters.count(answer.status);
      rule.counters.countOwn(answer.status, answer.reason);
      telemetry.touchRule(rule.counters);
    }
    const { context, view, client } = this;
    if (context.log !== null)
      logOwn(context, loggedRequest(view, client.remoteAddress, 'HTTP/2'), listener, rule, answer);
    this.over = true;
    client.callEnded(this);
    this.answer(answer);
  }

  private answer(answer: OwnAnswer): void {
    const { view, stream } = this;
    if (BROKEN_HEADS.has(answer)) {
      stream.reset(INTERNAL_ERROR);
      return;
    }
    const body = view.isGrpc || view.method === 'HEAD' ? '' : answer.body;
    stream.head(ownFields(answer, view.isGrpc), body === '');
    if (body !== '') {
      stream.data(Buffer.from(body, 'latin1'));
      stream.end(null);
    }
    if (!this.requestDone) stream.reset(NO_ERROR);
  }

  private touch(): void {
    this.since = this.context.now;
  }

  /** Ends what has waited too long; called each second. */
  sweep(now: number): void {
    const { streamIdleMs } = this.context.limits;
    const waited = now - this.since;
    if (now > this.deadline) this.giveUp(REQUEST_TIMEOUT);
    else if (waited > streamIdleMs) this.giveUp(this.requestDone ? STREAM_TIMEOUT : SLOW_REQUEST);
  }
}
