import type { TrafficSample } from '../../server/contract/console.ts';

/** Requests in a window, and those that failed (5xx or no answer). */
export interface Flow {
  requests: number;
  failed: number;
  /** Seconds that the samples cover. */
  seconds: number;
}

/** Seconds that samples cover; at least one, so that a rate is never infinite. */
export function coveredSeconds(samples: readonly TrafficSample[]): number {
  return Math.max(1, samples.reduce((sum, sample) => sum + sample.intervalMs, 0) / 1000);
}

function failedOf(statuses: readonly number[]): number {
  return (statuses[0] ?? 0) + (statuses[5] ?? 0);
}

/** Sums by listener id `NAMESPACE/GATEWAY/LISTENER`. */
export function byListener(samples: readonly TrafficSample[]): Map<string, Flow> {
  const seconds = coveredSeconds(samples);
  const flows = new Map<string, Flow>();
  for (const sample of samples)
    for (const row of sample.listeners) {
      let flow = flows.get(row.listener);
      if (!flow) flows.set(row.listener, (flow = { requests: 0, failed: 0, seconds }));
      flow.requests += row.requests;
      flow.failed += failedOf(row.statuses);
    }
  return flows;
}

/** Sums by rule id. */
export function byRule(samples: readonly TrafficSample[]): Map<string, Flow> {
  const seconds = coveredSeconds(samples);
  const flows = new Map<string, Flow>();
  for (const sample of samples)
    for (const row of sample.rules) {
      let flow = flows.get(row.ruleId);
      if (!flow) flows.set(row.ruleId, (flow = { requests: 0, failed: 0, seconds }));
      flow.requests += row.requests;
      flow.failed += failedOf(row.statuses);
    }
  return flows;
}

/** Adds flows up; none gives zeros. */
export function sumFlows(flows: readonly (Flow | undefined)[]): Flow {
  const sum: Flow = { requests: 0, failed: 0, seconds: 1 };
  for (const flow of flows) {
    if (!flow) continue;
    sum.requests += flow.requests;
    sum.failed += flow.failed;
    sum.seconds = flow.seconds;
  }
  return sum;
}

/** Requests per second. */
export function perSecond(flow: Flow): number {
  return flow.requests / flow.seconds;
}
