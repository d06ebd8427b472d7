'use client';

import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import Link from 'next/link';
import { useMemo } from 'react';
import { keyOf, type KubeObject, type ObjectKey } from '../../server/model/object.ts';
import { pageOf } from '../live/kinds.ts';
import { useObjects, useSnapshot } from '../live/queries.ts';
import { specOf } from '../live/served.ts';
import { Mark, StateText } from '../share/Marks.tsx';
import type { Column } from '../tables/columns.ts';
import type { FilterOf } from '../tables/filter.ts';
import { ListPage } from '../tables/ListPage.tsx';
import { RowMenu } from '../tables/RowMenu.tsx';
import tables from '../tables/tables.module.css';
import { stateOf, type StateSummary } from '../ui/conditions.ts';
import { EmptyState } from '../ui/States.tsx';
import { Age, LabelsText, Mono, ObjectName } from '../ui/text.tsx';
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
      policies.data?.map((object): Row => ({
        object,
        facts: policyFacts(object, snapshot.data),
        state: stateOf(object),
      })),
    [policies.data, snapshot.data],
  );
  return (
    <ListPage
      title="Policies"
      noun="policy"
      actions={
        <Button component={Link} href="/policies/new" data-hotkey="n" leftSection={<IconPlus size={15} aria-hidden />}>
          New policy
        </Button>
      }
      read={{
        error: policies.error,
        retry: () => void policies.refetch(),
        what: 'Could not read BackendTrafficPolicies',
      }}
      rows={all}
      keyOf={keyOfRow}
      columns={columns}
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
          Every rule uses LeastRequest, as Envoy Gateway does without a policy. A BackendTrafficPolicy chooses another
          algorithm for a Gateway, a listener, a route or a single rule.
        </EmptyState>
      }
    />
  );
}

const keyOfRow = (row: Row): ObjectKey => keyOf(row.object);

const FILTER: FilterOf<Row> = {
  namespace: (row) => row.facts.namespace,
  level: (row) => row.state.level,
  states: {
    inforce: { label: 'In force', is: (row) => row.facts.inForce.length > 0 },
    noeffect: { label: 'No effect', is: (row) => row.facts.inForce.length === 0 },
  },
  choices: {
    level: { label: 'Level', of: (row) => row.facts.levels },
    algorithm: { label: 'Algorithm', of: (row) => [row.facts.algorithm?.split(' ')[0] ?? 'not set'] },
  },
  text: (row) => row.facts.search,
};

function idOf(row: Row): string {
  return `${row.facts.namespace}/${row.facts.name}`;
}

function mergeOf(row: Row): string {
  return specOf(row.object, 'BackendTrafficPolicy').mergeType ?? '';
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
  { id: 'targets', choice: 'Targets', header: 'Targets', cell: (row) => <Targets facts={row.facts} />, small: 'full' },
  {
    id: 'level',
    choice: 'Level',
    header: 'Level',
    cell: (row) => <LevelTrack levels={row.facts.levels} />,
    sort: (row) => row.facts.levels.join(' '),
    small: 'hide',
  },
  {
    id: 'algorithm',
    choice: 'Algorithm',
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
    choice: 'Sections set',
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
    choice: 'In force',
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
    id: 'merge',
    choice: 'Merge',
    optional: true,
    header: 'Merge',
    sort: (row) => mergeOf(row),
    cell: (row) => <span className={ui.second}>{mergeOf(row) || '–'}</span>,
    small: 'hide',
  },
  {
    id: 'labels',
    choice: 'Labels',
    optional: true,
    header: 'Labels',
    cell: (row) => <LabelsText object={row.object} />,
    small: 'hide',
  },
  {
    id: 'age',
    choice: 'Age',
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
