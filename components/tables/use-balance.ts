'use client';

import { useMemo } from 'react';
import { useTraffic } from '../live/LiveProvider.tsx';
import { useConsoleState, useSnapshot } from '../live/queries.ts';
import { within } from '../traffic/aggregate.ts';
import { ruleViews, type RuleView } from '../traffic/scope.ts';
import { windowOf } from '../traffic/window.ts';
import { ruleBalances, type RuleBalance } from './balance.ts';
import { byRule, type Flow } from './listener-traffic.ts';

/** Balance of all rules, renewed every 2 s. */
export interface Balances {
  rules: RuleBalance[];
  /** Requests over the whole range by rule scope, whatever was changed meanwhile. */
  flows: Map<string, Flow>;
  /** Unix milliseconds of the last request by rule scope, of the last 24 hours. */
  lastHit: Map<string, number>;
  /** Seconds that the shares are counted over: shorter than the range after a change of routing. */
  seconds: number;
  cut: boolean;
  stale: boolean;
  lastAt: number | null;
  loaded: boolean;
}

/**
 * Shares since the last change of routing, at most `rangeSeconds`; rates over the whole range.
 * @param rangeSeconds at most 900
 * @param sinceChange false counts shares over the whole range too, where nothing is compared with what is due
 */
export function useBalances(rangeSeconds: number, sinceChange = true): Balances {
  const snapshot = useSnapshot().data;
  const workers = useConsoleState().data?.proxy.workers ?? 1;
  const { samples, marks, lastHits, lastAt, stale, loaded } = useTraffic(rangeSeconds, 2000);
  const views = useMemo(() => (snapshot ? ruleViews(snapshot.snapshot) : []), [snapshot]);
  return useMemo(() => {
    const window = windowOf({ end: lastAt ?? 0, seconds: rangeSeconds, live: sinceChange, marks });
    return {
      rules: ruleBalances(views, within(samples, window.from, window.to), workers),
      ...flowsOf(views, samples, lastHits),
      seconds: Math.max(0, Math.round((window.to - window.from) / 1000)),
      cut: window.cut !== null,
      stale,
      lastAt,
      loaded: loaded && snapshot !== undefined,
    };
  }, [views, samples, marks, lastHits, lastAt, rangeSeconds, workers, stale, loaded, snapshot, sinceChange]);
}

function flowsOf(
  views: readonly RuleView[],
  samples: Parameters<typeof byRule>[0],
  before: Record<string, number> = {},
) {
  const byId = byRule(samples);
  const seen = new Map<string, number>();
  for (const sample of samples)
    for (const { ruleId, requests } of sample.rules) if (requests > 0) seen.set(ruleId, sample.at);
  const flows = new Map<string, Flow>();
  const lastHit = new Map<string, number>();
  for (const { scope, ids } of views) {
    for (const id of ids) {
      const flow = byId.get(id);
      const known = flows.get(scope);
      if (flow)
        flows.set(scope, {
          requests: flow.requests + (known?.requests ?? 0),
          failed: flow.failed + (known?.failed ?? 0),
          seconds: flow.seconds,
        });
      const at = seen.get(id) ?? before[id];
      if (at !== undefined) lastHit.set(scope, Math.max(at, lastHit.get(scope) ?? 0));
    }
  }
  return { flows, lastHit };
}
