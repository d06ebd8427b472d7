import { BUCKETS, quantile } from '../../server/contract/histogram.ts';
import type { TrafficSample } from '../../server/contract/console.ts';

/** Sums over a window for one endpoint, one rule or any union of them. */
export interface Totals {
  requests: number;
  /** Index 0 none, 1..5 the class. */
  statuses: number[];
  /** Dense histogram, see server/contract/histogram.ts; of length 0 while nothing was counted, since most of thousands of rules are quiet. */
  latency: Uint32Array;
  /** At the end of the window. */
  inFlight: number;
}

const NO_LATENCY = new Uint32Array(0);

/** Empty sums. */
export function emptyTotals(): Totals {
  return { requests: 0, statuses: [0, 0, 0, 0, 0, 0], latency: NO_LATENCY, inFlight: 0 };
}

/** The histogram of sums that are about to count. */
function counting(totals: Totals): Uint32Array {
  if (totals.latency.length === 0) totals.latency = new Uint32Array(BUCKETS);
  return totals.latency;
}

/** Names one endpoint of one backendRef of one rule. */
export function endpointKey(ruleId: string, backend: number, endpoint: string): string {
  return `${ruleId}|${backend}|${endpoint}`;
}

/** Samples that end inside (from, to], Unix milliseconds. */
export function within(samples: readonly TrafficSample[], from: number, to: number): TrafficSample[] {
  return samples.filter((sample) => sample.at > from && sample.at <= to);
}

/** Seconds that samples tell of: less than lie between the first and the last where none came. */
export function countedSeconds(samples: readonly TrafficSample[]): number {
  return samples.reduce((sum, sample) => sum + sample.intervalMs, 0) / 1000;
}

function addStatuses(into: number[], statuses: readonly number[]): void {
  for (let i = 0; i < into.length; i++) into[i] = (into[i] ?? 0) + (statuses[i] ?? 0);
}

/** Sums by `endpointKey`. Requests in flight are those of the newest sample. */
export function endpointTotals(samples: readonly TrafficSample[]): Map<string, Totals> {
  const totals = new Map<string, Totals>();
  const newest = samples.at(-1);
  for (const sample of samples) {
    for (const row of sample.endpoints) {
      const key = endpointKey(row.ruleId, row.backend, row.endpoint);
      let sum = totals.get(key);
      if (!sum) totals.set(key, (sum = emptyTotals()));
      sum.requests += row.requests;
      addStatuses(sum.statuses, row.statuses);
      if (row.latency.length > 0) {
        const latency = counting(sum);
        for (const [bucket, count] of row.latency) latency[bucket] = (latency[bucket] ?? 0) + count;
      }
      if (sample === newest) sum.inFlight = row.inFlight;
    }
  }
  return totals;
}

/** What a rule took in a window, with the answers that the proxy gave itself. */
export interface RuleTotals {
  requests: number;
  statuses: number[];
  own: { status: number; reason: string; count: number }[];
}

/** Sums by rule id. */
export function ruleTotals(samples: readonly TrafficSample[]): Map<string, RuleTotals> {
  const totals = new Map<string, RuleTotals>();
  for (const sample of samples) {
    for (const row of sample.rules) {
      let sum = totals.get(row.ruleId);
      if (!sum) totals.set(row.ruleId, (sum = { requests: 0, statuses: [0, 0, 0, 0, 0, 0], own: [] }));
      sum.requests += row.requests;
      addStatuses(sum.statuses, row.statuses);
      for (const answer of row.own) {
        const known = sum.own.find((own) => own.status === answer.status && own.reason === answer.reason);
        if (known) known.count += answer.count;
        else sum.own.push({ ...answer });
      }
    }
  }
  return totals;
}

/** Adds one sum to another. */
export function addTotals(into: Totals, from: Totals): Totals {
  into.requests += from.requests;
  addStatuses(into.statuses, from.statuses);
  if (from.latency.length > 0) {
    const latency = counting(into);
    for (let i = 0; i < BUCKETS; i++) latency[i] = (latency[i] ?? 0) + (from.latency[i] ?? 0);
  }
  into.inFlight += from.inFlight;
  return into;
}

/** A quantile of the latency in milliseconds, null without requests. */
export function latencyMs(totals: Totals, q: number): number | null {
  const us = quantile(totals.latency, q);
  return us === null ? null : us / 1000;
}

/** Share of answers that were neither 5xx nor missing, null without requests. */
export function successRate(totals: Pick<Totals, 'requests' | 'statuses'>): number | null {
  if (totals.requests === 0) return null;
  const failed = (totals.statuses[0] ?? 0) + (totals.statuses[5] ?? 0);
  return Math.max(0, 1 - failed / totals.requests);
}
