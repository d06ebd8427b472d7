'use client';

import { Link } from '../ui/Link.tsx';
import { pageOf } from '../live/kinds.ts';
import { useForm } from './context.ts';
import css from './forms.module.css';
import { freshValue } from './fresh.ts';
import type { Broader } from './inherited.ts';
import type { PolicySection } from './policy-sections.ts';
import { SchemaField, SchemaFields, SchemaList } from './SchemaFields.tsx';
import { AddButton, FormSection, RemoveButton } from './Section.tsx';

interface Props {
  section: PolicySection;
  broader: readonly Broader[];
  merges: boolean;
}

/** What is set in a section, and one line about what is not. */
export function PolicySectionFields({ section, broader, merges }: Props) {
  const { document, patch, field, members } = useForm();
  const set = section.members.filter((name) => document.get(['spec', name]) !== undefined);
  const rest = section.members.filter((name) => !set.includes(name));
  const single = section.members.length === 1 && set.length === 1 ? set[0] : undefined;
  const label = (name: string) => field(['spec', name])?.label ?? name;
  const add = (name: string) =>
    patch([{ op: 'set', path: ['spec', name], value: freshValue(['spec', name], { field, members }) }]);
  const remove = (name: string) => (
    <RemoveButton label={`Remove ${label(name)}`} onClick={() => patch([{ op: 'remove', path: ['spec', name] }])} />
  );
  const buttons = rest.map((name) => (
    <span key={name} title={field(['spec', name])?.description}>
      <AddButton onClick={() => add(name)}>
        {section.members.length === 1 ? `Set ${label(name).toLowerCase()}` : label(name)}
      </AddButton>
    </span>
  ));
  return (
    <FormSection
      id={section.id}
      title={section.title}
      note={
        set.length === 0 ? (
          <Unset names={section.members} broader={broader} merges={merges} />
        ) : single === undefined ? undefined : (
          field(['spec', single])?.description
        )
      }
      action={
        single !== undefined ? (
          remove(single)
        ) : set.length === 0 ? (
          <div className={css.unset}>{buttons}</div>
        ) : undefined
      }
      quiet={set.length === 0}
    >
      {set.map((name) =>
        single === undefined ? (
          <SchemaField key={name} path={['spec', name]} />
        ) : (
          <Part key={name} path={['spec', name]} />
        ),
      )}
      {set.length > 0 && rest.length > 0 && <div className={css.unset}>{buttons}</div>}
    </FormSection>
  );
}

/** What holds for members that are not set, and where it comes from. */
function Unset({ names, broader, merges }: { names: readonly string[]; broader: readonly Broader[]; merges: boolean }) {
  const { field } = useForm();
  const from = merges ? broader.filter(({ sets }) => names.some((name) => sets.includes(name))) : [];
  if (from.length === 0) return <>Not set: {names.length === 1 ? 'the default holds' : 'the defaults hold'}</>;
  return (
    <>
      Not set: inherits{' '}
      {from.map(({ namespace, name, sets }, i) => (
        <span key={`${namespace}/${name}`}>
          {i > 0 && ', '}
          {names
            .filter((member) => sets.includes(member))
            .map((member) => (field(['spec', member])?.label ?? member).toLowerCase())
            .join(', ')}{' '}
          from{' '}
          <Link href={pageOf({ kind: 'BackendTrafficPolicy', namespace, name })}>
            {namespace}/{name}
          </Link>
        </span>
      ))}
    </>
  );
}

/** What the only member of a section holds: the fields of an object, the items of a list, or one value. */
function Part({ path }: { path: string[] }) {
  const { field } = useForm();
  const control = field(path)?.control;
  if (control === 'group') return <SchemaFields path={path} />;
  if (control === 'list') return <SchemaList path={path} removable />;
  return <SchemaField path={path} />;
}
