'use client';

import { Link } from '../../ui/Link.tsx';
import { pageOf } from '../../live/kinds.ts';
import { specOf } from '../../live/served.ts';
import { algorithmOfSpec } from '../../policies/policy-facts.ts';
import { StateText } from '../../share/Marks.tsx';
import { Section } from '../../ui/PageHeader.tsx';
import ui from '../../ui/ui.module.css';
import type { RoutePolicy } from './route-policies.ts';

const GROUPS = [
  { group: 'attached', title: 'Attached', note: 'to this route or one of its rules' },
  { group: 'inherited', title: 'Inherited', note: 'from listener and Gateway' },
  { group: 'refused', title: 'Refused', note: 'they name this route and have no effect' },
] as const;

/** The policies on the way to this route, each with what it does for which rule. */
export function RoutePolicies({ policies, several }: { policies: readonly RoutePolicy[]; several: boolean }) {
  if (policies.length === 0)
    return (
      <Section title="Policies" last>
        <p className={ui.metaLine}>
          No policy targets this route, its rules, its listeners or their Gateways: LeastRequest is used, as Envoy
          Gateway does without one. <Link href="/policies/new">New policy</Link>
        </p>
      </Section>
    );
  return (
    <>
      {GROUPS.map(({ group, title, note }) => {
        const rows = policies.filter((policy) => policy.group === group);
        if (rows.length === 0) return null;
        return (
          <Section key={group} title={title} note={note}>
            <div className={ui.tableBox}>
              <table className={ui.table} data-cards data-testid={`policies-${group}`}>
                <thead>
                  <tr>
                    <th>Policy</th>
                    <th>Level</th>
                    <th>Algorithm</th>
                    <th>For the rules</th>
                    <th>State</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <Row key={`${row.namespace}/${row.name}`} row={row} several={several} />
                  ))}
                </tbody>
              </table>
            </div>
          </Section>
        );
      })}
    </>
  );
}

function Row({ row, several }: { row: RoutePolicy; several: boolean }) {
  const { mergeType, loadBalancer } = specOf(row.object, 'BackendTrafficPolicy');
  return (
    <tr>
      <td>
        <Link
          className={ui.name}
          href={pageOf({ kind: 'BackendTrafficPolicy', namespace: row.namespace, name: row.name })}
        >
          <span className={ui.ns}>{row.namespace}/</span>
          {row.name}
        </Link>
      </td>
      <td className={ui.second}>
        {row.level ?? 'none: no rule has the name'}
        {mergeType !== undefined && `, ${mergeType}`}
      </td>
      <td className={ui.second}>{algorithmOfSpec(loadBalancer) ?? <span className={ui.meta}>not set</span>}</td>
      <td data-full>
        {row.rules.length === 0 && <span className={ui.meta}>none</span>}
        {row.rules.map(({ label, state }) => (
          <div key={label}>
            {several && <b>{label} </b>}
            <StateText state={state === 'in force' ? 'ok' : 'off'}>
              {state === 'base' ? 'merged into a narrower one' : state}
            </StateText>
          </div>
        ))}
      </td>
      <td>
        <StateText state={row.state.level}>{row.state.word}</StateText>
        {row.state.worst && row.state.level === 'bad' && (
          <div className={ui.sub}>{row.state.worst.condition.message}</div>
        )}
      </td>
    </tr>
  );
}
