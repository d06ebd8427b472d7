'use client';

import { Button } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { Link } from '../ui/Link.tsx';
import { useMemo } from 'react';
import { keyOf, type KubeObject, type ObjectKey } from '../../server/model/object.ts';
import { pageKind, yamlPageOf, type PageKind } from '../live/kinds.ts';
import { useObjects } from '../live/queries.ts';
import { Mark, StateText } from '../share/Marks.tsx';
import type { Column } from '../tables/columns.ts';
import type { FilterOf } from '../tables/filter.ts';
import { ListPage } from '../tables/ListPage.tsx';
import { RowMenu } from '../tables/RowMenu.tsx';
import { stateOf, type StateSummary } from '../ui/conditions.ts';
import { EmptyState } from '../ui/States.tsx';
import { Age, LabelsText, ObjectName } from '../ui/text.tsx';
import ui from '../ui/ui.module.css';
import { pluralOfKind } from './plural.ts';
import { UnservedKind } from './UnservedKind.tsx';

interface Row {
  object: KubeObject;
  state: StateSummary;
}

/** All objects of a kind: the list of kinds that have none of their own. */
export function ObjectsPage({ kind }: { kind: string }) {
  const known = pageKind(kind);
  return known ? <Known kind={known} /> : <UnservedKind kind={kind} />;
}

function Known({ kind }: { kind: PageKind }) {
  const objects = useObjects(kind.kind);
  const all = useMemo(() => objects.data?.map((object): Row => ({ object, state: stateOf(object) })), [objects.data]);
  return (
    <ListPage
      title={pluralOfKind(kind.kind)}
      noun={kind.kind}
      meta={kind.group === '' ? kind.version : `${kind.group}/${kind.version}`}
      actions={
        <Button component={Link} href="/import" variant="default" leftSection={<IconUpload size={15} aria-hidden />}>
          Import
        </Button>
      }
      read={{
        error: objects.error,
        retry: () => void objects.refetch(),
        what: `Could not read ${pluralOfKind(kind.kind)}`,
      }}
      rows={all}
      keyOf={keyOfRow}
      columns={columns}
      defaultSort={{ column: 'name', direction: 'asc' }}
      filter={FILTER}
      placeholder="Name, label"
      bars={4}
      empty={
        <EmptyState
          title={`No ${kind.kind}`}
          action={
            <Button component={Link} href="/import">
              Import YAML
            </Button>
          }
        >
          The store holds no object of this kind.
        </EmptyState>
      }
    />
  );
}

const keyOfRow = (row: Row): ObjectKey => keyOf(row.object);

const FILTER: FilterOf<Row> = {
  namespace: (row) => row.object.metadata.namespace ?? '',
  level: (row) => row.state.level,
  text: (row) =>
    [idOf(row), ...Object.entries(row.object.metadata.labels ?? {}).map(([key, value]) => `${key}=${value}`)].join(' '),
};

function idOf({ object: { metadata } }: Row): string {
  return metadata.namespace ? `${metadata.namespace}/${metadata.name ?? ''}` : (metadata.name ?? '');
}

const columns: Column<Row>[] = [
  {
    id: 'state',
    header: <span className={ui.sr}>State</span>,
    cell: ({ state }) => (state.level === 'off' ? null : <Mark state={state.level} label={state.word} />),
    width: '24px',
    small: 'hide',
  },
  {
    id: 'name',
    header: 'Name',
    sort: idOf,
    cell: ({ object }) => (
      <Link className={ui.name} data-row href={yamlPageOf(keyOf(object))}>
        <ObjectName namespace={object.metadata.namespace ?? ''} name={object.metadata.name ?? ''} />
      </Link>
    ),
  },
  {
    id: 'labels',
    header: 'Labels',
    cell: ({ object }) => <LabelsText object={object} />,
    small: 'full',
  },
  {
    id: 'condition',
    header: 'Condition',
    cell: ({ state }) =>
      state.level === 'off' ? (
        <span className={ui.meta}>–</span>
      ) : (
        <StateText state={state.level}>{state.word}</StateText>
      ),
    small: 'hide',
  },
  {
    id: 'age',
    header: 'Age',
    num: true,
    sort: ({ object }) => object.metadata.creationTimestamp ?? null,
    cell: ({ object }) => <Age at={object.metadata.creationTimestamp} />,
    small: 'end',
  },
  {
    id: 'menu',
    header: <span className={ui.sr}>Actions</span>,
    width: '28px',
    cell: ({ object }) => <RowMenu objectKey={keyOf(object)} />,
    small: 'hide',
  },
];
