import { performance } from 'node:perf_hooks';
import { RequestHead } from '../codec/request-head.ts';
import { ResponseHead } from '../codec/response-head.ts';
import { answerScanner, requestScanner } from '../codec/scan/scanner.ts';
import type { AccessLog } from '../telemetry/access-log.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { fault } from '../transport/fault.ts';
import type { Transport } from '../transport/types.ts';
import { ExchangePool } from './exchange-pool.ts';
import { KnownRequests } from './known-requests.ts';
import { RequestView } from './request-view.ts';
import type { Limits } from './limits.ts';
import type { Service } from './service.ts';

/** What all connections of a worker share. */
export class WorkerContext {
  readonly transport: Transport;
  readonly telemetry: Telemetry;
  readonly service: Service;
  readonly limits: Limits;
  /** Absent when no log is wanted. */
  readonly log: AccessLog | null;
  /** Parsers of heads that come in one piece. */
  readonly requestHead = new RequestHead(requestScanner);
  readonly responseHead = new ResponseHead(answerScanner);
  readonly view = new RequestView();
  readonly known = new KnownRequests();
  readonly exchanges = new ExchangePool();
  /** Milliseconds since the worker started, as of the last request or sweep. */
  now = performance.now();
  private turn = -1;
  /** No new requests are wanted: connections end with the answer at hand. */
  draining = false;

  constructor(transport: Transport, telemetry: Telemetry, service: Service, limits: Limits, log: AccessLog | null) {
    this.transport = transport;
    this.telemetry = telemetry;
    this.service = service;
    this.limits = limits;
    this.log = log;
  }

  /** A fault of the proxy itself, met while serving one connection: what was being put together is thrown away. */
  fault(error: unknown): void {
    fault(this.transport.output, error);
  }

  /** The time: the clock is read once for all that comes in a turn of the event loop. */
  tick(): number {
    const { turn } = this.transport;
    if (turn >= 0 && turn === this.turn) return this.now;
    this.turn = turn;
    return (this.now = performance.now());
  }
}

/** Where a client connection came in: a port of a gateway, which a new snapshot may move. */
export interface ListenPoint {
  /** Index in the snapshot; -1 when it has no such gateway any more. */
  gateway: number;
  port: number;
}
