'use client';

import Link from 'next/link';
import { useMemo } from 'react';
import { pageOf } from '../live/kinds.ts';
import { Rails } from '../share/Rails.tsx';
import { groupOf, railSegments, type RuleBalance } from '../tables/balance.ts';
import type { Column } from '../tables/columns.ts';
import { DataTable } from '../tables/DataTable.tsx';
import { FailedShare } from '../tables/FailedShare.tsx';
import { perSecond, type Flow } from '../tables/listener-traffic.ts';
import { PolicyInForce } from '../tables/PolicyInForce.tsx';
import { StaleNote } from '../tables/StaleNote.tsx';
import tables from '../tables/tables.module.css';
import { useBalances } from '../tables/use-balance.ts';
import { verdictWords, VerdictText } from '../tables/VerdictText.tsx';
import { Section } from '../ui/PageHeader.tsx';
import { Loading } from '../ui/States.tsx';
import { ObjectName, Rate } from '../ui/text.tsx';
import ui from '../ui/ui.module.css';

interface Row {
  balance: RuleBalance;
  flow: Flow;
}

const SHOWN = 12;

/** What each rule's backends got over what they were due. */
export function BalanceTable({ range, namespace }: { range: number; namespace: string }) {
  const balances = useBalances(range);
  const all = useMemo(
    () =>
      balances.rules
        .filter(({ view }) => namespace === '' || view.title.namespace === namespace)
        .map((balance): Row => ({
          balance,
          flow: balances.flows.get(balance.view.scope) ?? { ...balance.flow, requests: 0, failed: 0 },
        })),
    [balances, namespace],
  );
  const rows = useMemo(() => {
    if (all.length <= SHOWN) return all;
    return [...all].sort((a, b) => b.flow.requests - a.flow.requests).slice(0, SHOWN);
  }, [all]);
  const columns = useMemo(() => columnsFor(balances.stale, range), [balances.stale, range]);
  const over = balances.cut ? `Shares count since the last change, ${spanText(balances.seconds)} ago.` : '';
  return (
    <Section
      title="Balance, rule by rule"
      note={`Upper rail: what each backend got. Lower rail: what it should get. ${over}`}
      action={all.length > SHOWN && <Link href="/traffic">All {all.length} rules</Link>}
    >
      <StaleNote stale={balances.stale} lastAt={balances.lastAt} />
      {!balances.loaded ? (
        <Loading rows={3} />
      ) : all.length === 0 ? (
        <p className={ui.second}>
          No rule is served: no listener accepts a route{namespace !== '' && ` of namespace ${namespace}`}.
        </p>
      ) : (
        <DataTable
          label="Balance, rule by rule"
          rows={rows}
          columns={columns}
          idOf={idOf}
          defaultSort={{ column: 'requests', direction: 'desc' }}
          dense
        />
      )}
    </Section>
  );
}

function idOf(row: Row): string {
  return row.balance.view.scope;
}

function spanText(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min`;
}

function columnsFor(stale: boolean, range: number): Column<Row>[] {
  return [
    {
      id: 'rule',
      header: 'Rule',
      sort: ({ balance: { view } }) => `${view.title.namespace}/${view.title.name}/${view.rule.index}`,
      cell: ({ balance: { view } }) => (
        <Link
          className={ui.name}
          data-row
          href={`${pageOf({ kind: 'HTTPRoute', namespace: view.rule.route.namespace, name: view.rule.route.name })}${view.rule.index === 0 ? '' : `?rule=${view.rule.index}`}`}
        >
          <ObjectName namespace={view.title.namespace} name={view.title.name} />{' '}
          <span className={ui.ns}>{view.title.rule}</span>
        </Link>
      ),
    },
    {
      id: 'policy',
      header: 'Policy in force',
      cell: ({ balance }) => <PolicyInForce rules={[balance]} inline />,
      small: 'full',
    },
    {
      id: 'rails',
      header: `Observed over expected, ${range / 60} min`,
      width: '26%',
      cell: ({ balance }) => <RuleRails balance={balance} stale={stale} />,
      small: 'full',
    },
    {
      id: 'requests',
      header: 'Requests',
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
      id: 'verdict',
      header: 'Verdict',
      sort: (row) => verdictWords(row.balance).words,
      cell: (row) => (
        <Link className={tables.plain} href={`/traffic?scope=${row.balance.view.scope}`}>
          <VerdictText balance={row.balance} />
        </Link>
      ),
      small: 'full',
    },
  ];
}

function RuleRails({ balance, stale }: { balance: RuleBalance; stale: boolean }) {
  const { action } = balance.view.rule;
  if (action.type === 'respond') return <span className={ui.meta}>the proxy answers {action.status} itself</span>;
  const segments = railSegments([balance]);
  if (segments.length === 0 || (groupOf(balance.view)?.backends.length ?? 0) === 0)
    return <span className={ui.meta}>no backend to send to</span>;
  return (
    <div className={tables.rails}>
      <Rails segments={segments} stale={stale} />
    </div>
  );
}
