import { BUCKETS, quantile } from '../../server/contract/histogram.ts';
import type { TrafficSample } from '../../server/contract/console.ts';
import { endpointKey } from './aggregate.ts';

/** What a chart shows over time. */
export type Metric = 'requests' | 'share' | Percentile | '5xx' | 'inflight';

/** A quantile of the latency. */
export type Percentile = 'p50' | 'p95' | 'p99';

const QUANTILES: Record<Percentile, number> = { p50: 0.5, p95: 0.95, p99: 0.99 };

/** Whether a metric is a quantile of the latency: lines, not areas. */
export function isPercentile(metric: Metric): metric is Percentile {
  return metric in QUANTILES;
}

/** Values by time step; null is a gap, which is drawn as one. */
export interface Series {
  /** End of each step, Unix seconds. */
  times: number[];
  /** By series name, as long as `times`. */
  values: Map<string, (number | null)[]>;
}

/** Seconds from which on a step is too long to be waited for. */
const LONG_STEP = 10;

interface Step {
  seen: boolean;
  seconds: number;
  cells: Map<string, { requests: number; failed: number; inFlight: number; latency: Map<number, number> }>;
}

/** Seconds per step so that a chart has at most about 180 of them. */
export function stepSeconds(rangeSeconds: number): number {
  for (const step of [1, 2, 5, 10, 30, 60]) if (rangeSeconds / step <= 180) return step;
  return 300;
}

/**
 * Cuts samples into steps and gives one row of values for each series. `seriesOf` maps an `endpointKey` to the series that it belongs
 * to, or undefined to leave it out. Rates are per second; shares are 0..100; quantiles are in milliseconds.
 */
export function seriesOver(
  samples: readonly TrafficSample[],
  range: { from: number; to: number; step: number },
  names: readonly string[],
  seriesOf: (key: string) => string | undefined,
  metric: Metric,
): Series {
  const stepMs = range.step * 1000;
  // steps sit on whole multiples of their length, so that points stay where they are while time goes on
  const first = Math.floor(range.from / stepMs);
  // a step that goes on is shown where it is long: its rate is that of the part that is over
  const last = range.step >= LONG_STEP ? Math.ceil(range.to / stepMs) : Math.floor(range.to / stepMs);
  const steps: Step[] = Array.from({ length: Math.max(0, last - first) }, () => ({
    seen: false,
    seconds: 0,
    cells: new Map(),
  }));
  for (const sample of samples) {
    const middle = sample.at - sample.intervalMs / 2;
    const step = steps[Math.floor(middle / stepMs) - first];
    if (!step) continue;
    step.seen = true;
    step.seconds += sample.intervalMs / 1000;
    const inFlight = new Map<string, number>();
    for (const row of sample.endpoints) {
      const name = seriesOf(endpointKey(row.ruleId, row.backend, row.endpoint));
      if (name === undefined) continue;
      let cell = step.cells.get(name);
      if (!cell) step.cells.set(name, (cell = { requests: 0, failed: 0, inFlight: 0, latency: new Map() }));
      cell.requests += row.requests;
      cell.failed += (row.statuses[0] ?? 0) + (row.statuses[5] ?? 0);
      inFlight.set(name, (inFlight.get(name) ?? 0) + row.inFlight);
      for (const [bucket, count] of row.latency) cell.latency.set(bucket, (cell.latency.get(bucket) ?? 0) + count);
    }
    for (const [name, value] of inFlight) {
      const cell = step.cells.get(name);
      if (cell) cell.inFlight = Math.max(cell.inFlight, value);
    }
  }
  const values = new Map<string, (number | null)[]>();
  for (const name of names)
    values.set(
      name,
      steps.map((step) => valueOf(step, name, metric)),
    );
  return { times: steps.map((_, i) => Math.min((first + i + 1) * range.step, range.to / 1000)), values };
}

function valueOf(step: Step, name: string, metric: Metric): number | null {
  if (!step.seen) return null;
  const cell = step.cells.get(name);
  switch (metric) {
    case 'requests':
      return cell ? cell.requests / step.seconds : 0;
    case '5xx':
      return cell ? cell.failed / step.seconds : 0;
    case 'inflight':
      return cell?.inFlight ?? 0;
    case 'share': {
      let all = 0;
      for (const other of step.cells.values()) all += other.requests;
      return all === 0 ? null : ((cell?.requests ?? 0) / all) * 100;
    }
    default: {
      if (!cell || cell.requests === 0) return null;
      const dense = new Uint32Array(BUCKETS);
      for (const [bucket, count] of cell.latency) dense[bucket] = count;
      const us = quantile(dense, QUANTILES[metric]);
      return us === null ? null : us / 1000;
    }
  }
}

/** Running sums from the first series up, for stacked areas: a gap in one is a gap in all. */
export function stack(rows: readonly (readonly (number | null)[])[]): (number | null)[][] {
  const length = rows[0]?.length ?? 0;
  const base: (number | null)[] = Array.from({ length }, () => 0);
  return rows.map((row) => {
    for (let i = 0; i < length; i++) {
      const below = base[i];
      const value = row[i];
      base[i] = below === null || below === undefined || value === null || value === undefined ? null : below + value;
    }
    return [...base];
  });
}
