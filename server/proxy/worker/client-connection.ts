import { INCOMPLETE, refusalOf } from '../codec/refusal.ts';
import { writeOwnResponse } from '../codec/write-response.ts';
import type { Connection, ConnectionHandler } from '../transport/types.ts';
import { input } from '../arena/arena.ts';
import { linesAbout, plainAddress } from './client-address.ts';
import type { ClientPort } from './client-port.ts';
import { dispatch, dispatchKnown, STARTED } from './dispatch.ts';
import type { Exchange } from './exchange.ts';
import { HeldInput } from './held-input.ts';
import { refusalAnswer, REQUEST_TIMEOUT, SLOW_REQUEST, STREAM_TIMEOUT, type OwnAnswer } from './own-answer.ts';
import type { LoggedRequest } from '../telemetry/access-log.ts';
import { logOwn } from './logging.ts';
import { isForeign, isPreface, PREFACE } from './protocol-of.ts';
import { StreamClient } from './streams/stream-client.ts';
import type { ListenPoint, WorkerContext } from './worker-context.ts';

/** A head is read, or a new one waited for. */
const HEAD = 0;
/** The body of a request is read. */
const BODY = 1;
/** The request is whole; its answer is not. */
const ANSWER = 2;
const TUNNEL = 3;
/** Nothing more is read or sent; the peer is given a moment to read what was sent. */
const LINGER = 4;
const CLOSED = 5;
/** It speaks HTTP/2: its streams are served by themselves. */
const STREAMS = 6;

/** A client's connection: cuts what comes into requests, and serves one after the other. */
export class ClientConnection implements ConnectionHandler, ClientPort {
  readonly connection: Connection;
  readonly point: ListenPoint;
  closing = false;
  private readonly context: WorkerContext;
  /** While there is a request. */
  private exchange: Exchange | null = null;
  /** Asked for with the first request. */
  private remote = '';
  private told: Uint8Array | null = null;
  private readonly gone: (connection: ClientConnection) => void;
  private state = HEAD;
  /** No request has been served. */
  private fresh = true;
  /** Set in state STREAMS. */
  private streams: StreamClient | null = null;
  /** Bytes that wait, null without. */
  private held: HeldInput | null = null;
  private paused = false;
  /** Requests are being taken from `held` or from a read; what ends in the meantime goes on there. */
  private working = false;
  /** On the worker's clock: last movement, or where the state has a fixed end, its begin. */
  private since: number;

  constructor(
    context: WorkerContext,
    connection: Connection,
    point: ListenPoint,
    gone: (connection: ClientConnection) => void,
  ) {
    this.context = context;
    this.connection = connection;
    this.point = point;
    this.gone = gone;
    this.since = context.now;
    connection.handler = this;
  }

  get remoteAddress(): string {
    if (this.remote === '') this.remote = plainAddress(this.connection.remoteAddress);
    return this.remote;
  }

  get lines(): Uint8Array {
    return (this.told ??= linesAbout(this.remoteAddress));
  }

  /** What the log tells of a request that could not be read. */
  private get unreadable(): LoggedRequest {
    return { client: this.remoteAddress, protocol: 'HTTP/1.1', method: '', host: '', path: '' };
  }

  get localAddress(): string {
    return plainAddress(this.connection.localAddress);
  }

  onConnect(): void {
    // it was accepted
  }

  /** No request is being read or answered. */
  get idle(): boolean {
    return this.state === HEAD && this.held === null;
  }

  onData(bytes: Buffer, start: number, end: number): void {
    try {
      this.take(bytes, start, end);
    } catch (error) {
      // a fault of ours costs this client its connection, and nobody else anything
      this.context.fault(error);
      this.working = false;
      this.exchange?.abort();
      this.connection.destroy();
    }
  }

  private take(bytes: Buffer, start: number, end: number): void {
    switch (this.state) {
      case HEAD:
        if (this.held !== null || this.connection.blocked) {
          this.hold(bytes, start, end);
          this.workOnHeld();
        } else {
          this.since = this.context.now;
          this.work(bytes, start, end);
        }
        return;
      case BODY:
        this.touch();
        this.takeBody(bytes, start, end);
        return;
      case ANSWER:
        // the next request, or what a client sends before its upgrade is confirmed
        this.hold(bytes, start, end);
        this.pauseReading();
        return;
      case TUNNEL:
        this.touch();
        this.exchange!.tunnelData(bytes, start, end);
        return;
      default:
    }
  }

  private takeBody(bytes: Buffer, start: number, end: number): void {
    const exchange = this.exchange!;
    const at = exchange.requestData(bytes, start, end);
    if (at < 0 || !exchange.requestDone || this.state !== BODY) return;
    this.state = ANSWER;
    if (at < end) {
      this.hold(bytes, at, end);
      this.pauseReading();
    }
  }

  /** Serves the requests in `bytes[start, end)`; what is left over is held. */
  private work(bytes: Buffer, start: number, end: number): void {
    this.working = true;
    let at = start;
    while (at < end && this.state === HEAD) {
      if (this.connection.blocked) {
        // the client does not read its answers
        this.pauseReading();
        break;
      }
      const picked = at === 0 && bytes === input ? this.startKnown(end) : undefined;
      if (picked === STARTED) {
        at = end;
        break;
      }
      const own = bytes === this.held?.bytes ? this.held.parser() : null;
      const head = own ?? this.context.requestHead;
      if (own === null || at !== 0) head.reset(at);
      const next = head.parse(bytes, end);
      if (next === INCOMPLETE) break;
      if (next < 0) {
        if (this.fresh && isPreface(bytes, start, end)) {
          // the preface comes whole with what makes it one
          if (end - start < PREFACE.length) break;
          this.becomeStreams(bytes, start, end);
          return;
        }
        if (this.fresh && isForeign(bytes, start, end)) {
          this.linger();
          break;
        }
        this.refuse(refusalAnswer(refusalOf(next)));
        break;
      }
      this.fresh = false;
      at = dispatch(this, this.context, head, next, end, picked);
      this.context.known.pass();
      own?.reset(0);
      if (this.exchange?.active === true) this.state = this.exchange.requestDone ? ANSWER : BODY;
    }
    this.working = false;
    this.giveExchange();
    if (this.state >= TUNNEL || (at === end && bytes === this.held?.bytes)) this.held = null;
    else if (bytes === this.held?.bytes) this.held.cut(at);
    else if (at < end) this.hold(bytes, at, end);
    if (this.held !== null && this.state === ANSWER) this.pauseReading();
  }

  /** Starts the exchange of a request that is known. Returns STARTED, or else what was picked for it, undefined for one that is not known. */
  private startKnown(end: number): number | undefined {
    const { context } = this;
    if (context.log !== null) return undefined;
    const request = context.known.find(end, this.point);
    if (request === null) return undefined;
    const picked = dispatchKnown(this, context, request);
    if (picked === STARTED) {
      this.fresh = false;
      if (this.exchange?.active === true) this.state = ANSWER;
    }
    return picked;
  }

  private becomeStreams(bytes: Buffer, start: number, end: number): void {
    this.state = STREAMS;
    this.working = false;
    this.held = null;
    this.streams = new StreamClient(this.context, this.connection, this.point);
    this.streams.begin(bytes, start, end);
  }

  private workOnHeld(): void {
    if (this.working || this.state !== HEAD || this.held === null) return;
    if (this.connection.blocked) {
      this.pauseReading();
      return;
    }
    this.resumeReading();
    this.work(this.held.bytes, 0, this.held.length);
  }

  /** Keeps bytes until they can be looked at. */
  private hold(bytes: Buffer, start: number, end: number): void {
    if (this.held === null) this.since = this.context.now;
    this.held ??= new HeldInput();
    this.held.append(bytes, start, end);
  }

  /** Answers a request that does not go to a backend. `isHead`: no body is sent. */
  answer(answer: OwnAnswer, isHead: boolean, requestDone: boolean): void {
    const close = answer.close || !requestDone || this.closing || this.context.draining;
    const { output } = this.context.transport;
    writeOwnResponse(output, { ...answer, close }, isHead);
    this.connection.sendSoon(output);
    if (close) this.linger();
  }

  answerInstead(answer: OwnAnswer, isHead: boolean, requestDone: boolean): void {
    this.answer(answer, isHead, requestDone);
    if (this.state < TUNNEL) this.next();
  }

  exchangeEnded(keep: boolean): void {
    if (this.state >= LINGER) return;
    if (!keep || this.closing || this.context.draining || this.point.gateway < 0) this.linger();
    else this.next();
  }

  /** The connection is free for another request. */
  private next(): void {
    this.state = HEAD;
    this.since = this.context.now;
    if (this.working) return;
    this.giveExchange();
    if (this.held !== null) this.workOnHeld();
    else this.resumeReading();
  }

  takeExchange(): Exchange {
    return (this.exchange ??= this.context.exchanges.take(this.context, this));
  }

  private giveExchange(): void {
    const { exchange } = this;
    if (exchange === null || exchange.active) return;
    this.exchange = null;
    this.context.exchanges.give(exchange);
  }

  /** Refuses what is no request. */
  private refuse(answer: OwnAnswer): void {
    const { telemetry } = this.context;
    const counters = telemetry.listener('');
    counters.count(answer.status);
    telemetry.touchListener(counters);
    if (this.context.log !== null) logOwn(this.context, this.unreadable, counters, null, answer);
    this.closing = true;
    this.answer(answer, false, false);
  }

  cutOff(): void {
    this.linger();
  }

  becomeTunnel(): void {
    this.state = TUNNEL;
    const { held } = this;
    this.held = null;
    if (held !== null) this.exchange!.tunnelData(held.bytes, 0, held.length);
    this.resumeReading();
  }

  /** Sends what waits and the end, then waits a moment before the connection is dropped, so that the client can read it all. */
  private linger(): void {
    if (this.state >= LINGER) return;
    this.state = LINGER;
    this.since = this.context.now;
    if (!this.working) this.held = null;
    this.connection.end();
    this.resumeReading();
  }

  pauseReading(): void {
    if (this.paused) return;
    this.paused = true;
    this.connection.pause();
  }

  resumeReading(): void {
    if (!this.paused) return;
    this.paused = false;
    this.connection.resume();
  }

  touch(): void {
    this.since = this.context.now;
  }

  onEnd(): void {
    if (this.state === TUNNEL) this.exchange!.clientEnded();
    else if (this.state === HEAD) this.linger();
    else if (this.state === BODY || this.state === ANSWER) {
      // as Envoy does, an end before the answer is taken for a client that left
      this.exchange!.abort();
      this.connection.destroy();
    }
  }

  onWritable(): void {
    this.touch();
    if (this.exchange?.active === true) this.exchange.clientWritable();
    else this.workOnHeld();
  }

  onClose(): void {
    this.streams?.onClose();
    this.exchange?.abort();
    this.giveExchange();
    this.state = CLOSED;
    this.held = null;
    this.gone(this);
  }

  /** Ends what has waited too long; called each second. */
  sweep(now: number): void {
    const waited = now - this.since;
    const { limits } = this.context;
    switch (this.state) {
      case HEAD:
        if (this.held !== null) {
          if (waited > limits.streamIdleMs) this.refuse(SLOW_REQUEST);
        } else if (waited > limits.clientIdleMs) this.connection.destroy();
        else if (this.connection.blocked && waited > limits.streamIdleMs) this.connection.destroy();
        return;
      case BODY:
        if (waited > limits.streamIdleMs) this.exchange!.giveUp(SLOW_REQUEST);
        return;
      case ANSWER:
        if (now > this.exchange!.deadline) this.exchange!.giveUp(REQUEST_TIMEOUT);
        else if (waited > limits.streamIdleMs) this.exchange!.giveUp(STREAM_TIMEOUT);
        return;
      case TUNNEL:
        if (waited > limits.streamIdleMs) this.connection.destroy();
        return;
      case LINGER:
        if (waited > limits.lingerMs && !(this.connection.blocked && waited < limits.streamIdleMs))
          this.connection.destroy();
        return;
      case STREAMS:
        this.streams!.sweep(now);
        return;
      default:
    }
  }

  /**
   * The worker takes no more connections: this one ends with the next answer. A client may be sending a request while it looks idle, and
   * could not tell what became of it, so that one without a request stays a moment longer.
   */
  drain(): void {
    if (this.streams !== null) this.streams.drain();
    else if (this.idle) this.touch();
  }

  /** Ends when no request came in the moment that `drain` leaves. */
  sweepDrained(now: number): void {
    if (this.streams === null && this.idle && now - this.since > this.context.limits.drainIdleMs) this.linger();
  }

  destroy(): void {
    this.connection.destroy();
  }
}
