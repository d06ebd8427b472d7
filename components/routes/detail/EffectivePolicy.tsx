'use client';

import { NativeSelect, SegmentedControl } from '@mantine/core';
import { Link } from '../../ui/Link.tsx';
import { EffectiveFields } from '../../detail/EffectiveFields.tsx';
import detail from '../../detail/detail.module.css';
import { PolicyTrack } from '../../detail/PolicyTrack.tsx';
import { keyFor } from '../../live/kinds.ts';
import { keyText } from '../../../server/model/object.ts';
import { Section } from '../../ui/PageHeader.tsx';
import css from './route.module.css';
import type { RuleFacts } from './rule-facts.ts';
import type { RouteNow } from './use-route.ts';

/** Rules that stand side by side; of more, one is chosen from a list. */
const SEGMENTS = 4;

interface Props {
  route: RouteNow;
  chosen: RuleFacts;
  onChoose: (index: number) => void;
}

/** Which policies are in force for the chosen rule, level by level and field by field. */
export function EffectivePolicy({ route, chosen, onChoose }: Props) {
  const { rules, view, policies } = route;
  const levels = route.levels[chosen.index] ?? [];
  const rule = chosen.view?.rule;
  const invalid = rule?.action.type === 'respond' && rule.action.reason.startsWith('BackendTrafficPolicy');
  return (
    <Section title="Effective policy" action={<RulePicker rules={rules} chosen={chosen} onChoose={onChoose} />}>
      {rule ? (
        <PolicyTrack rule={rule} levels={levels} />
      ) : (
        <p className={css.meta}>Not known while no listener serves the rule.</p>
      )}
      {invalid && <p className={css.invalid}>The policy is invalid, so this rule answers 500.</p>}
      {rule && (
        <EffectiveFields
          rule={rule}
          levels={levels}
          policies={policies}
          notActing={(policy) => {
            const [namespace = '', name = ''] = policy.split('/');
            return view?.notActing[keyText(keyFor('BackendTrafficPolicy', namespace, name))] ?? [];
          }}
        />
      )}
      {rule && (
        <p className={detail.hint}>
          {rule.policy?.mergedWith === undefined
            ? 'The narrowest level counts as a whole, unless its policy asks for a merge.'
            : 'Merged: the narrower policy counts, field by field.'}{' '}
          {rule.policy ? (
            'Struck through: value of a broader level, overridden.'
          ) : (
            <Link href={newPolicy(route, chosen)}>Write a policy</Link>
          )}
        </p>
      )}
    </Section>
  );
}

function newPolicy({ kind, objectKey }: RouteNow, { spec }: RuleFacts): string {
  const section = spec.name === undefined ? '' : `/${spec.name}`;
  return `/policies/new?target=${kind}/${objectKey.namespace}/${objectKey.name}${section}`;
}

function RulePicker({ rules, chosen, onChoose }: { rules: readonly RuleFacts[] } & Omit<Props, 'route'>) {
  if (rules.length < 2) return null;
  const data = rules.map(({ index, label }) => ({ value: String(index), label }));
  const value = String(chosen.index);
  if (rules.length > SEGMENTS || data.some(({ label }) => label.length > 12))
    return (
      <NativeSelect
        size="xs"
        aria-label="Rule"
        data={data}
        value={value}
        onChange={(event) => onChoose(Number(event.currentTarget.value))}
      />
    );
  return (
    <SegmentedControl
      size="xs"
      aria-label="Rule"
      data={data}
      value={value}
      onChange={(next) => onChoose(Number(next))}
    />
  );
}
