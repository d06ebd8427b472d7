'use client';

import { Link } from '../../ui/Link.tsx';
import detail from '../../detail/detail.module.css';
import { pageOf } from '../../live/kinds.ts';
import { StateText } from '../../share/Marks.tsx';
import { Rails } from '../../share/Rails.tsx';
import { railSegments } from '../../tables/balance.ts';
import { perSecond } from '../../tables/listener-traffic.ts';
import tables from '../../tables/tables.module.css';
import { VerdictText } from '../../tables/VerdictText.tsx';
import { Rate } from '../../ui/text.tsx';
import ui from '../../ui/ui.module.css';
import type { ReachedRule } from './policy-reach.ts';

interface Props {
  rules: readonly ReachedRule[];
  stale: boolean;
}

/** The rules that a policy reaches, whether it counts there, and how each is balanced now. */
export function Reach({ rules, stale }: Props) {
  return (
    <div className={ui.tableBox}>
      <table className={ui.table} data-cards data-testid="reach">
        <thead>
          <tr>
            <th>Rule</th>
            <th>This policy</th>
            <th>Observed over expected, 60 s</th>
            <th className={ui.num}>Requests</th>
            <th className={detail.afterNumber}>Verdict</th>
          </tr>
        </thead>
        <tbody>
          {rules.map(({ balance, level, state, by }) => {
            const { title, scope, rule } = balance.view;
            const route = { kind: rule.route.kind, namespace: title.namespace, name: title.name };
            const segments = railSegments([balance]);
            return (
              <tr key={scope} data-dim={state === 'overridden' || undefined} data-state={state}>
                <td>
                  <Link className={ui.name} href={`${pageOf(route)}${rule.index === 0 ? '' : `?rule=${rule.index}`}`}>
                    <span className={ui.ns}>{title.namespace}/</span>
                    {title.name}
                  </Link>{' '}
                  <span className={ui.meta}>{title.rule}</span>
                </td>
                <td data-end>
                  {state === 'in force' ? (
                    <StateText state="ok">in force</StateText>
                  ) : (
                    <StateText state="off">{state === 'base' ? 'merged into another' : 'overridden'}</StateText>
                  )}
                  <div className={ui.sub}>
                    {state === 'in force' ? (
                      <>
                        on the {levelWord(level)}
                        {by?.mergedWith !== undefined && `, merged with ${by.mergedWith}`}
                      </>
                    ) : by ? (
                      <>
                        {state === 'base' ? 'into ' : 'by '}
                        <Link href={pageOf({ kind: 'BackendTrafficPolicy', namespace: by.namespace, name: by.name })}>
                          {by.namespace}/{by.name}
                        </Link>{' '}
                        on the {levelWord(by.level)}
                      </>
                    ) : (
                      'it has no effect: the conditions below say why'
                    )}
                  </div>
                </td>
                <td data-full>
                  <div className={tables.rails}>
                    {segments.length > 0 ? (
                      <Rails segments={segments} stale={stale} />
                    ) : (
                      <span className={ui.meta}>no backend to send to</span>
                    )}
                  </div>
                </td>
                <td className={ui.num} data-label="Requests">
                  <Rate value={perSecond(balance.flow)} />
                </td>
                <td data-full className={detail.afterNumber}>
                  <VerdictText balance={balance} stale={stale} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function levelWord(level: ReachedRule['level']): string {
  return level === 'Gateway' ? 'Gateway' : level.toLowerCase();
}
