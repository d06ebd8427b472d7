'use client';

import { Button } from '@mantine/core';
import { Link } from '../ui/Link.tsx';
import { useMemo } from 'react';
import { pageOf } from '../live/kinds.ts';
import { Rails } from '../share/Rails.tsx';
import { railSegments } from '../tables/balance.ts';
import type { Column } from '../tables/columns.ts';
import { DataTable } from '../tables/DataTable.tsx';
import { perSecond } from '../tables/listener-traffic.ts';
import { PolicyInForce } from '../tables/PolicyInForce.tsx';
import tables from '../tables/tables.module.css';
import { latencyMs } from '../traffic/aggregate.ts';
import { duration } from '../traffic/format.ts';
import { Section } from '../ui/PageHeader.tsx';
import { ObjectName, Rate } from '../ui/text.tsx';
import ui from '../ui/ui.module.css';
import css from './backends.module.css';
import type { RuleUse } from './usage.ts';

interface Props {
  uses: readonly RuleUse[];
  /** `NAMESPACE/NAME:PORT`, ready for a new route. */
  backend: string;
  stale: boolean;
}

/** Rules that send here: with which weight, under which policy, and how much. */
export function UsedBy({ uses, backend, stale }: Props) {
  const columns = useMemo(() => columnsFor(stale), [stale]);
  return (
    <Section
      title="Used by"
      note={uses.length === 0 ? undefined : `${uses.length} ${uses.length === 1 ? 'rule' : 'rules'}`}
    >
      {uses.length === 0 ? (
        <>
          <p className={ui.second}>No rule sends here.</p>
          <Button component={Link} href={`/routes/new?backend=${backend}`} variant="default" size="xs" mt={10}>
            Use it in a route
          </Button>
        </>
      ) : (
        <DataTable
          label="Rules that send here"
          rows={uses}
          columns={columns}
          idOf={scopeOf}
          defaultSort={{ column: 'requests', direction: 'desc' }}
        />
      )}
    </Section>
  );
}

function scopeOf(use: RuleUse): string {
  return use.balance.view.scope;
}

function columnsFor(stale: boolean): Column<RuleUse>[] {
  return [
    {
      id: 'rule',
      header: 'Rule',
      sort: scopeOf,
      cell: ({ balance }) => (
        <>
          <Link className={ui.name} data-row href={pageOf(balance.view.rule.route)}>
            <ObjectName namespace={balance.view.title.namespace} name={balance.view.title.name} />{' '}
            <span className={ui.ns}>{balance.view.title.rule}</span>
          </Link>
          <div className={`${ui.sub} ${css.under}`}>
            <PolicyInForce rules={[balance]} inline />
          </div>
        </>
      ),
    },
    {
      id: 'weight',
      header: 'Weight',
      num: true,
      sort: (use) => use.weight,
      cell: (use) => (
        <>
          {use.weight} <span className={ui.meta}>of {use.weights}</span>
        </>
      ),
      small: 'hide',
    },
    {
      id: 'rails',
      header: 'Share of the rule',
      width: '18%',
      cell: (use) => (
        <div className={tables.rails}>
          <Rails segments={railSegments([use.balance])} stale={stale} />
        </div>
      ),
      small: 'full',
    },
    {
      id: 'requests',
      header: 'Requests',
      num: true,
      live: true,
      first: 'desc',
      sort: (use) => use.totals.requests,
      cell: ({ balance: { view, flow }, totals }) => (
        <Link className={tables.plain} href={`/traffic?scope=${view.scope}`}>
          <span className={ui.sr}>
            Traffic of {view.title.namespace}/{view.title.name} {view.title.rule},{' '}
          </span>
          <Rate value={perSecond({ ...flow, requests: totals.requests })} />
        </Link>
      ),
      small: 'end',
    },
    {
      id: 'p95',
      header: 'p95',
      num: true,
      live: true,
      first: 'desc',
      sort: (use) => latencyMs(use.totals, 0.95),
      cell: (use) => duration(latencyMs(use.totals, 0.95)),
      small: 'hide',
    },
  ];
}
