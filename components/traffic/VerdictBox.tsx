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

/** What is to be said about a rule in one sentence, the figures behind it, and ways on. */
export function VerdictBox({ verdict, children }: { verdict: RuleVerdict; children?: ReactNode }) {
  return (
    <div className={css.box} data-verdict={verdict.verdict} data-testid="verdict">
      <Mark state={MARKS[verdict.verdict]} />
      <div className={css.words}>
        <p className={css.title}>{verdict.title}</p>
        <p className={css.evidence}>{verdict.evidence}</p>
        {children && <div className={css.ways}>{children}</div>}
      </div>
    </div>
  );
}
