'use client';

import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '../ui/Link.tsx';
import { useMemo } from 'react';
import { keyOf, type ObjectKey } from '../../server/model/object.ts';
import { useObjects, useRoutes, useSnapshot } from '../live/queries.ts';
import { findingKinds } from '../overview/finding-kinds.ts';
import { useProblems } from '../overview/use-problems.ts';
import type { FilterOf } from '../tables/filter.ts';
import { ListPage } from '../tables/ListPage.tsx';
import tables from '../tables/tables.module.css';
import { useUrlState } from '../tables/url-state.ts';
import { stateOf } from '../ui/conditions.ts';
import { PageHeader } from '../ui/PageHeader.tsx';
import { EmptyState } from '../ui/States.tsx';
import { ByTarget } from './ByTarget.tsx';
import { mergeOf, policyColumns, type PolicyRow } from './policy-columns.tsx';
import { policyFacts } from './policy-facts.ts';
import { levelsOfAll, rulesByPolicy, type PolicyRules } from './reach-of-all.ts';

const VIEWS = [
  { value: 'list', label: 'List' },
  { value: 'target', label: 'By target' },
];
const NOTHING: PolicyRules = { inForce: new Set(), base: new Set(), overridden: new Set() };

/** What rules the yard, and at which level. */
export function PoliciesPage() {
  const policies = useObjects('BackendTrafficPolicy');
  const routeList = useRoutes().data;
  const gateways = useObjects('Gateway').data;
  const view = useSnapshot().data;
  const [search, change] = useUrlState();
  const levels = useMemo(() => {
    const labels = new Map<string, Record<string, string>>();
    for (const { kind, metadata } of [...(routeList ?? []), ...(gateways ?? [])])
      labels.set(`${kind}/${metadata.namespace ?? ''}/${metadata.name ?? ''}`, metadata.labels ?? {});
    return view && levelsOfAll(view.snapshot, policies.data ?? [], (id) => labels.get(id) ?? {});
  }, [view, policies.data, routeList, gateways]);
  const { problems } = useProblems();
  const lost = useMemo(
    () =>
      new Set(
        problems
          .filter(({ code }) => code === findingKinds.targetNotFound.code)
          .map(({ namespace, name }) => `${namespace}/${name}`),
      ),
    [problems],
  );
  const all = useMemo(() => {
    const rules = rulesByPolicy(levels ?? []);
    return policies.data?.map((object): PolicyRow => {
      const facts = policyFacts(object, view);
      const id = `${facts.namespace}/${facts.name}`;
      // no ancestor can say so where there is none
      const state = lost.has(id) ? { level: 'warn' as const, word: LOST } : stateOf(object);
      return { object, facts, state, rules: rules.get(id) ?? NOTHING };
    });
  }, [policies.data, view, levels, lost]);
  const actions = (
    <>
      <div className={tables.segments} role="group" aria-label="View">
        {VIEWS.map(({ value, label }) => (
          <button
            key={value}
            type="button"
            aria-pressed={(search.get('view') ?? 'list') === value}
            onClick={() => change({ view: value === 'list' ? null : value })}
          >
            {label}
          </button>
        ))}
      </div>
      <Button component={Link} href="/policies/new" data-hotkey="n" leftSection={<IconPlus size={15} aria-hidden />}>
        New policy
      </Button>
    </>
  );
  if (search.get('view') === 'target' && view && levels && !policies.error)
    return (
      <>
        <PageHeader title="Policies" count={all?.length} actions={actions} />
        <ByTarget view={view} all={levels} />
      </>
    );
  return (
    <ListPage
      title="Policies"
      noun="policy"
      actions={actions}
      read={{
        error: policies.error,
        retry: () => void policies.refetch(),
        what: 'Could not read BackendTrafficPolicies',
      }}
      rows={all}
      keyOf={keyOfRow}
      columns={policyColumns}
      defaultSort={{ column: 'name', direction: 'asc' }}
      filter={FILTER}
      placeholder="Name, target, algorithm"
      bars={4}
      empty={
        <EmptyState
          title="No policy"
          action={
            <Button component={Link} href="/policies/new">
              New policy
            </Button>
          }
        >
          Every rule has the defaults of Envoy Gateway: LeastRequest, 10 s to connect to an endpoint, 15 s from a
          request to the end of its answer, 1,024 connections and as many waiting requests, no retries. A
          BackendTrafficPolicy sets something else for a Gateway, a listener, a route or a single rule.
        </EmptyState>
      }
    />
  );
}

const keyOfRow = (row: PolicyRow): ObjectKey => keyOf(row.object);

const LOST = 'TargetNotFound';

/** Reasons that have a segment of their own. */
const ELSEWHERE = new Set(['Conflicted', LOST]);

const FILTER: FilterOf<PolicyRow> = {
  namespace: (row) => row.facts.namespace,
  level: (row) => row.state.level,
  states: {
    inforce: { label: 'In force', is: ({ rules }) => rules.inForce.size > 0 },
    overridden: { label: 'Overridden', is: ({ rules }) => rules.overridden.size > 0 },
    merged: { label: 'Merged', is: (row) => mergeOf(row) !== '' || row.rules.base.size > 0 },
    conflicted: { label: 'Conflicted', is: (row) => row.state.word === 'Conflicted' },
    invalid: { label: 'Invalid', is: (row) => row.state.level === 'bad' && !ELSEWHERE.has(row.state.word) },
    lost: { label: 'Target not found', is: (row) => row.state.word === LOST },
  },
  choices: {
    ns: { label: 'Namespace', of: (row) => [row.facts.namespace] },
    level: { label: 'Level', of: (row) => row.facts.levels },
    algorithm: { label: 'Algorithm', of: (row) => [row.facts.algorithm?.split(' ')[0] ?? 'not set'] },
  },
  text: (row) => row.facts.search,
};
