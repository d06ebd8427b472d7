import { INCOMPLETE, refusalOf } from '../codec/refusal.ts';
import { RequestHead } from '../codec/request-head.ts';
import { writeOwnResponse } from '../codec/write-response.ts';
import type { Connection, ConnectionHandler } from '../transport/types.ts';
import { forwardedAddress, plainAddress } from './client-address.ts';
import type { ClientPort } from './client-port.ts';
import { dispatch } from './dispatch.ts';
import { Exchange } from './exchange.ts';
import { HEAD_TIMEOUT, refusalAnswer, STREAM_TIMEOUT, type OwnAnswer } from './own-answer.ts';
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

const LINGER_MS = 1_000;
const HEAD_MS = 60_000;
const STREAM_MS = 300_000;
const IDLE_MS = 3_600_000;

/** A client's connection: cuts what comes into requests, and serves one after the other. */
export class ClientConnection implements ConnectionHandler, ClientPort {
  readonly connection: Connection;
  readonly point: ListenPoint;
  readonly remoteAddress: string;
  readonly localAddress: string;
  readonly forwardedFor: string;
  closing = false;
  private readonly context: WorkerContext;
  private readonly exchange: Exchange;
  private readonly gone: (connection: ClientConnection) => void;
  private state = HEAD;
  /** Bytes that wait: a head that is not whole, or what came before the answer at hand was sent. */
  private held: Buffer | null = null;
  private heldLength = 0;
  private heldHead: RequestHead | null = null;
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
    this.remoteAddress = plainAddress(connection.remoteAddress);
    this.localAddress = plainAddress(connection.localAddress);
    this.forwardedFor = forwardedAddress(this.remoteAddress);
    this.exchange = new Exchange(context, this);
    this.since = context.now;
    connection.handler = this;
  }

  /** No request is being read or answered. */
  get idle(): boolean {
    return this.state === HEAD && this.heldLength === 0;
  }

  onData(bytes: Buffer, start: number, end: number): void {
    try {
      this.take(bytes, start, end);
    } catch (error) {
      // a fault of ours costs this client its connection, and nobody else anything
      this.context.fault(error);
      this.working = false;
      this.exchange.abort();
      this.connection.destroy();
    }
  }

  private take(bytes: Buffer, start: number, end: number): void {
    switch (this.state) {
      case HEAD:
        if (this.heldLength > 0 || this.connection.blocked) {
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
        this.exchange.tunnelData(bytes, start, end);
        return;
      default:
    }
  }

  private takeBody(bytes: Buffer, start: number, end: number): void {
    const at = this.exchange.requestData(bytes, start, end);
    if (at < 0 || !this.exchange.requestDone || this.state !== BODY) return;
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
      const own = bytes === this.held ? (this.heldHead ??= new RequestHead()) : null;
      const head = own ?? this.context.requestHead;
      if (own === null || at !== 0) head.reset(at);
      const next = head.parse(bytes, end);
      if (next === INCOMPLETE) break;
      if (next < 0) {
        this.refuse(refusalAnswer(refusalOf(next)));
        break;
      }
      at = dispatch(this, this.context, this.exchange, head, next, end);
      own?.reset(0);
      if (this.exchange.active) this.state = this.exchange.requestDone ? ANSWER : BODY;
    }
    this.working = false;
    if (this.state >= TUNNEL) this.release();
    else if (at < end || bytes === this.held) this.hold(bytes, at, end);
    if (this.heldLength > 0 && this.state === ANSWER) this.pauseReading();
  }

  private workOnHeld(): void {
    if (this.working || this.state !== HEAD || this.heldLength === 0) return;
    if (this.connection.blocked) {
      this.pauseReading();
      return;
    }
    this.resumeReading();
    this.work(this.held!, 0, this.heldLength);
  }

  /** Keeps bytes until they can be looked at. */
  private hold(bytes: Buffer, start: number, end: number): void {
    const length = end - start;
    if (bytes === this.held) {
      if (start > 0) {
        this.held.copyWithin(0, start, end);
        this.heldHead?.reset(0);
      }
      this.heldLength = length;
      if (length === 0) this.release();
      return;
    }
    if (this.heldLength === 0) {
      this.since = this.context.now;
      this.heldHead?.reset(0);
    }
    const needed = this.heldLength + length;
    if (this.held === null || this.held.length < needed) {
      const larger = Buffer.allocUnsafe(Math.max(2048, needed * 2));
      if (this.held !== null) this.held.copy(larger, 0, 0, this.heldLength);
      this.held = larger;
    }
    bytes.copy(this.held, this.heldLength, start, end);
    this.heldLength = needed;
  }

  private release(): void {
    this.held = null;
    this.heldHead = null;
    this.heldLength = 0;
  }

  /** Answers a request that does not go to a backend. `isHead`: no body is sent. */
  answer(answer: OwnAnswer, isHead: boolean, requestDone: boolean): void {
    const close = answer.close || !requestDone || this.closing || this.context.draining;
    const { output } = this.context.transport;
    writeOwnResponse(output, { ...answer, close }, isHead);
    this.connection.send(output);
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
    if (this.heldLength > 0) this.workOnHeld();
    else this.resumeReading();
  }

  /** Refuses what is no request. */
  private refuse(answer: OwnAnswer): void {
    const { telemetry } = this.context;
    const counters = telemetry.listener('');
    counters.count(answer.status);
    telemetry.touchListener(counters);
    this.closing = true;
    this.answer(answer, false, false);
  }

  cutOff(): void {
    this.linger();
  }

  becomeTunnel(): void {
    this.state = TUNNEL;
    const { held, heldLength } = this;
    this.release();
    if (held !== null && heldLength > 0) this.exchange.tunnelData(held, 0, heldLength);
    this.resumeReading();
  }

  /** Sends what waits and the end, then waits a moment before the connection is dropped, so that the client can read it all. */
  private linger(): void {
    if (this.state >= LINGER) return;
    this.state = LINGER;
    this.since = this.context.now;
    if (!this.working) this.release();
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
    if (this.state === TUNNEL) this.exchange.clientEnded();
    else if (this.state === HEAD) this.linger();
    else if (this.state === BODY || this.state === ANSWER) {
      // as Envoy does, an end before the answer is taken for a client that left
      this.exchange.abort();
      this.connection.destroy();
    }
  }

  onWritable(): void {
    this.touch();
    if (this.exchange.active) this.exchange.clientWritable();
    else this.workOnHeld();
  }

  onClose(): void {
    this.exchange.abort();
    this.state = CLOSED;
    this.release();
    this.gone(this);
  }

  /** Ends what has waited too long; called each second. */
  sweep(now: number): void {
    const waited = now - this.since;
    switch (this.state) {
      case HEAD:
        if (this.heldLength > 0) {
          if (waited > HEAD_MS) this.refuse(HEAD_TIMEOUT);
        } else if (waited > IDLE_MS) this.connection.destroy();
        return;
      case BODY:
      case ANSWER:
        if (waited > STREAM_MS) this.exchange.giveUp(STREAM_TIMEOUT);
        return;
      case TUNNEL:
        if (waited > IDLE_MS) this.connection.destroy();
        return;
      case LINGER:
        if (waited > LINGER_MS && !(this.connection.blocked && waited < STREAM_MS)) this.connection.destroy();
        return;
      default:
    }
  }

  /** The worker takes no more requests: ends now, or with the answer at hand. */
  drain(): void {
    if (this.idle) this.linger();
  }

  destroy(): void {
    this.connection.destroy();
  }
}
