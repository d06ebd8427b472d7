'use client';

import { Link } from '../../ui/Link.tsx';
import { useState, type ReactNode } from 'react';
import type { SnapshotRule } from '../../../server/routing/snapshot.ts';
import { ShareTable } from '../../detail/ShareTable.tsx';
import { VerdictLine } from '../../detail/VerdictLine.tsx';
import { Rails } from '../../share/Rails.tsx';
import { Swatch } from '../../share/Swatch.tsx';
import { percent } from '../../traffic/format.ts';
import type { JudgedView } from '../../traffic/judged.ts';
import css from './route.module.css';
import { shareLines, type ShareLine } from './share-lines.ts';

/** Lines that a card has room for. */
const SHOWN = 8;

interface Props {
  judged: JudgedView;
  rule: SnapshotRule;
  stale: boolean;
  /** Traffic page of the rule. */
  more: string;
  /** Another rule takes all of its requests: there is nothing to send. */
  never: boolean;
  onSend: () => void;
}

/** What the backends of a rule get beside what they are due, and whether that is as it should be. Endpoint by endpoint on request. */
export function RuleShares({ judged, rule, stale, more, never, onSend }: Props) {
  const { level, lines } = shareLines(judged);
  const weighted = level === 'backends';
  const segments = lines.map(({ name, requests, expected, slot }) => ({ name, got: requests, expected, slot }));
  return (
    <div className={css.shares}>
      <table className={css.lines} data-testid="shares" data-stale={stale || undefined}>
        <thead>
          <tr>
            <th scope="col">{weighted ? 'Backends' : 'Endpoints'}</th>
            {weighted && <th scope="col">weight</th>}
            <th scope="col">expected</th>
            <th scope="col">got</th>
          </tr>
          <tr className={css.railsRow}>
            <td colSpan={weighted ? 4 : 3}>
              <Rails segments={segments} stale={stale} />
            </td>
          </tr>
        </thead>
        <tbody>
          {lines.slice(0, SHOWN).map((line) => (
            <Line key={line.key} line={line} />
          ))}
        </tbody>
      </table>
      {lines.length > SHOWN && (
        <p className={css.meta}>
          and {lines.length - SHOWN} more. <Link href={more}>All of them on Traffic</Link>
        </p>
      )}
      {weightsIdle(rule, lines) && (
        <p className={css.meta}>Weights have no effect: ConsistentHash places by endpoint.</p>
      )}
      {!never && <VerdictLine verdict={judged.verdict} onSend={onSend} stale={stale} brief />}
    </div>
  );
}

function Line({ line }: { line: ShareLine }) {
  return (
    <tr>
      <th scope="row">
        <span className={css.lineName}>
          <Swatch slot={line.slot} />
          {line.href === undefined ? (
            <span className={css.address}>{line.name}</span>
          ) : (
            <Link href={line.href}>{line.name}</Link>
          )}
          {line.note !== '' && <span className={line.bad ? css.bad : css.meta}>{line.note}</span>}
        </span>
      </th>
      {line.weight !== undefined && (
        <td>{line.weight === 0 ? <span title="Off, still checked">0, off</span> : line.weight}</td>
      )}
      <td>{percent(line.expected)} %</td>
      <td className={css.got} data-off={line.off || undefined}>
        {line.got === null ? '–' : `${percent(line.got)} %`}
      </td>
    </tr>
  );
}

/** One table over all endpoints of the rule, whatever the weights are. */
function weightsIdle({ action }: SnapshotRule, lines: readonly ShareLine[]): boolean {
  if (action.type !== 'forward') return false;
  const { loadBalancer, structure } = action.group;
  const weights = new Set(lines.map(({ weight }) => weight));
  return loadBalancer.type === 'ConsistentHash' && structure === 'localities' && weights.size > 1;
}

/** The endpoints of a rule one by one, closed until someone asks. */
export function EndpointsDisclosure(props: Pick<Props, 'judged' | 'stale' | 'more'> & { children: ReactNode }) {
  const { judged, stale, more, children } = props;
  const [open, setOpen] = useState(false);
  const count = judged.measured.view.backends.reduce((sum, backend) => sum + backend.endpoints.length, 0);
  if (count === 0) return null;
  return (
    <details className={css.endpoints} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        Endpoint by endpoint <span className={css.meta}>{count}, with p99, requests in flight and the curl line</span>
      </summary>
      {open && (
        <div className={css.opened}>
          <p className={css.meta}>{judged.verdict.evidence}</p>
          <ShareTable judged={judged} stale={stale} more={more} />
          {children}
        </div>
      )}
    </details>
  );
}
