'use client';

import { NativeSelect } from '@mantine/core';
import { useMemo, useState } from 'react';
import { keyMoves } from '../../server/balancing/key-moves.ts';
import type { BackendGroup } from '../../server/routing/snapshot.ts';
import type { RuleGroups } from '../editor/effect.ts';
import { useTraffic } from '../live/LiveProvider.tsx';
import { Rails } from '../share/Rails.tsx';
import { Swatch } from '../share/Swatch.tsx';
import { ruleTotals } from '../traffic/aggregate.ts';
import { count, percent, points } from '../traffic/format.ts';
import { algorithmText } from '../traffic/algorithm.ts';
import { scopeOfRule } from '../traffic/scope.ts';
import { useForm } from './context.ts';
import { Row } from './Field.tsx';
import css from './forms.module.css';
import own from './moves.module.css';
import { shareChanges, type ShareChange } from './moves.ts';

const RANGE = 60;

/** What a change does to the shares of the rules that it touches, before it is saved; nothing where it touches none. `rule`: of this one alone. */
export function WhoMoves({ rule }: { rule?: number }) {
  const { groups } = useForm();
  const touched = useMemo(
    () => groups.filter((entry) => entry.after !== null && (rule === undefined || entry.rule.index === rule)),
    [groups, rule],
  );
  return touched.length === 0 ? null : <Moves touched={touched} />;
}

function Moves({ touched }: { touched: readonly RuleGroups[] }) {
  const { samples } = useTraffic(RANGE, 2000);
  const [chosen, setChosen] = useState('');
  const busiest = useMemo(() => {
    const requests = new Map<string, number>();
    for (const [id, totals] of ruleTotals(samples))
      requests.set(scopeOfRule(id), (requests.get(scopeOfRule(id)) ?? 0) + totals.requests);
    return touched.toSorted((a, b) => (requests.get(b.scope) ?? 0) - (requests.get(a.scope) ?? 0))[0];
  }, [samples, touched]);
  const shown = touched.find(({ scope }) => scope === chosen) ?? busiest;
  if (!shown?.after) return null;
  const byKey = shown.after.loadBalancer.type === 'ConsistentHash';
  return (
    <Row label={byKey ? 'Who moves' : 'Shares'}>
      <div className={own.moves}>
        {touched.length > 1 && (
          <NativeSelect
            aria-label="Rule"
            value={shown.scope}
            onChange={({ currentTarget }) => setChosen(currentTarget.value)}
            data={touched.map((entry) => ({ value: entry.scope, label: titleOf(entry) }))}
          />
        )}
        <Picture before={shown.before} after={shown.after} title={titleOf(shown)} />
      </div>
    </Row>
  );
}

function titleOf({ rule }: RuleGroups): string {
  return `${rule.route.namespace}/${rule.route.name} ${rule.name ?? `rule ${rule.index + 1}`}`;
}

function Picture({ before, after, title }: { before: BackendGroup | null; after: BackendGroup; title: string }) {
  const changes = useMemo(() => shareChanges(before, after), [before, after]);
  const moves = useMemo(
    () => before && keyMoves({ ...before, localities: before.backends }, { ...after, localities: after.backends }),
    [before, after],
  );
  if (changes.length === 0) return <p className={css.help}>No endpoint: there is nothing to share.</p>;
  const [old, next] = [before ? algorithmText(before.loadBalancer) : 'nothing', algorithmText(after.loadBalancer)];
  const largest = (of: (change: ShareChange) => number) => percent(Math.max(...changes.map(of)));
  const figures = changes.map((one) => `${one.name} ${percent(one.before)} % to ${percent(one.after)} %`).join('; ');
  return (
    <>
      <p>
        {moves ? `${count(moves.keys)} sample keys` : 'Expected shares'} of {title},{' '}
        {old === next ? next : `${old} to ${next}`}
      </p>
      <Rails
        said={figures}
        segments={changes.map((one) => ({ name: one.name, got: one.after, expected: one.before, slot: one.slot }))}
      />
      <p className={css.help}>Above: with this change. Below: {before ? 'now' : 'now, nothing'}.</p>
      <p>
        {moves && (
          <>
            <b>{percent(moves.moved / moves.keys)}&nbsp;% of keys move.</b>{' '}
          </>
        )}
        <b>
          Largest share{' '}
          {largest((one) => one.before) === largest((one) => one.after)
            ? `stays ${largest((one) => one.after)}\u00a0%.`
            : `${largest((one) => one.before)}\u00a0% to ${largest((one) => one.after)}\u00a0%.`}
        </b>
      </p>
      <details>
        <summary>One by one</summary>
        <table className={own.movesTable}>
          <thead>
            <tr>
              <th scope="col">Gets requests</th>
              <th scope="col">Now</th>
              <th scope="col">With it</th>
              <th scope="col">Change</th>
            </tr>
          </thead>
          <tbody>
            {changes.map((one) => (
              <tr key={one.name}>
                <th scope="row">
                  <Swatch slot={one.slot} /> {one.name}
                </th>
                <td>{percent(one.before)} %</td>
                <td>{percent(one.after)} %</td>
                <td>{points(one.after - one.before)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}
