import type { TrafficSample } from '../../server/contract/console.ts';
import {
  ruleVerdict,
  shareRows,
  type RuleVerdict,
  type ShareRow,
  type ShareRows,
} from '../../server/balancing/shares.ts';
import { latencyMs } from './aggregate.ts';
import { measure, type MeasuredView } from './rows.ts';
import type { BackendView, EndpointView, RuleView } from './scope.ts';

/** A rule's figures in a window with what the statistics say about them. */
export interface JudgedView {
  measured: MeasuredView;
  rows: ShareRows;
  verdict: RuleVerdict;
  endpoint: (row: EndpointView) => ShareRow | undefined;
  backend: (row: BackendView) => ShareRow | undefined;
}

/**
 * Measures and judges one rule; undefined for a rule that forwards nothing. `workers` decide independently of each other, and so do the
 * variants of a rule.
 */
export function judgeRule(view: RuleView, samples: readonly TrafficSample[], workers: number): JudgedView | undefined {
  const { action } = view.rule;
  if (action.type !== 'forward') return undefined;
  const measured = measure(view, samples);
  const endpoints = view.backends.flatMap((backend) => backend.endpoints);
  const totals = endpoints.map((row) => measured.endpoint(row).totals);
  const latency = totals.map((sum) => latencyMs(sum, 0.5));
  const rows = shareRows({
    group: { ...action.group, localities: action.group.backends },
    counts: totals.map((sum) => sum.requests),
    latencyMs: latency,
    inFlight: totals.map((sum) => sum.inFlight),
    balancers: Math.max(1, workers) * view.ids.length,
  });
  const verdict = ruleVerdict({
    rows,
    loadBalancer: action.group.loadBalancer,
    names: endpoints.map((row) => row.endpoint),
    latencyMs: latency,
    workers,
  });
  const positions = new Map(endpoints.map((row, i) => [row.key, i]));
  const backends = new Map(view.backends.map((row, i) => [row.key, i]));
  return {
    measured,
    rows,
    verdict,
    endpoint: (row) => rows.endpoints[positions.get(row.key) ?? -1],
    backend: (row) => rows.localities[backends.get(row.key) ?? -1],
  };
}
