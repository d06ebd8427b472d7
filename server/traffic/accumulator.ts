import type { EndpointTraffic, ListenerTraffic, RuleTraffic, TrafficSample } from '../contract/console.ts';

/** Most hosts and paths kept of the requests that matched no rule. */
const UNMATCHED_SAMPLES = 8;
const CLASSES = 6;

/** What is summed: the rows of a worker's report, or of a sample. `inFlight` is no sum and is not looked at. */
export interface Countable {
  endpoints: Omit<EndpointTraffic, 'inFlight'>[];
  rules: RuleTraffic[];
  listeners: ListenerTraffic[];
  work?: [number, number][];
}

/** Key of an endpoint's row. */
export function endpointKey(row: { ruleId: string; backend: number; endpoint: string }): string {
  return `${row.ruleId}\n${row.backend}\n${row.endpoint}`;
}

interface EndpointSum {
  ruleId: string;
  backend: number;
  endpoint: string;
  requests: number;
  statuses: number[];
  latency: Map<number, number>;
}

/** Sums rows over workers and intervals. */
export class Accumulator {
  private readonly endpoints = new Map<string, EndpointSum>();
  private readonly rules = new Map<string, RuleTraffic>();
  private readonly listeners = new Map<string, ListenerTraffic>();
  private readonly work = new Map<number, number>();

  add(counts: Countable): void {
    for (const row of counts.endpoints) this.addEndpoint(row);
    for (const row of counts.rules) this.addRule(row);
    for (const row of counts.listeners) this.addListener(row);
    for (const [bucket, count] of counts.work ?? []) this.work.set(bucket, (this.work.get(bucket) ?? 0) + count);
  }

  /**
   * The sums as a sample.
   * @param inFlight by `endpointKey`, at the end of the interval
   */
  sample(at: number, intervalMs: number, inFlight: ReadonlyMap<string, InFlight>): TrafficSample {
    const endpoints: EndpointTraffic[] = [];
    for (const [key, sum] of this.endpoints) {
      const active = inFlight.get(key)?.inFlight ?? 0;
      if (sum.requests === 0 && active === 0) continue;
      const { ruleId, backend, endpoint, requests, statuses } = sum;
      const latency = [...sum.latency].sort((a, b) => a[0] - b[0]);
      endpoints.push({ ruleId, backend, endpoint, requests, statuses, latency, inFlight: active });
    }
    for (const [key, row] of inFlight) {
      if (row.inFlight > 0 && !this.endpoints.has(key)) {
        endpoints.push({ ...row, requests: 0, statuses: zeros(), latency: [] });
      }
    }
    return {
      at,
      intervalMs,
      endpoints,
      rules: [...this.rules.values()].filter((row) => row.requests > 0),
      listeners: [...this.listeners.values()].filter((row) => row.requests > 0),
      ...(this.work.size === 0 ? {} : { work: [...this.work].sort((a, b) => a[0] - b[0]) }),
    };
  }

  private addEndpoint(row: Omit<EndpointTraffic, 'inFlight'>): void {
    const key = endpointKey(row);
    let sum = this.endpoints.get(key);
    if (sum === undefined) {
      const { ruleId, backend, endpoint } = row;
      sum = { ruleId, backend, endpoint, requests: 0, statuses: zeros(), latency: new Map() };
      this.endpoints.set(key, sum);
    }
    sum.requests += row.requests;
    addInto(sum.statuses, row.statuses);
    for (const [bucket, count] of row.latency) sum.latency.set(bucket, (sum.latency.get(bucket) ?? 0) + count);
  }

  private addRule(row: RuleTraffic): void {
    let sum = this.rules.get(row.ruleId);
    if (sum === undefined) {
      sum = { ruleId: row.ruleId, requests: 0, statuses: zeros(), own: [] };
      this.rules.set(row.ruleId, sum);
    }
    sum.requests += row.requests;
    addInto(sum.statuses, row.statuses);
    for (const answer of row.own) {
      const same = sum.own.find((other) => other.status === answer.status && other.reason === answer.reason);
      if (same === undefined) sum.own.push({ ...answer });
      else same.count += answer.count;
    }
  }

  private addListener(row: ListenerTraffic): void {
    let sum = this.listeners.get(row.listener);
    if (sum === undefined) {
      sum = { listener: row.listener, requests: 0, statuses: zeros(), unmatched: 0, unmatchedSamples: [] };
      this.listeners.set(row.listener, sum);
    }
    sum.requests += row.requests;
    addInto(sum.statuses, row.statuses);
    sum.unmatched += row.unmatched;
    if (row.unmatchedSamples.length > 0) {
      sum.unmatchedSamples = [...sum.unmatchedSamples, ...row.unmatchedSamples].slice(-UNMATCHED_SAMPLES);
    }
  }
}

/** Requests in flight to one endpoint. */
export interface InFlight {
  ruleId: string;
  backend: number;
  endpoint: string;
  inFlight: number;
}

function zeros(): number[] {
  return Array.from({ length: CLASSES }, () => 0);
}

function addInto(sum: number[], values: number[]): void {
  for (let i = 0; i < CLASSES; i++) sum[i] = (sum[i] ?? 0) + (values[i] ?? 0);
}
