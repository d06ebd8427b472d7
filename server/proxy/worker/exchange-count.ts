import type { EndpointCounters, ListenerCounters } from '../telemetry/counters.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { ServedRule } from './service.ts';

/** Counts one request after the other, each once, and that it is in flight in between. */
export class ExchangeCount {
  private readonly telemetry: Telemetry;
  private rule: ServedRule | null = null;
  private listener: ListenerCounters | null = null;
  private endpoint: EndpointCounters | null = null;
  private startedAt = 0;
  private counted = false;

  constructor(telemetry: Telemetry) {
    this.telemetry = telemetry;
  }

  /** @param now milliseconds */
  begin(rule: ServedRule, listener: ListenerCounters, endpoint: EndpointCounters, now: number): void {
    this.rule = rule;
    this.listener = listener;
    this.endpoint = endpoint;
    this.startedAt = now;
    this.counted = false;
    endpoint.inFlight++;
    this.telemetry.touchEndpoint(endpoint);
  }

  /** The answer is one of the proxy. */
  own(status: number, reason: string): void {
    this.rule?.counters.countOwn(status, reason);
  }

  /** Counts the request, unless it has been counted. `endpointStatus` 0: the backend gave no answer. */
  count(endpointStatus: number, status: number, now: number): void {
    const { telemetry, endpoint, rule, listener } = this;
    if (this.counted) return;
    this.counted = true;
    endpoint?.count(endpointStatus, (now - this.startedAt) * 1000);
    if (rule !== null) {
      rule.counters.count(status);
      telemetry.touchRule(rule.counters);
    }
    if (listener !== null) {
      listener.count(status);
      telemetry.touchListener(listener);
    }
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
  }
}
