'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import type { SnapshotView, TrafficHistory, TrafficSample } from '../../server/contract/console.ts';
import type { KubeObject } from '../../server/model/object.ts';
import { useTraffic } from '../live/LiveProvider.tsx';
import { useConsoleState, useObjects, useSnapshot } from '../live/queries.ts';
import { ruleViews, type RuleView } from '../traffic/scope.ts';
import { windowOf } from '../traffic/window.ts';
import { byUrgency, type Finding } from './finding.ts';
import { keptLast } from './kept-last.ts';
import { findProblems } from './problems.ts';

const RANGE_S = 300;
/** What traffic shows is looked at on whole multiples of this, so that all who ask find the same. */
const EVERY_MS = 10_000;

/** All findings, how many rules were looked at, and when. */
export function useProblems(): {
  problems: Finding[];
  loaded: boolean;
  error: Error | null;
  rules: number;
  checkedAt: number | null;
} {
  const gateways = useObjects('Gateway');
  const classes = useObjects('GatewayClass');
  const routes = useObjects('HTTPRoute');
  const calls = useObjects('GRPCRoute');
  const policies = useObjects('BackendTrafficPolicy');
  const services = useObjects('Service');
  const snapshot = useSnapshot();
  const fromTraffic = useTrafficFindings();
  const fromObjects = problemsOf(
    gateways.data,
    classes.data,
    routes.data,
    calls.data,
    policies.data,
    services.data,
    snapshot.data,
  );
  const problems = useMemo(
    () => (fromTraffic.found.length === 0 ? fromObjects : [...fromObjects, ...fromTraffic.found].sort(byUrgency)),
    [fromObjects, fromTraffic.found],
  );
  const parts = [gateways, classes, routes, calls, policies, services, snapshot];
  return {
    problems,
    loaded: parts.every((part) => part.data !== undefined),
    error: parts.find((part) => part.error)?.error ?? null,
    rules: fromTraffic.rules,
    checkedAt: fromTraffic.at,
  };
}

type Objects = KubeObject[] | undefined;

const problemsOf = keptLast(
  (
    Gateway: Objects,
    GatewayClass: Objects,
    HTTPRoute: Objects,
    GRPCRoute: Objects,
    BackendTrafficPolicy: Objects,
    Service: Objects,
    view: SnapshotView | undefined,
  ): Finding[] => findProblems({ Gateway, GatewayClass, HTTPRoute, GRPCRoute, BackendTrafficPolicy, Service }, view),
);

const NOTHING: readonly Finding[] = [];

interface Looked {
  samples: readonly TrafficSample[];
  marks: TrafficHistory['marks'];
}

let look: { views: readonly RuleView[]; to: number; workers: number; found: Promise<readonly Finding[]> } | undefined;

/** What the traffic up to `to` shows; one look for all who ask. */
function foundIn(
  views: readonly RuleView[],
  to: number,
  workers: number,
  newest: { current: Looked },
): Promise<readonly Finding[]> {
  if (look?.views !== views || look.to !== to || look.workers !== workers)
    look = { views, to, workers, found: lookAt(views, to, workers, newest) };
  return look.found;
}

async function lookAt(
  views: readonly RuleView[],
  to: number,
  workers: number,
  newest: { current: Looked },
): Promise<readonly Finding[]> {
  // the statistics are more than most pages need before they show, and nobody waits for them
  await idle();
  const { trafficFindings } = await import('./traffic-findings.ts');
  const { samples, marks } = newest.current;
  const { from } = windowOf({ end: to, seconds: RANGE_S, live: true, marks });
  return trafficFindings(views, { samples, from, to, workers });
}

/** Resolves when the page has drawn and has nothing else to do, after two seconds at the latest. */
function idle(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve(), { timeout: 2_000 });
    else setTimeout(resolve, 300);
  });
}

function useTrafficFindings(): { found: readonly Finding[]; rules: number; at: number | null } {
  const snapshot = useSnapshot().data;
  const workers = useConsoleState().data?.proxy.workers ?? 1;
  const { samples, marks, lastAt } = useTraffic(RANGE_S + EVERY_MS / 1000, 2000);
  const views = useMemo(() => (snapshot ? ruleViews(snapshot.snapshot) : []), [snapshot]);
  const [state, setState] = useState<{ found: readonly Finding[]; at: number | null }>({ found: NOTHING, at: null });
  const to = lastAt === null ? null : Math.floor(lastAt / EVERY_MS) * EVERY_MS;
  const newest = useRef({ samples, marks });
  useEffect(() => {
    newest.current = { samples, marks };
  });
  useEffect(() => {
    if (to === null || views.length === 0) return;
    let over = false;
    const show = async () => {
      const found = await foundIn(views, to, workers, newest);
      if (!over) setState({ found, at: Date.now() });
    };
    void show();
    return () => {
      over = true;
    };
  }, [to, views, workers]);
  return { ...state, rules: views.length };
}
