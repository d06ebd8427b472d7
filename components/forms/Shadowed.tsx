'use client';

import { Link } from '../ui/Link.tsx';
import type { Winner } from '../../server/routing/shadowed.ts';
import { pageOf } from '../live/kinds.ts';
import { Mark } from '../share/Marks.tsx';
import { useForm } from './context.ts';
import css from './forms.module.css';

/** Says that a rule, or a match of it, never gets a request with the text as it is, and who takes them. */
export function Shadowed({ rule }: { rule: number }) {
  const { shadowed } = useForm();
  const found = shadowed[rule];
  if (!found) return null;
  const winners = new Map(found.matches.map(({ by }) => [JSON.stringify(by), by]));
  const numbers = found.matches.map(({ matchIndex }) => matchIndex + 1).join(', ');
  return (
    <p className={css.fact}>
      <Mark state="warn" />
      <span>
        {found.never ? 'This rule never wins' : `Of this rule, match ${numbers} never wins`}: all its requests go to{' '}
        {[...winners].map(([key, by], i) => (
          <span key={key}>
            {i > 0 && ' and '}
            <WinnerLink by={by} />
          </span>
        ))}
        .
      </span>
    </p>
  );
}

function WinnerLink({ by }: { by: Winner }) {
  if ('listener' in by) {
    const [namespace = '', name = '', listener = ''] = by.listener.split('/');
    return (
      <>
        listener {listener} of <Link href={pageOf({ kind: 'Gateway', namespace, name })}>{`${namespace}/${name}`}</Link>
      </>
    );
  }
  const [kind = '', namespace = '', name = '', index = '0'] = by.rule.split('/');
  return (
    <>
      <Link href={pageOf({ kind, namespace, name })}>{`${namespace}/${name}`}</Link>{' '}
      {by.name ?? `rule ${Number(index) + 1}`}
    </>
  );
}
