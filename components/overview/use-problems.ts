'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import { useTraffic } from '../live/LiveProvider.tsx';
import { useConsoleState, useObjects, useSnapshot } from '../live/queries.ts';
import { ruleViews } from '../traffic/scope.ts';
import { windowOf } from '../traffic/window.ts';
import { byUrgency, type Finding } from './finding.ts';
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
  const fromObjects = useMemo(
    () =>
      findProblems(
        {
          Gateway: gateways.data,
          GatewayClass: classes.data,
          HTTPRoute: routes.data,
          GRPCRoute: calls.data,
          BackendTrafficPolicy: policies.data,
          Service: services.data,
        },
        snapshot.data,
      ),
    [gateways.data, classes.data, routes.data, calls.data, policies.data, services.data, snapshot.data],
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

const NOTHING: readonly Finding[] = [];

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
    const work = async () => {
      // the statistics are more than most pages need before they show
      const { trafficFindings } = await import('./traffic-findings.ts');
      if (over) return;
      const { samples: seen, marks: changes } = newest.current;
      const { from } = windowOf({ end: to, seconds: RANGE_S, live: true, marks: changes });
      setState({ found: trafficFindings(views, { samples: seen, from, to, workers }), at: Date.now() });
    };
    void work();
    return () => {
      over = true;
    };
  }, [to, views, workers]);
  return { ...state, rules: views.length };
}
