'use client';

import { Button } from '@mantine/core';
import { IconPlus, IconUpload } from '@tabler/icons-react';
import Link from 'next/link';
import { useMemo } from 'react';
import { keyOf, type KubeObject } from '../../server/model/object.ts';
import { useObjects, useSnapshot } from '../live/queries.ts';
import { groupOf } from '../tables/balance.ts';
import { DataTable } from '../tables/DataTable.tsx';
import { FilterBar, NothingFound } from '../tables/FilterBar.tsx';
import { stateSegments, useFilter } from '../tables/filter.ts';
import { sumFlows } from '../tables/listener-traffic.ts';
import { useBalances, type Balances } from '../tables/use-balance.ts';
import { StaleNote } from '../tables/StaleNote.tsx';
import { stateOf } from '../ui/conditions.ts';
import { PageHeader, Section } from '../ui/PageHeader.tsx';
import { EmptyState, ErrorState, Loading } from '../ui/States.tsx';
import { routeColumns, type RouteRow } from './route-columns.tsx';
import { routeFacts } from './route-facts.ts';

const RANGE = 300;

/** What gets which traffic, and which are broken or idle. */
export function RoutesPage() {
  const routes = useObjects('HTTPRoute');
  const served = useSnapshot().data !== undefined;
  const balances = useBalances(RANGE);
  const all = useMemo(() => (routes.data ?? []).map((object) => rowOf(object, balances)), [routes.data, balances]);
  const columns = useMemo(() => routeColumns(served, balances.stale), [served, balances.stale]);
  const rows = useFilter(all, {
    namespace: (row) => row.facts.namespace,
    level: (row) => row.state.level,
    states: (row) => (row.flow.requests === 0 ? ['idle'] : []),
    choices: CHOICES,
    text: (row) => row.search,
  });
  return (
    <>
      <PageHeader
        title="Routes"
        count={routes.data?.length}
        actions={
          <>
            <Button
              component={Link}
              href="/import"
              variant="default"
              leftSection={<IconUpload size={15} aria-hidden />}
            >
              Import
            </Button>
            <Button
              component={Link}
              href="/routes/new"
              data-hotkey="n"
              leftSection={<IconPlus size={15} aria-hidden />}
            >
              New route
            </Button>
          </>
        }
      />
      {routes.error ? (
        <Section last>
          <ErrorState what="Could not read HTTPRoutes" error={routes.error} retry={() => void routes.refetch()} />
        </Section>
      ) : !routes.data ? (
        <Section last>
          <Loading rows={6} />
        </Section>
      ) : all.length === 0 ? (
        <Section last>
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
            An HTTPRoute says which requests go to which backends. Without one, every request is answered 404.
          </EmptyState>
        </Section>
      ) : (
        <>
          <FilterBar
            placeholder="Name, host, path, backend, policy"
            total={all.length}
            segments={[
              ...stateSegments(all.map((row) => row.state.level)),
              { id: 'idle', label: 'No traffic', count: all.filter((row) => row.flow.requests === 0).length },
            ]}
            choices={[
              { param: 'gateway', label: 'Gateway', values: valuesOf(all, CHOICES.gateway) },
              { param: 'algorithm', label: 'Algorithm', values: valuesOf(all, CHOICES.algorithm) },
            ]}
          />
          <Section last>
            <StaleNote lastAt={balances.lastAt} stale={balances.stale} />
            {rows.length === 0 ? (
              <NothingFound noun="route" total={all.length} />
            ) : (
              <DataTable
                label="Routes"
                rows={rows}
                columns={columns}
                idOf={idOf}
                defaultSort={{ column: 'requests', direction: 'desc' }}
                shown={`${rows.length} of ${all.length}`}
              />
            )}
          </Section>
        </>
      )}
    </>
  );
}

const CHOICES = {
  gateway: (row: RouteRow) => row.facts.gateways,
  algorithm: (row: RouteRow) => algorithmsOf(row),
};

function algorithmsOf(row: RouteRow): string[] {
  return row.rules.flatMap(({ view }) => groupOf(view)?.loadBalancer.type ?? []);
}

function valuesOf(rows: readonly RouteRow[], of: (row: RouteRow) => readonly string[]): string[] {
  return [...new Set(rows.flatMap(of))].toSorted();
}

function idOf(row: RouteRow): string {
  return `${row.facts.namespace}/${row.facts.name}`;
}

function rowOf(object: KubeObject, balances: Balances): RouteRow {
  const facts = routeFacts(object);
  const scope = `HTTPRoute/${facts.namespace}/${facts.name}`;
  const rules = balances.rules.filter(({ view }) => view.scope.startsWith(`${scope}/`));
  const hits = rules.map(({ view }) => balances.lastHit.get(view.scope) ?? 0);
  const policies = rules.map(({ view }) => view.rule.policy).filter((policy) => policy !== undefined);
  return {
    object,
    key: keyOf(object),
    facts,
    scope,
    state: stateOf(object),
    rules,
    flow: sumFlows(rules.map(({ view }) => balances.flows.get(view.scope))),
    lastHit: Math.max(0, ...hits),
    search: `${facts.search} ${policies.map((policy) => `${policy.namespace}/${policy.name}`).join(' ')}`,
  };
}
