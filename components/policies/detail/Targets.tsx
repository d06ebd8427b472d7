'use client';

import { Link } from '../../ui/Link.tsx';
import type { PolicySpec, TargetRef } from '../../../server/gateway/shapes.ts';
import type { KubeObject } from '../../../server/model/object.ts';
import { pageOf } from '../../live/kinds.ts';
import { StateText } from '../../share/Marks.tsx';
import { useObjects } from '../../live/queries.ts';
import { specOf, targetRefsOf } from '../../live/served.ts';
import { KindChip } from '../../ui/text.tsx';
import ui from '../../ui/ui.module.css';
import { policyFacts } from '../policy-facts.ts';

/** What a policy targets: by name always in its own namespace, by selector what carries the labels. */
export function Targets({ object, spec }: { object: KubeObject; spec: PolicySpec }) {
  const namespace = object.metadata.namespace ?? '';
  const known: Record<string, KubeObject[] | undefined> = {
    Gateway: useObjects('Gateway').data,
    HTTPRoute: useObjects('HTTPRoute').data,
    GRPCRoute: useObjects('GRPCRoute').data,
  };
  const refs = targetRefsOf(spec);
  const { selectors } = policyFacts(object, undefined);
  const stateOfTarget = (ref: TargetRef) => {
    const list = ref.kind in known ? known[ref.kind] : [];
    if (!list) return null;
    const target = list.find((entry) => entry.metadata.namespace === namespace && entry.metadata.name === ref.name);
    if (!target) return { level: 'bad' as const, word: 'does not exist' };
    if (ref.sectionName !== undefined && !sectionsOf(target).includes(ref.sectionName))
      return {
        level: 'bad' as const,
        word: `has no ${ref.kind === 'Gateway' ? 'listener' : 'rule'} ${ref.sectionName}`,
      };
    return { level: 'ok' as const, word: 'exists' };
  };
  if (refs.length === 0 && selectors.length === 0)
    return <p className={ui.metaLine}>It targets nothing, so that it has no effect.</p>;
  return (
    <div className={ui.tableBox}>
      <table className={ui.table} data-cards>
        <thead>
          <tr>
            <th>Target</th>
            <th>Section</th>
            <th>Level</th>
            <th>State</th>
          </tr>
        </thead>
        <tbody>
          {refs.map((ref) => {
            const state = stateOfTarget(ref);
            return (
              <tr key={`${ref.kind}/${ref.name}/${ref.sectionName ?? ''}`}>
                <td>
                  <Link className={ui.name} href={pageOf({ kind: ref.kind, namespace, name: ref.name })}>
                    {ref.name}
                  </Link>{' '}
                  <KindChip kind={ref.kind} />
                </td>
                <td className={ui.second}>
                  {ref.sectionName === undefined
                    ? 'whole'
                    : `${ref.kind === 'Gateway' ? 'listener' : 'rule'} ${ref.sectionName}`}
                </td>
                <td className={ui.second}>{levelOfRef(ref)}</td>
                <td>{state && <StateText state={state.level}>{state.word}</StateText>}</td>
              </tr>
            );
          })}
          {selectors.map((selector) => (
            <tr key={selector}>
              <td>{selector}</td>
              <td className={ui.second}>whole</td>
              <td className={ui.second}>{selector.startsWith('Gateway') ? 'Gateway' : 'Route'}</td>
              <td className={ui.meta}>by labels</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function levelOfRef({ kind, sectionName }: TargetRef): string {
  if (kind === 'Gateway') return sectionName === undefined ? 'Gateway' : 'Listener';
  return sectionName === undefined ? 'Route' : 'Rule';
}

/** Names that a policy can target inside an object: listeners of a Gateway, rules of a route. */
function sectionsOf(object: KubeObject): string[] {
  const { listeners = [] } = specOf(object, 'Gateway');
  const { rules = [] } = specOf(object, 'HTTPRoute');
  const { rules: calls = [] } = specOf(object, 'GRPCRoute');
  return [...listeners, ...rules, ...calls].flatMap(({ name }) => (name === undefined ? [] : [name]));
}
