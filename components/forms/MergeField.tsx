'use client';

import { SegmentedControl } from '@mantine/core';
import { Link } from '../ui/Link.tsx';
import { problemsAt } from '../editor/problems.ts';
import { pageOf } from '../live/kinds.ts';
import { useForm } from './context.ts';
import { Row, useField } from './Field.tsx';
import css from './forms.module.css';
import type { Broader } from './inherited.ts';
import { asText } from './shapes.ts';

/** How the policy joins a broader one, and what it takes from that. */
export function MergeField({ broader, merges }: { broader: readonly Broader[]; merges: boolean }) {
  const { document, patch, problems } = useForm();
  const path = ['spec', 'mergeType'];
  const value = asText(document.get(path));
  const field = useField(path);
  const options = field?.options ?? [];
  const chosen = options.find((option) => option.value === value);
  return (
    <Row
      path={path}
      help={<Consequence broader={broader} merges={merges} meaning={chosen?.meaning} />}
      problems={problemsAt(problems, path)}
    >
      <SegmentedControl
        aria-label={field?.label}
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

function Consequence(props: { broader: readonly Broader[]; merges: boolean; meaning: string | undefined }) {
  const { document, field } = useForm();
  const { broader, merges, meaning } = props;
  if (broader.length === 0)
    return merges
      ? `${meaning ?? ''} No broader policy is on the way to this target, so there is nothing to merge with.`
      : 'No broader policy is on the way to this target: fields that are not set here have their defaults.';
  const taken = (sets: readonly string[]) =>
    sets
      .filter((name) => document.get(['spec', name]) === undefined)
      .map((name) => (field(['spec', name])?.label ?? name).toLowerCase());
  return (
    <>
      {meaning !== undefined && `${meaning} `}
      {broader.map(({ namespace, name, sets }, i) => {
        const rest = taken(sets).join(', ');
        return (
          <span key={`${namespace}/${name}`}>
            {i > 0 && ' '}
            {merges ? 'Fields that are not set here come from ' : 'Replaces '}
            <Link href={pageOf({ kind: 'BackendTrafficPolicy', namespace, name })}>
              {namespace}/{name}
            </Link>
            {merges
              ? rest === ''
                ? ', which sets no other.'
                : `: ${rest}.`
              : rest === ''
                ? ' as a whole.'
                : ` as a whole, also its ${rest}.`}
          </span>
        );
      })}
    </>
  );
}
