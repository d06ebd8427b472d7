'use client';

import { SegmentedControl } from '@mantine/core';
import { problemsAt } from '../editor/problems.ts';
import { AlgorithmCards } from './AlgorithmCards.tsx';
import { useForm } from './context.ts';
import { Row, useField } from './Field.tsx';
import css from './forms.module.css';
import { freshValue } from './fresh.ts';
import { HashFields } from './HashFields.tsx';
import { YamlOnly } from './Held.tsx';
import { policyHolds } from './holds.ts';
import { Identity } from './Identity.tsx';
import { BALANCER } from './load-balancer.ts';
import { SchemaField, SchemaFields, SchemaList } from './SchemaFields.tsx';
import { AddButton, FormBody, FormSection, RemoveButton } from './Section.tsx';
import { asText } from './shapes.ts';
import { Targets } from './Targets.tsx';

/** Members that the form asks for in its own way. */
const OWN = ['targetRef', 'targetRefs', 'targetSelectors', 'mergeType', 'loadBalancer'];

/** Form of a BackendTrafficPolicy: what it applies to, how it merges, how it balances, and what else is set, as the schema has it. */
export function PolicyForm({ frozen }: { frozen: boolean }) {
  const { document, patch, problems, isNew, field, members } = useForm();
  const names = members(['spec']).filter((name) => !OWN.includes(name));
  const set = names.filter((name) => document.get(['spec', name]) !== undefined);
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
        ...set.map((name) => ({
          id: name,
          title: field(['spec', name])?.label ?? name,
          bad: bad(['spec', name]),
        })),
        { id: 'more', title: 'More', bad: false },
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
        {document.get(BALANCER) !== undefined && (
          <SchemaFields path={BALANCER} skip={['type', 'consistentHash']} quiet />
        )}
      </FormSection>
      {set.map((name) => (
        <FormSection
          key={name}
          id={name}
          title={field(['spec', name])?.label ?? name}
          note={field(['spec', name])?.description}
          action={
            <RemoveButton
              label={`Remove ${field(['spec', name])?.label ?? name}`}
              onClick={() => patch([{ op: 'remove', path: ['spec', name] }])}
            />
          }
        >
          <Part path={['spec', name]} />
        </FormSection>
      ))}
      <FormSection
        id="more"
        title="More"
        note="not set: the defaults hold, or what a broader policy says where this one merges"
      >
        <div className={css.unset}>
          {names
            .filter((name) => !set.includes(name))
            .map((name) => (
              <span key={name} title={field(['spec', name])?.description}>
                <AddButton
                  onClick={() =>
                    patch([
                      {
                        op: 'set',
                        path: ['spec', name],
                        value: freshValue(['spec', name], { field, members }),
                      },
                    ])
                  }
                >
                  {field(['spec', name])?.label ?? name}
                </AddButton>
              </span>
            ))}
        </div>
      </FormSection>
      <YamlOnly holds={policyHolds} />
    </FormBody>
  );
}

/** What a section of its own holds: the fields of an object, the items of a list, or one value. */
function Part({ path }: { path: string[] }) {
  const { field } = useForm();
  const control = field(path)?.control;
  if (control === 'group') return <SchemaFields path={path} />;
  if (control === 'list') return <SchemaList path={path} removable />;
  return <SchemaField path={path} />;
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
