'use client';

import { SegmentedControl } from '@mantine/core';
import { problemsAt } from '../editor/problems.ts';
import { AlgorithmCards } from './AlgorithmCards.tsx';
import { useForm } from './context.ts';
import { Row, useField } from './Field.tsx';
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

const NO_MERGE =
  'This policy replaces less specific ones as a whole: fields that are not set here have their defaults.';

function MergeField() {
  const { document, patch, problems } = useForm();
  const path = ['spec', 'mergeType'];
  const value = asText(document.get(path));
  const field = useField(path);
  const options = field?.options ?? [];
  const chosen = options.find((option) => option.value === value);
  const label = field?.label;
  return (
    <Row path={path} help={value === '' ? NO_MERGE : chosen?.meaning} problems={problemsAt(problems, path)}>
      <SegmentedControl
        aria-label={label}
        className={css.segments ?? ''}
        value={value}
        onChange={(next) => patch([next === '' ? { op: 'remove', path } : { op: 'set', path, value: next }])}
        data={[
          { value: '', label: 'None' },
          ...options.map((option) => ({ value: option.value, label: option.label })),
          ...(value === '' || chosen ? [] : [{ value, label: value }]),
        ]}
      />
    </Row>
  );
}
