'use client';

import { SegmentedControl } from '@mantine/core';
import { problemsAt } from '../editor/problems.ts';
import { AlgorithmCards } from './AlgorithmCards.tsx';
import { useForm } from './context.ts';
import { Row } from './Field.tsx';
import css from './forms.module.css';
import { HashFields } from './HashFields.tsx';
import { YamlOnly } from './Held.tsx';
import { policyHolds } from './holds.ts';
import { Identity } from './Identity.tsx';
import { BALANCER } from './load-balancer.ts';
import { FormBody, FormSection } from './Section.tsx';
import { asText } from './shapes.ts';
import { Targets } from './Targets.tsx';

/** Form of a BackendTrafficPolicy: what it applies to, how it merges, how it balances. */
export function PolicyForm({ frozen }: { frozen: boolean }) {
  const { document, problems, isNew } = useForm();
  const type = asText(document.get([...BALANCER, 'type']));
  const bad = (...paths: string[][]) =>
    paths.some((path) => problemsAt(problems, path, true).some(({ severity }) => severity === 'error'));
  return (
    <FormBody
      frozen={frozen}
      sections={[
        ...(isNew ? [{ id: 'name', title: 'Name', bad: bad(['metadata']) }] : []),
        {
          id: 'target',
          title: 'Target',
          bad: bad(['spec', 'targetRef'], ['spec', 'targetRefs'], ['spec', 'mergeType']),
        },
        { id: 'balancing', title: 'Load balancing', bad: bad(BALANCER) },
      ]}
    >
      <Identity />
      <FormSection id="target" title="Target">
        <Targets />
        <MergeField />
      </FormSection>
      <FormSection id="balancing" title="Load balancing">
        <AlgorithmCards />
        {type === 'ConsistentHash' && <HashFields />}
      </FormSection>
      <YamlOnly holds={policyHolds} />
    </FormBody>
  );
}

const MERGE_HELP: Record<string, string> = {
  '': 'This policy replaces less specific ones as a whole: fields that are not set here have their defaults.',
  StrategicMerge: 'Fields that are not set here come from the less specific policy, lists by their keys.',
  JSONMerge: 'Fields that are not set here come from the less specific policy; lists are replaced.',
};

function MergeField() {
  const { document, patch, problems } = useForm();
  const path = ['spec', 'mergeType'];
  const value = asText(document.get(path));
  return (
    <Row label="Merge" help={MERGE_HELP[value]} problems={problemsAt(problems, path)}>
      <SegmentedControl
        aria-label="Merge"
        className={css.segments ?? ''}
        value={value}
        onChange={(next) => patch([next === '' ? { op: 'remove', path } : { op: 'set', path, value: next }])}
        data={[
          { value: '', label: 'None' },
          { value: 'StrategicMerge', label: 'StrategicMerge' },
          { value: 'JSONMerge', label: 'JSONMerge' },
          ...(value in MERGE_HELP ? [] : [{ value, label: value }]),
        ]}
      />
    </Row>
  );
}
