'use client';

import { Button } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconPlus } from '@tabler/icons-react';
import { Link } from '../ui/Link.tsx';
import { useMemo } from 'react';
import { keyOf, type KubeObject, type ObjectKey } from '../../server/model/object.ts';
import { useTraffic } from '../live/LiveProvider.tsx';
import { pageOf } from '../live/kinds.ts';
import { useObjects, useSnapshot } from '../live/queries.ts';
import { Mark, StateText } from '../share/Marks.tsx';
import type { Column } from '../tables/columns.ts';
import { ageColumn, menuColumn, stateColumn } from '../tables/object-columns.tsx';
import { FailedShare } from '../tables/FailedShare.tsx';
import type { FilterOf } from '../tables/filter.ts';
import { ListPage } from '../tables/ListPage.tsx';
import { byListener, perSecond, sumFlows, type Flow } from '../tables/listener-traffic.ts';
import tables from '../tables/tables.module.css';
import { stateOf, type StateSummary } from '../ui/conditions.ts';
import { EmptyState } from '../ui/States.tsx';
import { Mono, ObjectName, Rate } from '../ui/text.tsx';
import ui from '../ui/ui.module.css';
import { useFold, type Fold } from './use-fold.ts';
import { NewListener } from './NewListener.tsx';
import { gatewayFacts, listenerState, type GatewayFacts, type ListenerFacts } from './gateway.ts';

interface Row {
  object: KubeObject;
  facts: GatewayFacts;
  state: StateSummary;
  flow: Flow;
}

/** The doors: Gateways with their listeners. */
export function GatewaysPage() {
  const gateways = useObjects('Gateway');
  const snapshot = useSnapshot();
  const { samples } = useTraffic(300, 2000);
  const flows = useMemo(() => byListener(samples), [samples]);
  const all = useMemo(
    () =>
      gateways.data?.map((object): Row => {
        const facts = gatewayFacts(object, snapshot.data);
        const flow = sumFlows(facts.listeners.map((listener) => flows.get(listener.id)));
        return { object, facts, state: stateOf(object), flow };
      }),
    [gateways.data, snapshot.data, flows],
  );
  const fold = useFold(all?.reduce((sum, row) => sum + row.facts.listeners.length, 0) ?? 0);
  const columns = useMemo(() => columnsWith(fold), [fold]);
  return (
    <ListPage
      title="Gateways"
      noun="Gateway"
      actions={
        <>
          <NewListener gateways={gateways.data ?? []} />
          <Button
            component={Link}
            href="/gateways/new"
            data-hotkey="n"
            leftSection={<IconPlus size={15} aria-hidden />}
          >
            New Gateway
          </Button>
        </>
      }
      read={{ error: gateways.error, retry: () => void gateways.refetch(), what: 'Could not read Gateways' }}
      rows={all}
      keyOf={keyOfRow}
      columns={columns}
      defaultSort={{ column: 'name', direction: 'asc' }}
      filter={FILTER}
      placeholder="Name, class, host, port"
      trafficScope={(row) => `Gateway/${row.facts.namespace}/${row.facts.name}`}
      bars={4}
      empty={
        <EmptyState
          title="No Gateway: the proxy has no door"
          action={
            <>
              <Button component={Link} href="/gateways/new">
                New Gateway
              </Button>
              <Button component={Link} href="/" variant="default">
                See the examples
              </Button>
            </>
          }
        >
          A Gateway opens a listener, and routes hang on it. Without one, nothing listens.
        </EmptyState>
      }
    >
      {(row) =>
        fold.isOpen(idOf(row)) &&
        row.facts.listeners.map((listener) => (
          <ListenerRow
            key={listener.id}
            listener={listener}
            object={row.object}
            flow={sumFlows([flows.get(listener.id)])}
          />
        ))
      }
    </ListPage>
  );
}

const keyOfRow = (row: Row): ObjectKey => keyOf(row.object);

const FILTER: FilterOf<Row> = {
  namespace: (row) => row.facts.namespace,
  level: (row) => row.state.level,
  text: (row) =>
    [
      `${row.facts.namespace}/${row.facts.name}`,
      row.facts.className,
      ...row.facts.addresses,
      ...row.facts.listeners.flatMap((listener) => [listener.name, listener.hostname ?? '', String(listener.port)]),
    ].join(' '),
};

/** Routes on all listeners of a Gateway; one that hangs on two counts twice, as in its status. */
function attachedTo(row: Row): number {
  return row.facts.listeners.reduce((sum, listener) => sum + listener.attachedRoutes, 0);
}

function idOf(row: Row): string {
  return `${row.facts.namespace}/${row.facts.name}`;
}

const columnsWith = (fold: Fold): Column<Row>[] => [
  stateColumn(),
  {
    id: 'name',
    header: 'Gateway or listener',
    sort: idOf,
    cell: (row) => (
      <>
        <Link className={ui.name} data-row href={pageOf({ kind: 'Gateway', ...row.facts })}>
          <ObjectName namespace={row.facts.namespace} name={row.facts.name} />
        </Link>
        <div className={ui.sub}>class {row.facts.className}</div>
      </>
    ),
  },
  {
    id: 'port',
    header: 'Protocol, port',
    cell: (row) => {
      const { length } = row.facts.listeners;
      const open = fold.isOpen(idOf(row));
      const Icon = open ? IconChevronDown : IconChevronRight;
      return (
        <button type="button" className={tables.fold} aria-expanded={open} onClick={() => fold.toggle(idOf(row))}>
          <Icon size={14} aria-hidden /> {length} {length === 1 ? 'listener' : 'listeners'}
        </button>
      );
    },
    small: 'full',
  },
  {
    id: 'address',
    header: 'Address',
    sort: (row) => row.facts.addresses[0] ?? null,
    cell: (row) => (
      <span className={ui.second}>
        {row.facts.addresses.length === 0 ? '–' : <Mono>{row.facts.addresses.join(', ')}</Mono>}
      </span>
    ),
    small: 'full',
  },
  {
    id: 'routes',
    header: 'Routes',
    num: true,
    first: 'desc',
    sort: attachedTo,
    cell: attachedTo,
    small: 'hide',
  },
  {
    id: 'requests',
    header: 'Requests, 5 min',
    num: true,
    live: true,
    first: 'desc',
    sort: (row) => row.flow.requests,
    cell: (row) => <Rate value={perSecond(row.flow)} />,
    small: 'end',
  },
  {
    id: 'failed',
    header: '5xx',
    num: true,
    live: true,
    first: 'desc',
    sort: (row) => (row.flow.requests === 0 ? 0 : row.flow.failed / row.flow.requests),
    cell: (row) => <FailedShare flow={row.flow} />,
    small: 'hide',
  },
  {
    id: 'condition',
    header: 'Condition',
    sort: (row) => row.state.word,
    cell: (row) => <StateText state={row.state.level}>{row.state.word}</StateText>,
  },
  ageColumn(),
  menuColumn((row) => `Gateway/${row.facts.namespace}/${row.facts.name}`),
];

function ListenerRow({ listener, object, flow }: { listener: ListenerFacts; object: KubeObject; flow: Flow }) {
  const { level, word } = listenerState(listener, object.metadata.generation);
  return (
    <tr className={tables.listenerRow}>
      <td data-hide aria-label="State">
        <Mark state={level} label={word} />
      </td>
      <td className={tables.indent}>
        <span className={ui.meta}>listener</span>{' '}
        <Link
          className={ui.name}
          href={`${pageOf({ kind: 'Gateway', namespace: object.metadata.namespace ?? '', name: object.metadata.name ?? '' })}?listener=${listener.name}`}
        >
          {listener.name}
        </Link>
      </td>
      <td data-end className={ui.nowrap}>
        <Mono>
          {listener.protocol} {listener.port}
        </Mono>
      </td>
      <td className={ui.second} data-full>
        {listener.hostname !== null && <Mono>{listener.hostname}</Mono>}
        {listener.hostname !== null && listener.url !== null && ', '}
        {listener.url === null ? listener.hostname === null && '–' : <Mono>{listener.url.replace('http://', '')}</Mono>}
      </td>
      <td className={ui.num} data-hide>
        {listener.attachedRoutes}
      </td>
      <td className={ui.num} data-hide>
        <Rate value={perSecond(flow)} />
      </td>
      <td className={ui.num} data-hide>
        <FailedShare flow={flow} />
      </td>
      <td>
        <StateText state={level}>{word}</StateText>
      </td>
      <td data-hide colSpan={2}>
        <span className={ui.sr}>same Gateway</span>
      </td>
    </tr>
  );
}
