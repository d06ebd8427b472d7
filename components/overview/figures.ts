import type { TrafficSample } from '../../server/contract/console.ts';
import { BUCKETS, quantile } from '../../server/contract/histogram.ts';
import { addTotals, emptyTotals, endpointTotals, latencyMs } from '../traffic/aggregate.ts';
import { coveredSeconds } from '../tables/listener-traffic.ts';

/** The figures at the head of the overview. */
export interface Figures {
  /** All requests that came in, those without a route included. */
  requests: number;
  perSecond: number;
  /** Answered 5xx or not at all. */
  failed: number;
  /** The endpoint with more than half of the failures. */
  cause: { endpoint: string; failed: number } | null;
  /** Failures that the proxy answered itself, without asking an endpoint. */
  own: number;
  p50: number | null;
  p95: number | null;
  p99: number | null;
  /** Median of the time that the proxy itself works for a request, milliseconds. */
  work: number | null;
  inFlight: number;
  unmatched: number;
  unmatchedPerSecond: number;
  /** The request without a route that was seen most often. */
  topUnmatched: { host: string; path: string } | null;
}

/** Sums samples up for the overview. Pure. */
export function figuresOf(samples: readonly TrafficSample[]): Figures {
  const seconds = coveredSeconds(samples);
  let requests = 0;
  let failed = 0;
  let unmatched = 0;
  const misses = new Map<string, { host: string; path: string; seen: number }>();
  for (const sample of samples)
    for (const listener of sample.listeners) {
      requests += listener.requests;
      failed += (listener.statuses[0] ?? 0) + (listener.statuses[5] ?? 0);
      unmatched += listener.unmatched;
      for (const { host, path } of listener.unmatchedSamples) {
        const key = `${host} ${path}`;
        const known = misses.get(key);
        if (known) known.seen += 1;
        else misses.set(key, { host, path, seen: 1 });
      }
    }
  const work = new Uint32Array(BUCKETS);
  for (const sample of samples)
    for (const [bucket, seen] of sample.work ?? []) work[bucket] = (work[bucket] ?? 0) + seen;
  const workUs = quantile(work, 0.5);
  const all = emptyTotals();
  const failures = new Map<string, number>();
  for (const [key, totals] of endpointTotals(samples)) {
    addTotals(all, totals);
    const endpoint = key.slice(key.lastIndexOf('|') + 1);
    const own = (totals.statuses[0] ?? 0) + (totals.statuses[5] ?? 0);
    if (own > 0) failures.set(endpoint, (failures.get(endpoint) ?? 0) + own);
  }
  const asked = [...failures.values()].reduce((sum, own) => sum + own, 0);
  const [worst] = [...failures].sort((a, b) => b[1] - a[1]);
  const [top] = [...misses.values()].sort((a, b) => b.seen - a.seen);
  return {
    requests,
    perSecond: requests / seconds,
    failed,
    cause: worst && worst[1] * 2 > failed ? { endpoint: worst[0], failed: worst[1] } : null,
    own: Math.max(0, failed - asked),
    p50: latencyMs(all, 0.5),
    p95: latencyMs(all, 0.95),
    p99: latencyMs(all, 0.99),
    work: workUs === null ? null : workUs / 1000,
    inFlight: all.inFlight,
    unmatched,
    unmatchedPerSecond: unmatched / seconds,
    topUnmatched: top ? { host: top.host, path: top.path } : null,
  };
}
