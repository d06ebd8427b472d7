'use client';

import { Button } from '@mantine/core';
import { IconPlus, IconUpload } from '@tabler/icons-react';
import dynamic from 'next/dynamic';
import { Link } from '../ui/Link.tsx';
import { useMemo } from 'react';
import type { SnapshotView } from '../../server/contract/console.ts';
import { keyOf, type KubeObject, type ObjectKey } from '../../server/model/object.ts';
import { useRoutes, useSnapshot } from '../live/queries.ts';
import type { Finding } from '../overview/finding.ts';
import { useProblems } from '../overview/use-problems.ts';
import { groupOf, type RuleBalance } from '../tables/balance.ts';
import type { FilterOf } from '../tables/filter.ts';
import { ListPage } from '../tables/ListPage.tsx';
import { sumFlows } from '../tables/listener-traffic.ts';
import { useBalances, type Balances } from '../tables/use-balance.ts';
import { StaleNote } from '../tables/StaleNote.tsx';
import { stateOf } from '../ui/conditions.ts';
import { EmptyState } from '../ui/States.tsx';
import { stateWithFindings } from './never-wins.ts';
import { routeColumns, type RouteRow } from './route-columns.tsx';
import { routeFacts } from './route-facts.ts';
import { later } from '../ui/later.ts';

const RANGE = 300;
const RoutePeek = dynamic(
  later(() => import('./RoutePeek.tsx').then((module) => module.RoutePeek)),
  { ssr: false },
);

/** What gets which traffic, and which are broken or idle. */
export function RoutesPage() {
  const routes = useRoutes();
  const view = useSnapshot().data;
  const served = view !== undefined;
  const balances = useBalances(RANGE);
  const { problems } = useProblems();
  const never = useMemo(() => neverByRoute(view), [view]);
  const found = useMemo(() => byObject(problems), [problems]);
  const all = useMemo(() => {
    const rules = byRoute(balances);
    return routes.data?.map((object) => rowOf(object, balances, { rules, never, found }));
  }, [routes.data, balances, never, found]);
  const columns = useMemo(() => routeColumns(served, balances.stale), [served, balances.stale]);
  return (
    <ListPage
      title="Routes"
      noun="route"
      actions={
        <>
          <Button component={Link} href="/import" variant="default" leftSection={<IconUpload size={15} aria-hidden />}>
            Import
          </Button>
          <Button component={Link} href="/routes/new" data-hotkey="n" leftSection={<IconPlus size={15} aria-hidden />}>
            New route
          </Button>
        </>
      }
      read={{ error: routes.error, retry: () => void routes.refetch(), what: 'Could not read the routes' }}
      rows={all}
      keyOf={keyOfRow}
      columns={columns}
      defaultSort={{ column: 'requests', direction: 'desc' }}
      filter={FILTER}
      placeholder="Name, host, path, header, policy"
      note={<StaleNote lastAt={balances.lastAt} stale={balances.stale} />}
      trafficScope={scopeOf}
      renderPeek={(row) => <RoutePeek row={row} stale={balances.stale} />}
      bars={6}
      empty={
        <EmptyState
          title="Nothing is routed yet"
          action={
            <>
              <Button component={Link} href="/routes/new">
                New route
              </Button>
              <Button component={Link} href="/" variant="default">
                See the examples
              </Button>
            </>
          }
        >
          An HTTPRoute or a GRPCRoute says which requests go to which backends. Without one, every request is answered
          404.
        </EmptyState>
      }
    />
  );
}

const keyOfRow = (row: RouteRow): ObjectKey => row.key;
const scopeOf = (row: RouteRow): string => row.scope;

const FILTER: FilterOf<RouteRow> = {
  namespace: (row) => row.facts.namespace,
  level: (row) => row.state.level,
  states: {
    never: { label: 'Never wins', is: (row) => row.never > 0 },
    idle: { label: 'No traffic', is: (row) => row.flow.requests === 0 },
  },
  choices: {
    kind: { label: 'Kind', of: (row) => [row.key.kind] },
    ns: { label: 'Namespace', of: (row) => [row.facts.namespace] },
    gateway: { label: 'Gateway', of: (row) => row.facts.gateways },
    algorithm: {
      label: 'Algorithm',
      of: (row) => row.rules.flatMap(({ view }) => groupOf(view)?.loadBalancer.type ?? []),
    },
  },
  text: (row) => row.search,
};

/** Balances by the scope of their route, so that a list of thousands is not searched for each of them. */
function byRoute(balances: Balances): Map<string, RuleBalance[]> {
  const found = new Map<string, RuleBalance[]>();
  for (const rule of balances.rules) {
    const scope = rule.view.scope.slice(0, rule.view.scope.lastIndexOf('/'));
    const known = found.get(scope);
    if (known) known.push(rule);
    else found.set(scope, [rule]);
  }
  return found;
}

/** What is known of all routes, by their scopes. */
interface Known {
  rules: ReadonlyMap<string, RuleBalance[]>;
  /** Rules that never win. */
  never: ReadonlyMap<string, number>;
  found: ReadonlyMap<string, Finding[]>;
}

function neverByRoute(view: SnapshotView | undefined): Map<string, number> {
  const found = new Map<string, number>();
  for (const [rule, { never }] of Object.entries(view?.shadowed ?? {})) {
    const scope = rule.slice(0, rule.lastIndexOf('/'));
    if (never) found.set(scope, (found.get(scope) ?? 0) + 1);
  }
  return found;
}

function byObject(problems: readonly Finding[]): Map<string, Finding[]> {
  const found = new Map<string, Finding[]>();
  for (const problem of problems) {
    const scope = `${problem.kind}/${problem.namespace}/${problem.name}`;
    const known = found.get(scope);
    if (known) known.push(problem);
    else found.set(scope, [problem]);
  }
  return found;
}

function rowOf(object: KubeObject, balances: Balances, known: Known): RouteRow {
  const facts = routeFacts(object);
  const scope = `${object.kind}/${facts.namespace}/${facts.name}`;
  const rules = known.rules.get(scope) ?? [];
  const hits = rules.map(({ view }) => balances.lastHit.get(view.scope) ?? 0);
  const policies = rules.map(({ view }) => view.rule.policy).filter((policy) => policy !== undefined);
  const never = known.never.get(scope) ?? 0;
  return {
    object,
    key: keyOf(object),
    facts,
    scope,
    state: stateWithFindings(stateOf(object), known.found.get(scope) ?? [], never > 0 && never === facts.rules),
    never,
    rules,
    flow: sumFlows(rules.map(({ view }) => balances.flows.get(view.scope))),
    lastHit: Math.max(0, ...hits),
    search: `${facts.search} ${policies.map((policy) => `${policy.namespace}/${policy.name}`).join(' ')}`,
  };
}
