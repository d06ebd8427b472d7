'use client';

import type { ReactNode } from 'react';
import type { RuleVerdict } from '../../server/balancing/shares.ts';
import { Mark, type MarkState } from '../share/Marks.tsx';
import css from './VerdictBox.module.css';

const MARKS: Record<RuleVerdict['verdict'], MarkState> = {
  on: 'ok',
  off: 'warn',
  design: 'warn',
  early: 'pending',
  none: 'off',
};

/** Before a verdict on old figures. */
export const LAST_KNOWN = 'Last known: ';

interface Props {
  verdict: RuleVerdict;
  /** The figures are old. */
  stale?: boolean;
  children?: ReactNode;
}

/** What is to be said about a rule in one sentence, the figures behind it, and ways on. */
export function VerdictBox({ verdict, stale = false, children }: Props) {
  return (
    <div className={css.box} data-verdict={verdict.verdict} data-stale={stale || undefined} data-testid="verdict">
      <Mark state={stale ? 'pending' : MARKS[verdict.verdict]} />
      <div className={css.words}>
        <div className={css.said}>
          <p className={css.title}>
            {stale && LAST_KNOWN}
            {verdict.title}
          </p>
          <p className={css.evidence}>{verdict.evidence}</p>
        </div>
        {children && <div className={css.ways}>{children}</div>}
      </div>
    </div>
  );
}
