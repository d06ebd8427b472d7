import type { TrafficSample } from '../../server/contract/console.ts';
import { addTotals, emptyTotals, endpointTotals, ruleTotals, type Totals } from './aggregate.ts';
import type { BackendView, EndpointView, RuleView } from './scope.ts';

/** Sums of one endpoint or backend in the window. */
interface Measured {
  totals: Totals;
  /** Part of the requests of the view, 0..1; null without requests. */
  share: number | null;
}

/** A rule view with its sums. Requests that the proxy answered itself for a backend without endpoints count for the view. */
export interface MeasuredView {
  view: RuleView;
  /** Requests that were sent to endpoints. */
  sent: number;
  /** Requests of the rule, answers of the proxy itself included. */
  requests: number;
  statuses: number[];
  own: { status: number; reason: string; count: number }[];
  endpoint: (row: EndpointView) => Measured;
  backend: (row: BackendView) => Measured;
  all: Totals;
}

/** Sums the samples of a window for a view. */
export function measure(view: RuleView, samples: readonly TrafficSample[]): MeasuredView {
  const byKey = endpointTotals(samples);
  const byRule = ruleTotals(samples);
  const sums = new Map<string, Totals>();
  const all = emptyTotals();
  for (const backend of view.backends) {
    const sum = emptyTotals();
    for (const endpoint of backend.endpoints) {
      const own = emptyTotals();
      for (const key of endpoint.counters) {
        const counted = byKey.get(key);
        if (counted) addTotals(own, counted);
      }
      sums.set(endpoint.key, own);
      addTotals(sum, own);
    }
    sums.set(backend.key, sum);
    addTotals(all, sum);
  }
  let requests = 0;
  const statuses = [0, 0, 0, 0, 0, 0];
  const own: MeasuredView['own'] = [];
  for (const id of view.ids) {
    const rule = byRule.get(id);
    if (!rule) continue;
    requests += rule.requests;
    rule.statuses.forEach((n, i) => (statuses[i] = (statuses[i] ?? 0) + n));
    own.push(...rule.own);
  }
  const measured = (key: string): Measured => {
    const totals = sums.get(key) ?? emptyTotals();
    return { totals, share: all.requests === 0 ? null : totals.requests / all.requests };
  };
  return {
    view,
    sent: all.requests,
    requests: Math.max(requests, all.requests),
    statuses,
    own,
    endpoint: (row) => measured(row.key),
    backend: (row) => measured(row.key),
    all,
  };
}
