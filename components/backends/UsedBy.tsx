'use client';

import { Button } from '@mantine/core';
import Link from 'next/link';
import { pageOf } from '../live/kinds.ts';
import { Rails } from '../share/Rails.tsx';
import { railSegments } from '../tables/balance.ts';
import { perSecond } from '../tables/listener-traffic.ts';
import { PolicyInForce } from '../tables/PolicyInForce.tsx';
import tables from '../tables/tables.module.css';
import { percent } from '../traffic/format.ts';
import { Section } from '../ui/PageHeader.tsx';
import { ObjectName, Rate } from '../ui/text.tsx';
import ui from '../ui/ui.module.css';
import type { RuleUse } from './usage.ts';

interface Props {
  uses: readonly RuleUse[];
  /** `NAMESPACE/NAME:PORT`, ready for a new route. */
  backend: string;
  stale: boolean;
}

/** Rules that send here: with which weight, under which policy, and how much. */
export function UsedBy({ uses, backend, stale }: Props) {
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
        <div className={ui.tableBox}>
          <table className={ui.table} data-cards aria-label="Rules that send here">
            <thead>
              <tr>
                <th>Rule</th>
                <th>Policy in force</th>
                <th className={ui.num}>Weight</th>
                <th style={{ width: '26%' }}>Share of the rule</th>
                <th className={ui.num}>Due here</th>
                <th className={ui.num}>Requests</th>
              </tr>
            </thead>
            <tbody>
              {uses.map((use) => {
                const { view } = use.balance;
                const { namespace, name } = view.rule.route;
                return (
                  <tr key={view.scope}>
                    <td>
                      <Link className={ui.name} href={pageOf({ kind: 'HTTPRoute', namespace, name })}>
                        <ObjectName namespace={namespace} name={name} />{' '}
                        <span className={ui.ns}>{view.title.rule}</span>
                      </Link>
                    </td>
                    <td data-full>
                      <PolicyInForce rules={[use.balance]} />
                    </td>
                    <td className={ui.num} data-hide>
                      {use.weight} <span className={ui.meta}>of {use.weights}</span>
                    </td>
                    <td data-full>
                      <div className={tables.rails}>
                        <Rails segments={railSegments([use.balance])} stale={stale} />
                      </div>
                    </td>
                    <td className={ui.num} data-hide>
                      {percent(use.expected)} %
                    </td>
                    <td className={ui.num} data-end>
                      <Link
                        className={tables.plain}
                        href={`/traffic?scope=${view.scope}`}
                        aria-label={`Traffic of ${namespace}/${name} ${view.title.rule}`}
                      >
                        <Rate value={perSecond({ ...use.balance.flow, requests: use.totals.requests })} />
                      </Link>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}
