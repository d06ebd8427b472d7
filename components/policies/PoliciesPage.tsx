'use client';

import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import Link from 'next/link';
import { useMemo } from 'react';
import { keyOf, type KubeObject } from '../../server/model/object.ts';
import { pageOf } from '../live/kinds.ts';
import { useObjects, useSnapshot } from '../live/queries.ts';
import { Mark, StateText } from '../share/Marks.tsx';
import { DataTable, type Column } from '../tables/DataTable.tsx';
import { FilterBar, NothingFound } from '../tables/FilterBar.tsx';
import { stateSegments, useFilter } from '../tables/filter.ts';
import { RowMenu } from '../tables/RowMenu.tsx';
import tables from '../tables/tables.module.css';
import { stateOf, type StateSummary } from '../ui/conditions.ts';
import { PageHeader, Section } from '../ui/PageHeader.tsx';
import { EmptyState, ErrorState, Loading } from '../ui/States.tsx';
import { Age, Mono, ObjectName } from '../ui/text.tsx';
import ui from '../ui/ui.module.css';
import { LevelTrack } from './LevelTrack.tsx';
import { policyFacts, type PolicyFacts } from './policy-facts.ts';

interface Row {
  object: KubeObject;
  facts: PolicyFacts;
  state: StateSummary;
}

/** What rules the yard, and at which level. */
export function PoliciesPage() {
  const policies = useObjects('BackendTrafficPolicy');
  const snapshot = useSnapshot();
  const all = useMemo(
    () =>
      (policies.data ?? []).map((object): Row => ({
        object,
        facts: policyFacts(object, snapshot.data),
        state: stateOf(object),
      })),
    [policies.data, snapshot.data],
  );
  const rows = useFilter(all, {
    namespace: (row) => row.facts.namespace,
    level: (row) => row.state.level,
    states: (row) => [row.facts.inForce.length > 0 ? 'inforce' : 'noeffect'],
    choices: CHOICES,
    text: (row) => row.facts.search,
  });
  return (
    <>
      <PageHeader
        title="Policies"
        count={policies.data?.length}
        actions={
          <Button
            component={Link}
            href="/policies/new"
            data-hotkey="n"
            leftSection={<IconPlus size={15} aria-hidden />}
          >
            New policy
          </Button>
        }
      />
      {policies.error ? (
        <Section last>
          <ErrorState
            what="Could not read BackendTrafficPolicies"
            error={policies.error}
            retry={() => void policies.refetch()}
          />
        </Section>
      ) : !policies.data ? (
        <Section last>
          <Loading rows={4} />
        </Section>
      ) : all.length === 0 ? (
        <Section last>
          <EmptyState
            title="No policy"
            action={
              <Button component={Link} href="/policies/new">
                New policy
              </Button>
            }
          >
            Every rule uses LeastRequest, as Envoy Gateway does without a policy. A BackendTrafficPolicy chooses another
            algorithm for a Gateway, a listener, a route or a single rule.
          </EmptyState>
        </Section>
      ) : (
        <>
          <FilterBar
            placeholder="Name, target, algorithm"
            total={all.length}
            segments={[
              ...stateSegments(all.map((row) => row.state.level)),
              { id: 'inforce', label: 'In force', count: all.filter((row) => row.facts.inForce.length > 0).length },
              { id: 'noeffect', label: 'No effect', count: all.filter((row) => row.facts.inForce.length === 0).length },
            ]}
            choices={[
              { param: 'level', label: 'Level', values: valuesOf(all, CHOICES.level) },
              { param: 'algorithm', label: 'Algorithm', values: valuesOf(all, CHOICES.algorithm) },
            ]}
          />
          <Section last>
            {rows.length === 0 ? (
              <NothingFound noun="policy" total={all.length} />
            ) : (
              <DataTable
                label="Policies"
                rows={rows}
                columns={columns}
                idOf={idOf}
                defaultSort={{ column: 'name', direction: 'asc' }}
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
  level: (row: Row): readonly string[] => row.facts.levels,
  algorithm: (row: Row): readonly string[] => [row.facts.algorithm?.split(' ')[0] ?? 'not set'],
};

function valuesOf(rows: readonly Row[], of: (row: Row) => readonly string[]): string[] {
  return [...new Set(rows.flatMap(of))].toSorted();
}

function idOf(row: Row): string {
  return `${row.facts.namespace}/${row.facts.name}`;
}

function Targets({ facts }: { facts: PolicyFacts }) {
  const texts = [
    ...facts.targets.map(
      (target) => `${target.kind} ${target.name}${target.section === '' ? '' : `, ${target.section}`}`,
    ),
    ...facts.selectors,
  ];
  const [first, ...more] = texts;
  if (first === undefined) return <span className={ui.meta}>no target</span>;
  return (
    <span className={ui.second} title={texts.join('\n')}>
      {first}
      {more.length > 0 && <span className={ui.meta}> and {more.length} more</span>}
    </span>
  );
}

const columns: Column<Row>[] = [
  {
    id: 'state',
    header: <span className={ui.sr}>State</span>,
    cell: (row) => <Mark state={row.state.level} label={row.state.word} />,
    width: '24px',
    small: 'hide',
  },
  {
    id: 'name',
    header: 'Policy',
    sort: idOf,
    cell: (row) => (
      <>
        <Link className={ui.name} data-row href={pageOf(keyOf(row.object))}>
          <ObjectName namespace={row.facts.namespace} name={row.facts.name} />
        </Link>
        <div className={ui.sub}>
          BackendTrafficPolicy
          {row.state.level !== 'ok' && (
            <>
              , <StateText state={row.state.level}>{row.state.word}</StateText>
            </>
          )}
        </div>
      </>
    ),
  },
  { id: 'targets', header: 'Targets', cell: (row) => <Targets facts={row.facts} />, small: 'full' },
  {
    id: 'level',
    header: 'Level',
    cell: (row) => <LevelTrack levels={row.facts.levels} />,
    sort: (row) => row.facts.levels.join(' '),
    small: 'hide',
  },
  {
    id: 'algorithm',
    header: 'Algorithm',
    sort: (row) => row.facts.algorithm,
    cell: (row) =>
      row.facts.algorithm === null ? (
        <span className={ui.meta}>not set</span>
      ) : (
        <b className={ui.strong}>{row.facts.algorithm}</b>
      ),
    small: 'full',
  },
  {
    id: 'fields',
    medium: 'hide',
    header: 'Sections set',
    cell: (row) => (
      <span className={tables.match} title={row.facts.fields.join(', ')}>
        {row.facts.fields.length === 0 ? (
          <span className={ui.meta}>none</span>
        ) : (
          <Mono>{row.facts.fields.join(', ')}</Mono>
        )}
      </span>
    ),
    small: 'hide',
  },
  {
    id: 'rules',
    header: 'In force',
    num: true,
    first: 'desc',
    sort: (row) => row.facts.inForce.length,
    cell: (row) =>
      row.facts.inForce.length === 0 ? (
        <span className={ui.meta}>no rule</span>
      ) : (
        <>
          {row.facts.inForce.length}{' '}
          <span className={ui.meta}>{row.facts.inForce.length === 1 ? 'rule' : 'rules'}</span>
        </>
      ),
    small: 'end',
  },
  {
    id: 'age',
    header: 'Age',
    num: true,
    sort: (row) => row.object.metadata.creationTimestamp ?? null,
    cell: (row) => <Age at={row.object.metadata.creationTimestamp} />,
    small: 'hide',
  },
  {
    id: 'menu',
    header: <span className={ui.sr}>Actions</span>,
    width: '28px',
    cell: (row) => <RowMenu objectKey={keyOf(row.object)} />,
    small: 'hide',
  },
];
