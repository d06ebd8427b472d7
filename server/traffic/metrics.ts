import type { Deltas } from '../contract/control.ts';
import { bucketStart } from '../contract/histogram.ts';

/** Upper bounds in seconds, as Prometheus clients use them. */
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const CLASS_NAMES = ['none', '1xx', '2xx', '3xx', '4xx', '5xx'];
/** Series of endpoints that are kept; the one that was quiet longest goes first. */
const MOST_ENDPOINTS = 20_000;

interface EndpointSeries {
  labels: string;
  statuses: number[];
  buckets: number[];
  sum: number;
  count: number;
}

/** A value of the process beside the traffic counters. */
export interface Gauge {
  name: string;
  help: string;
  value: number;
}

/** Counters since the console started, as Prometheus text (version 0.0.4). */
export class Metrics {
  private readonly endpoints = new Map<string, EndpointSeries>();
  private readonly own = new Map<string, number>();
  private readonly listeners = new Map<string, { labels: string; statuses: number[]; unmatched: number }>();
  private readonly inFlight = new Map<number, Map<string, number>>();
  private readonly open = new Map<number, number>();
  private accepted = 0;

  add(deltas: Deltas): void {
    const active = new Map<string, number>();
    for (const row of deltas.endpoints) {
      const labels = `rule="${escape(row.ruleId)}",backend="${row.backend}",endpoint="${escape(row.endpoint)}"`;
      if (row.inFlight > 0) active.set(labels, row.inFlight);
      const series = this.touch(labels);
      addInto(series.statuses, row.statuses);
      for (const [bucket, count] of row.latency) {
        const low = bucketStart(bucket) / 1e6;
        const high = bucketStart(bucket + 1) / 1e6;
        series.count += count;
        series.sum += (count * (low + high)) / 2;
        const index = BOUNDS.findIndex((bound) => low < bound);
        if (index >= 0) series.buckets[index] = (series.buckets[index] ?? 0) + count;
      }
    }
    this.inFlight.set(deltas.worker, active);
    for (const row of deltas.rules) {
      for (const answer of row.own) {
        const labels = `rule="${escape(row.ruleId)}",status="${answer.status}",reason="${escape(answer.reason)}"`;
        this.own.set(labels, (this.own.get(labels) ?? 0) + answer.count);
      }
    }
    for (const row of deltas.listeners) {
      const labels = `listener="${escape(row.listener)}"`;
      let series = this.listeners.get(labels);
      if (series === undefined) {
        series = { labels, statuses: [0, 0, 0, 0, 0, 0], unmatched: 0 };
        this.listeners.set(labels, series);
      }
      addInto(series.statuses, row.statuses);
      series.unmatched += row.unmatched;
    }
    this.open.set(deltas.worker, deltas.connections.open);
    this.accepted += deltas.connections.accepted;
  }

  /** Forgets what only a running proxy can have: open connections and requests in flight. */
  disconnected(): void {
    this.inFlight.clear();
    this.open.clear();
  }

  text(gauges: Gauge[]): string {
    const lines: string[] = [];
    const head = (name: string, type: string, help: string): void => {
      lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`);
    };
    for (const gauge of gauges) {
      head(gauge.name, 'gauge', gauge.help);
      lines.push(`${gauge.name} ${gauge.value}`);
    }
    head('switchyard_connections_open', 'gauge', 'Client connections that are open.');
    lines.push(`switchyard_connections_open ${[...this.open.values()].reduce((sum, value) => sum + value, 0)}`);
    head('switchyard_connections_accepted_total', 'counter', 'Client connections that were accepted.');
    lines.push(`switchyard_connections_accepted_total ${this.accepted}`);
    head('switchyard_listener_requests_total', 'counter', 'Requests that reached a listener, by class of the answer.');
    for (const series of this.listeners.values()) {
      pushClasses(lines, 'switchyard_listener_requests_total', series.labels, series.statuses);
    }
    head('switchyard_listener_unmatched_total', 'counter', 'Requests that no rule of the listener took.');
    for (const series of this.listeners.values()) {
      lines.push(`switchyard_listener_unmatched_total{${series.labels}} ${series.unmatched}`);
    }
    head('switchyard_own_answers_total', 'counter', 'Answers that the proxy gave itself, by status and reason.');
    for (const [labels, count] of this.own) lines.push(`switchyard_own_answers_total{${labels}} ${count}`);
    this.pushEndpoints(lines, head);
    return `${lines.join('\n')}\n`;
  }

  private pushEndpoints(lines: string[], head: (name: string, type: string, help: string) => void): void {
    head('switchyard_requests_total', 'counter', 'Requests sent to an endpoint, by class of the answer.');
    for (const series of this.endpoints.values()) {
      pushClasses(lines, 'switchyard_requests_total', series.labels, series.statuses);
    }
    const name = 'switchyard_request_duration_seconds';
    head(name, 'histogram', 'Time from the request to the end of the answer.');
    for (const series of this.endpoints.values()) {
      let seen = 0;
      for (let i = 0; i < BOUNDS.length; i++) {
        seen += series.buckets[i] ?? 0;
        lines.push(`${name}_bucket{${series.labels},le="${BOUNDS[i]}"} ${seen}`);
      }
      lines.push(`${name}_bucket{${series.labels},le="+Inf"} ${series.count}`);
      lines.push(`${name}_sum{${series.labels}} ${series.sum}`, `${name}_count{${series.labels}} ${series.count}`);
    }
    head('switchyard_requests_in_flight', 'gauge', 'Requests that an endpoint has not answered yet.');
    for (const labels of this.endpoints.keys()) {
      let active = 0;
      for (const worker of this.inFlight.values()) active += worker.get(labels) ?? 0;
      lines.push(`switchyard_requests_in_flight{${labels}} ${active}`);
    }
  }

  private touch(labels: string): EndpointSeries {
    let series = this.endpoints.get(labels);
    if (series === undefined) {
      series = { labels, statuses: [0, 0, 0, 0, 0, 0], buckets: BOUNDS.map(() => 0), sum: 0, count: 0 };
      const oldest = this.endpoints.size >= MOST_ENDPOINTS ? this.endpoints.keys().next().value : undefined;
      if (oldest !== undefined) this.endpoints.delete(oldest);
    } else {
      this.endpoints.delete(labels);
    }
    this.endpoints.set(labels, series);
    return series;
  }
}

function pushClasses(lines: string[], name: string, labels: string, statuses: number[]): void {
  statuses.forEach((count, index) => {
    if (count > 0) lines.push(`${name}{${labels},code_class="${CLASS_NAMES[index]}"} ${count}`);
  });
}

function addInto(sum: number[], values: number[]): void {
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (values[i] ?? 0);
}

/** Label values escape backslash, quote and newline. Source: Prometheus exposition format. */
function escape(value: string): string {
  return value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n');
}
