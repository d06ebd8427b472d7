'use client';

import { Button } from '@mantine/core';
import { Link } from '../ui/Link.tsx';
import { pageOf } from '../live/kinds.ts';
import { useConsoleState } from '../live/queries.ts';
import { useNow } from '../live/LiveProvider.tsx';
import { Mark } from '../share/Marks.tsx';
import { useUrlState } from '../tables/url-state.ts';
import { agoText } from '../ui/age.ts';
import { Section } from '../ui/PageHeader.tsx';
import { ErrorState, Loading } from '../ui/States.tsx';
import { ObjectName } from '../ui/text.tsx';
import css from './overview.module.css';
import { ProblemActions } from './ProblemActions.tsx';
import type { Finding } from './finding.ts';
import { useProblems } from './use-problems.ts';

const SHOWN = 7;

/** What needs the reader: errors first, then warnings. */
export function ProblemList({ namespace }: { namespace: string }) {
  const { problems, loaded, error, rules, checkedAt } = useProblems();
  const { data: state } = useConsoleState();
  const [search, change] = useUrlState();
  const all = search.get('problems') === 'all';
  const inScope = problems.filter((problem) => namespace === '' || problem.namespace === namespace);
  const shown = all ? inScope : inScope.slice(0, SHOWN);
  const errors = inScope.filter((problem) => problem.level === 'bad').length;
  const refused = state?.proxy.refused ?? null;
  return (
    <Section
      title="Problems"
      note={inScope.length === 0 ? undefined : counts(errors, inScope.length - errors)}
      action={<Link href="/findings">All findings by code</Link>}
    >
      {error && <ErrorState what="Could not read every object, so this list may be short" error={error} />}
      {refused !== null && (
        <ErrorState
          what={`The proxy refused revision ${state?.revision ?? ''} and serves the one before`}
          error={refused}
        />
      )}
      {!loaded && !error ? (
        <Loading rows={3} />
      ) : inScope.length === 0 ? (
        refused === null &&
        !error && (
          <p className={css.fine}>
            <Mark state="ok" />
            No problems. {rules} {rules === 1 ? 'rule' : 'rules'} checked <Ago at={checkedAt} />.
          </p>
        )
      ) : (
        <>
          <ul className={css.problems}>
            {shown.map((problem) => (
              <ProblemRow key={problem.id} problem={problem} />
            ))}
          </ul>
          {inScope.length > SHOWN && (
            <Button variant="subtle" size="compact-sm" onClick={() => change({ problems: all ? null : 'all' })}>
              {all ? `First ${SHOWN}` : `All ${inScope.length} problems`}
            </Button>
          )}
        </>
      )}
    </Section>
  );
}

function Ago({ at }: { at: number | null }) {
  const now = useNow(1000);
  return at === null || now === 0 ? 'just now' : `${agoText(now - at)} ago`;
}

function counts(errors: number, warnings: number): string {
  const words = (n: number, noun: string) => (n === 0 ? [] : [`${n} ${noun}${n === 1 ? '' : 's'}`]);
  return `${[...words(errors, 'error'), ...words(warnings, 'warning')].join(', ')}. Newest first inside each group.`;
}

function ProblemRow({ problem }: { problem: Finding }) {
  return (
    <li className={css.problem} data-level={problem.level}>
      <Mark state={problem.level} label={problem.level === 'bad' ? 'Error' : 'Warning'} />
      <Link className={css.code} href={`/findings#${problem.code}`}>
        {problem.code}
      </Link>
      <div>
        <div>
          {problem.kind}{' '}
          <b>
            <Link href={pageOf(problem)}>
              <ObjectName namespace={problem.namespace} name={problem.name} />
            </Link>
          </b>{' '}
          {problem.sentence}
        </div>
        <div className={css.evidence}>{problem.evidence}</div>
      </div>
      <div className={css.actions}>
        <ProblemActions problem={problem} />
      </div>
    </li>
  );
}
