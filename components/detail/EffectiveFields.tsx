import { Fragment } from 'react';
import type { KubeObject } from '../../server/model/object.ts';
import type { SnapshotRule } from '../../server/routing/snapshot.ts';
import { specOf } from '../live/served.ts';
import { Mono } from '../ui/text.tsx';
import css from './detail.module.css';
import { effectiveFields } from './effective.ts';

/** The fields that are in force for a rule, each with the level that it comes from. */
export function EffectiveFields({ rule, policies }: { rule: SnapshotRule; policies: readonly KubeObject[] }) {
  const { policy } = rule;
  if (!policy) return null;
  const find = (id: string): KubeObject | undefined =>
    policies.find(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name ?? ''}` === id);
  const own = find(`${policy.namespace}/${policy.name}`);
  const base = policy.mergedWith === undefined ? undefined : find(policy.mergedWith);
  const fields = effectiveFields(specOf(own, 'BackendTrafficPolicy'), base && specOf(base, 'BackendTrafficPolicy'));
  if (fields.length === 0) return null;
  return (
    <table className={css.effective} data-testid="effective">
      <thead>
        <tr>
          <th>Field</th>
          <th>Value</th>
          <th>From</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ field, value, from, over }) => (
          <tr key={field}>
            <td>
              <Mono>
                {field.split('.').map((part, i) => (
                  // a path breaks between its steps; a step may occur twice
                  // oxlint-disable-next-line react/no-array-index-key
                  <Fragment key={i}>
                    {i > 0 && '.'}
                    <wbr />
                    {part}
                  </Fragment>
                ))}
              </Mono>
            </td>
            <td>
              {over !== undefined && <s>{over}</s>} <b>{value}</b>
            </td>
            <td>{from === 'own' ? policy.level : 'merged'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
