import { performance } from 'node:perf_hooks';
import type { EndpointCounters, ListenerCounters } from '../telemetry/counters.ts';
import type { LoggedRequest } from '../telemetry/access-log.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { namesOf } from './logging.ts';
import type { ServedRule } from './service.ts';
import type { WorkerContext } from './worker-context.ts';

/** Counts one request after the other, each once, and that it is in flight in between; and logs it where a log is wanted. */
export class ExchangeCount {
  private readonly context: WorkerContext;
  private readonly telemetry: Telemetry;
  private rule: ServedRule | null = null;
  private listener: ListenerCounters | null = null;
  private endpoint: EndpointCounters | null = null;
  private startedAt = 0;
  private counted = false;
  /** Milliseconds that the proxy worked for it, -1 where that is not measured. */
  private work = -1;
  /** Since when it works for it, -1 while it waits. */
  private workingSince = 0;
  /** For the log, null without one. */
  private request: LoggedRequest | null = null;
  private reason: string | null = null;

  constructor(context: WorkerContext) {
    this.context = context;
    this.telemetry = context.telemetry;
  }

  /**
   * @param now milliseconds
   * @param request what the log tells of it, null without a log
   */
  begin(
    rule: ServedRule,
    listener: ListenerCounters,
    endpoint: EndpointCounters,
    now: number,
    request: LoggedRequest | null,
  ): void {
    this.rule = rule;
    this.listener = listener;
    this.endpoint = endpoint;
    this.startedAt = now;
    this.counted = false;
    this.work = this.telemetry.ownWork.takes() ? 0 : -1;
    this.workingSince = this.work < 0 ? now : performance.now();
    this.request = request;
    this.reason = null;
    endpoint.inFlight++;
    this.telemetry.touchEndpoint(endpoint);
  }

  /** Something of it comes in: the proxy works for it again. */
  resumes(): void {
    if (this.work >= 0) this.workingSince = performance.now();
  }

  /** What came in was passed on: the proxy waits. */
  waits(): void {
    if (this.work < 0 || this.workingSince < 0) return;
    this.work += performance.now() - this.workingSince + this.laterMs;
    this.workingSince = -1;
  }

  /** What the write will take of that which goes out at the end of the turn. */
  private get laterMs(): number {
    const { transport } = this.context;
    return transport.turn < 0 ? 0 : transport.writeMs;
  }

  /** The answer is one of the proxy. */
  own(status: number, reason: string): void {
    this.reason = reason;
    this.rule?.counters.countOwn(status, reason);
  }

  /** Counts the request, unless it has been counted. `endpointStatus` 0: the backend gave no answer. */
  count(endpointStatus: number, status: number, now: number): void {
    const { telemetry, endpoint, rule, listener } = this;
    if (this.counted) return;
    this.counted = true;
    endpoint?.count(endpointStatus, (now - this.startedAt) * 1000);
    if (this.work >= 0) {
      const last = this.workingSince < 0 ? 0 : performance.now() - this.workingSince + this.laterMs;
      telemetry.ownWork.count((this.work + last) * 1000);
    }
    if (rule !== null) {
      rule.counters.count(status);
      telemetry.touchRule(rule.counters);
    }
    if (listener !== null) {
      listener.count(status);
      telemetry.touchListener(listener);
    }
    if (this.request !== null) this.write(this.request, status, now);
  }

  private write(request: LoggedRequest, status: number, now: number): void {
    const { context, rule, listener, endpoint, reason, startedAt } = this;
    context.log?.write(request, {
      status,
      reason,
      listener: listener?.listener ?? '',
      served: namesOf(context, rule, endpoint?.backend ?? -1),
      endpoint: endpoint?.endpoint ?? null,
      duration: now - startedAt,
    });
  }

  /** It is not in flight any more. */
  end(): void {
    const { endpoint } = this;
    if (endpoint !== null) {
      endpoint.inFlight--;
      this.telemetry.touchEndpoint(endpoint);
    }
    this.rule = null;
    this.listener = null;
    this.endpoint = null;
    this.request = null;
  }
}
