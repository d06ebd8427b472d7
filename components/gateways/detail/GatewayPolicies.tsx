'use client';

import { Link } from '../../ui/Link.tsx';
import type { SnapshotView } from '../../../server/contract/console.ts';
import { keyOf } from '../../../server/model/object.ts';
import { pageOf } from '../../live/kinds.ts';
import { policyFacts } from '../../policies/policy-facts.ts';
import { StateText } from '../../share/Marks.tsx';
import { stateOf } from '../../ui/conditions.ts';
import { ObjectName } from '../../ui/text.tsx';
import ui from '../../ui/ui.module.css';
import detail from '../../detail/detail.module.css';
import type { GatewayPolicy } from './gateway-routes.ts';

/** The policies that target a Gateway or a listener of it, and for how many rules each is in force. */
export function GatewayPolicies({
  policies,
  view,
}: {
  policies: readonly GatewayPolicy[];
  view: SnapshotView | undefined;
}) {
  if (policies.length === 0)
    return (
      <p className={ui.metaLine}>
        None. Rules of its routes follow the policy of the rule or route, else LeastRequest (default).
      </p>
    );
  return (
    <div className={ui.tableBox}>
      <table className={ui.table} data-cards>
        <thead>
          <tr>
            <th>Policy</th>
            <th>Targets</th>
            <th>Algorithm</th>
            <th className={ui.num}>In force for</th>
            <th className={detail.afterNumber}>Condition</th>
          </tr>
        </thead>
        <tbody>
          {policies.map(({ object, section }) => {
            const key = keyOf(object);
            const facts = policyFacts(object, view);
            const state = stateOf(object);
            return (
              <tr key={`${key.name} ${section}`}>
                <td>
                  <Link className={ui.name} href={pageOf(key)}>
                    <ObjectName namespace={key.namespace} name={key.name} />
                  </Link>
                </td>
                <td className={ui.second} data-end>
                  {section === '' ? 'the whole Gateway' : `listener ${section}`}
                </td>
                <td className={ui.second}>{facts.algorithm ?? 'LeastRequest (default)'}</td>
                <td className={ui.num}>
                  {facts.inForce.length} {facts.inForce.length === 1 ? 'rule' : 'rules'}
                </td>
                <td className={detail.afterNumber}>
                  <StateText state={state.level}>{state.word}</StateText>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
