'use client';

import { Link } from '../ui/Link.tsx';
import { useMemo } from 'react';
import { pageOf } from '../live/kinds.ts';
import { DataTable } from '../tables/DataTable.tsx';
import { ruleColumns, ruleRowId, type RuleRow } from '../tables/rule-columns.tsx';
import { StaleNote } from '../tables/StaleNote.tsx';
import { useBalances } from '../tables/use-balance.ts';
import { rangeText } from '../traffic/format.ts';
import { Section } from '../ui/PageHeader.tsx';
import { Loading } from '../ui/States.tsx';
import ui from '../ui/ui.module.css';

const SHOWN = 12;

/** What each rule's backends got over what they were due. */
export function BalanceTable({ range, namespace }: { range: number; namespace: string }) {
  const balances = useBalances(range);
  const all = useMemo(
    () =>
      balances.rules
        .filter(({ view }) => namespace === '' || view.title.namespace === namespace)
        .map((balance): RuleRow => ({
          balance,
          flow: balances.flows.get(balance.view.scope) ?? { ...balance.flow, requests: 0, failed: 0 },
        })),
    [balances, namespace],
  );
  const rows = useMemo(() => {
    if (all.length <= SHOWN) return all;
    return [...all].sort((a, b) => b.flow.requests - a.flow.requests).slice(0, SHOWN);
  }, [all]);
  const columns = useMemo(
    () => ruleColumns({ stale: balances.stale, span: rangeText(range), href: routeHref, verdictHref }),
    [balances.stale, range],
  );
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
          idOf={ruleRowId}
          defaultSort={{ column: 'requests', direction: 'desc' }}
          dense
        />
      )}
    </Section>
  );
}

function routeHref({ balance: { view } }: RuleRow): string {
  const page = pageOf({ kind: view.rule.route.kind, namespace: view.rule.route.namespace, name: view.rule.route.name });
  return view.rule.index === 0 ? page : `${page}?rule=${view.rule.index}`;
}

function verdictHref({ balance }: RuleRow): string {
  return `/traffic?scope=${balance.view.scope}`;
}

function spanText(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min`;
}
