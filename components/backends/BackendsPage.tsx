'use client';

import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '../ui/Link.tsx';
import { useMemo } from 'react';
import { keyOf, type KubeObject, type ObjectKey } from '../../server/model/object.ts';
import { pageOf } from '../live/kinds.ts';
import { useDemo, useObjects } from '../live/queries.ts';
import { StateText } from '../share/Marks.tsx';
import type { Column } from '../tables/columns.ts';
import { ageColumn, labelsColumn, menuColumn, stateColumn } from '../tables/object-columns.tsx';
import { FailedShare } from '../tables/FailedShare.tsx';
import type { FilterOf } from '../tables/filter.ts';
import { ListPage } from '../tables/ListPage.tsx';
import { perSecond, type Flow } from '../tables/listener-traffic.ts';
import { StaleNote } from '../tables/StaleNote.tsx';
import tables from '../tables/tables.module.css';
import { useBalances } from '../tables/use-balance.ts';
import { latencyMs } from '../traffic/aggregate.ts';
import { duration } from '../traffic/format.ts';
import { EmptyState } from '../ui/States.tsx';
import { ObjectName, Rate } from '../ui/text.tsx';
import ui from '../ui/ui.module.css';
import { backendFacts, slicesByService, type BackendFacts } from './backend-facts.ts';
import { backendName, byBackend, usersOf, type Usage } from './usage.ts';

interface Row {
  object: KubeObject;
  key: ObjectKey;
  facts: BackendFacts;
  usage: Usage;
  flow: Flow;
  demo: number;
  state: { level: 'ok' | 'bad' | 'warn'; word: string };
}

const SHOWN = 12;

/** Who serves, and who gets what. */
export function BackendsPage() {
  const services = useObjects('Service');
  const slices = useObjects('EndpointSlice');
  const demo = useDemo().data;
  const balances = useBalances(300, false);
  const known = useMemo(() => {
    if (!services.data || !slices.data) return undefined;
    const bySvc = slicesByService(slices.data);
    return services.data.map((object) => ({
      object,
      facts: backendFacts(object, bySvc.get(`${object.metadata.namespace ?? ''}/${object.metadata.name ?? ''}`) ?? []),
    }));
  }, [services.data, slices.data]);
  const all = useMemo(() => {
    const seconds = balances.rules[0]?.flow.seconds ?? 1;
    const users = byBackend(balances.rules);
    return known?.map(({ object, facts }): Row => {
      const own = users.get(backendName('Service', facts.namespace, facts.name)) ?? [];
      const usage = usersOf('Service', facts.namespace, facts.name, own);
      const { requests, statuses } = usage.totals;
      return {
        object,
        key: keyOf(object),
        facts,
        usage,
        flow: { requests, failed: (statuses[0] ?? 0) + (statuses[5] ?? 0), seconds },
        demo: facts.endpoints.filter(({ endpoint }) => demo?.some((entry) => entry.endpoint === endpoint)).length,
        state: stateOfBackend(facts, usage),
      };
    });
  }, [known, balances, demo]);
  const sum = (all ?? []).reduce((total, row) => total + row.flow.requests, 0);
  const zoned = (all ?? []).some(({ facts }) => zonesOf(facts).length > 0);
  const columns = useMemo(() => columnsFor(sum, zoned), [sum, zoned]);
  return (
    <ListPage
      title="Backends"
      noun="backend"
      actions={
        <Button component={Link} href="/backends/new" data-hotkey="n" leftSection={<IconPlus size={15} aria-hidden />}>
          New backend
        </Button>
      }
      read={{
        error: services.error ?? slices.error,
        retry: () => void (services.error ? services : slices).refetch(),
        what: services.error ? 'Could not read Services' : 'Could not read EndpointSlices',
      }}
      rows={all}
      keyOf={keyOfRow}
      columns={columns}
      defaultSort={{ column: 'name', direction: 'asc' }}
      filter={FILTER}
      placeholder="Name, address, route"
      note={<StaleNote lastAt={balances.lastAt} stale={balances.stale} />}
      empty={
        <EmptyState
          title="No backend"
          action={
            <>
              <Button component={Link} href="/backends/new">
                New backend
              </Button>
              <Button component={Link} href="/" variant="default">
                See the examples
              </Button>
            </>
          }
        >
          A backend is a Service with the addresses behind it. Give an address and a port, such as 127.0.0.1:8080, or
          load an example: it starts its own servers.
        </EmptyState>
      }
    />
  );
}

const keyOfRow = (row: Row): ObjectKey => row.key;

const FILTER: FilterOf<Row> = {
  namespace: (row) => row.facts.namespace,
  level: (row) => row.state.level,
  states: {
    sick: { label: 'Sick', is: (row) => row.state.level !== 'ok' },
    empty: { label: 'No endpoints', is: (row) => row.facts.endpoints.every((endpoint) => !endpoint.ready) },
    unused: { label: 'Unused', is: (row) => row.usage.rules.length === 0 },
  },
  text: (row) =>
    [
      `${row.facts.namespace}/${row.facts.name}`,
      ...row.facts.endpoints.map(({ endpoint }) => endpoint),
      ...zonesOf(row.facts),
      ...row.facts.ports.map(({ port }) => String(port)),
      ...row.usage.rules.map(({ balance }) => `${balance.view.title.namespace}/${balance.view.title.name}`),
    ].join(' '),
};

function idOf(row: Row): string {
  return `${row.facts.namespace}/${row.facts.name}`;
}

function stateOfBackend(facts: BackendFacts, usage: Usage): Row['state'] {
  const ready = facts.endpoints.filter((endpoint) => endpoint.ready).length;
  if (ready === 0) return { level: usage.rules.length > 0 ? 'bad' : 'warn', word: 'No endpoint ready' };
  if (ready < facts.endpoints.length) return { level: 'warn', word: `${ready} of ${facts.endpoints.length} ready` };
  return { level: 'ok', word: 'In rotation' };
}

function Squares({ facts }: { facts: BackendFacts }) {
  const { endpoints } = facts;
  const ready = endpoints.filter((endpoint) => endpoint.ready).length;
  const text =
    endpoints.length === 0 ? '0' : ready === endpoints.length ? String(ready) : `${ready} of ${endpoints.length}`;
  return (
    <span
      className={tables.squares}
      title={endpoints.map(({ endpoint, ready: up }) => `${endpoint}${up ? '' : ', not ready'}`).join('\n')}
    >
      {endpoints.length <= SHOWN &&
        endpoints.map((endpoint) => <i key={endpoint.endpoint} data-off={!endpoint.ready || undefined} aria-hidden />)}
      {text}
    </span>
  );
}

function zonesOf(facts: BackendFacts): string[] {
  return [...new Set(facts.endpoints.flatMap(({ zone }) => (zone === '' ? [] : [zone])))].sort();
}

function columnsFor(sum: number, zoned: boolean): Column<Row>[] {
  return [
    stateColumn(),
    {
      id: 'name',
      header: 'Backend',
      sort: idOf,
      cell: (row) => (
        <>
          <Link className={ui.name} data-row href={pageOf(row.key)}>
            <ObjectName namespace={row.facts.namespace} name={row.facts.name} />
          </Link>
          <div className={ui.sub}>
            Service{row.demo > 0 && ', demo'}
            {row.state.level !== 'ok' && (
              <>
                , <StateText state={row.state.level}>{row.state.word}</StateText>
              </>
            )}
          </div>
        </>
      ),
    },
    {
      id: 'endpoints',
      choice: 'Endpoints',
      header: 'Endpoints',
      first: 'desc',
      sort: (row) => row.facts.endpoints.length,
      cell: (row) => <Squares facts={row.facts} />,
      small: 'full',
    },
    {
      id: 'zones',
      choice: 'Zones',
      ...(zoned ? {} : { optional: true as const }),
      medium: 'hide',
      header: 'Zones',
      sort: (row) => zonesOf(row.facts).join(' ') || null,
      cell: (row) => <span className={ui.second}>{zonesOf(row.facts).join(', ') || '–'}</span>,
      small: 'hide',
    },
    {
      id: 'ports',
      choice: 'Ports',
      medium: 'hide',
      header: 'Ports',
      cell: (row) => <span className={ui.second}>{row.facts.ports.map(({ port }) => port).join(', ') || '–'}</span>,
      small: 'hide',
    },
    {
      id: 'users',
      choice: 'Used by',
      header: 'Used by',
      sort: (row) => row.usage.rules[0]?.balance.view.scope ?? null,
      cell: (row) => <UsedBy usage={row.usage} />,
      small: 'full',
    },
    {
      id: 'requests',
      choice: 'Requests',
      header: 'Requests, 5 min',
      num: true,
      live: true,
      first: 'desc',
      sort: (row) => row.flow.requests,
      cell: (row) => <Rate value={perSecond(row.flow)} />,
      small: 'end',
    },
    {
      id: 'share',
      choice: 'Share of all',
      medium: 'hide',
      header: 'Of all',
      num: true,
      cell: (row) =>
        sum === 0 || row.flow.requests === 0 ? (
          <span className={ui.meta}>–</span>
        ) : (
          `${((row.flow.requests / sum) * 100).toFixed(1)} %`
        ),
      small: 'hide',
    },
    {
      id: 'p95',
      choice: 'p95',
      header: 'p95',
      num: true,
      live: true,
      first: 'desc',
      sort: (row) => latencyMs(row.usage.totals, 0.95),
      cell: (row) => duration(latencyMs(row.usage.totals, 0.95)),
      small: 'hide',
    },
    {
      id: 'failed',
      choice: '5xx',
      header: '5xx',
      num: true,
      cell: (row) => <FailedShare flow={row.flow} />,
      small: 'hide',
    },
    labelsColumn(),
    ageColumn({ choice: 'Age', medium: 'hide' }),
    menuColumn(),
  ];
}

function UsedBy({ usage }: { usage: Usage }) {
  const [first, ...more] = usage.rules;
  if (!first) return <span className={ui.meta}>no rule</span>;
  const { title, rule } = first.balance.view;
  return (
    <span className={ui.second}>
      <Link href={pageOf({ kind: rule.route.kind, namespace: rule.route.namespace, name: rule.route.name })}>
        {title.namespace}/{title.name}
      </Link>{' '}
      <span className={ui.meta}>
        {title.rule}
        {more.length > 0 && ` and ${more.length} more`}
      </span>
    </span>
  );
}
