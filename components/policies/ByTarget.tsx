'use client';

import { Link } from '../ui/Link.tsx';
import { useMemo, useState } from 'react';
import type { SnapshotView } from '../../server/contract/console.ts';
import { algorithmOf } from '../detail/PolicyTrack.tsx';
import { pageOf } from '../live/kinds.ts';
import { StateText } from '../share/Marks.tsx';
import { Section } from '../ui/PageHeader.tsx';
import ui from '../ui/ui.module.css';
import css from './policies.module.css';
import type { RuleLevels } from './reach-of-all.ts';
import { targetTree, type TreeRow } from './target-tree.ts';

/** Rows that are shown at once; more on request. */
const STEP = 200;

/** Gateway, listener, route and rule, with the policy that sits at each and the one that counts for each rule. */
export function ByTarget({ view, all }: { view: SnapshotView; all: readonly RuleLevels[] }) {
  const rows = useMemo(() => targetTree(view.snapshot, all), [view, all]);
  const [limit, setLimit] = useState(STEP);
  if (rows.length === 0)
    return (
      <Section last>
        <p className={ui.metaLine}>No Gateway is served, so that no policy can count anywhere.</p>
      </Section>
    );
  return (
    <Section last>
      <div className={ui.tableBox}>
        <table className={`${ui.table} ${css.tree}`} data-cards data-testid="by-target">
          <thead>
            <tr>
              <th>Target</th>
              <th>Policy here</th>
              <th>In force for the rule</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, limit).map((row) => (
              <Row key={row.key} row={row} />
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > limit && (
        <button type="button" className={css.more} onClick={() => setLimit(limit + STEP)}>
          {rows.length - limit} more rows
        </button>
      )}
    </Section>
  );
}

function Row({ row }: { row: TreeRow }) {
  const { depth, kind, label, object, policies, winner, rule } = row;
  const own = winner && policies.some(({ namespace, name }) => namespace === winner.namespace && name === winner.name);
  return (
    <tr>
      <td data-full>
        <span className={css.step} style={{ paddingLeft: depth * 22 }}>
          <Link title={label} href={`${pageOf(object)}${rule && rule.index > 0 ? `?rule=${rule.index}` : ''}`}>
            {label}
          </Link>{' '}
          <span className={ui.meta}>{kind}</span>
        </span>
      </td>
      <td data-full>
        {policies.map(({ namespace, name, state }) => (
          <div key={`${namespace}/${name}`}>
            <Link href={pageOf({ kind: 'BackendTrafficPolicy', namespace, name })}>
              {namespace}/{name}
            </Link>
            {depth === 3 && state !== 'in force' && <span className={ui.meta}> {state}</span>}
          </div>
        ))}
      </td>
      <td data-full>
        {winner === undefined ? null : winner === null ? (
          <span className={ui.meta}>LeastRequest (default)</span>
        ) : (
          <>
            {rule?.action.type === 'respond' ? (
              <StateText state="bad">answers {rule.action.status}</StateText>
            ) : (
              <b className={ui.strong}>{rule ? algorithmOf(rule) : ''}</b>
            )}{' '}
            <span className={ui.metaLine}>
              {own
                ? 'from its own policy'
                : `from ${winner.namespace}/${winner.name}, on the ${levelWord(winner.level)}`}
              {winner.mergedWith !== undefined && `, merged with ${winner.mergedWith}`}
            </span>
          </>
        )}
      </td>
    </tr>
  );
}

function levelWord(level: string): string {
  return level === 'Gateway' ? level : level.toLowerCase();
}
