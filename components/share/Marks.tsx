import type { ReactNode } from 'react';
import css from './share.module.css';

/** One shape for each state: state is shape, word and colour. */
export type MarkState = 'ok' | 'warn' | 'bad' | 'pending' | 'off' | 'slow-start' | 'ejected' | 'drained';

const SHAPES: Record<MarkState, ReactNode> = {
  ok: <circle cx="6" cy="6" r="4.5" fill="currentColor" />,
  warn: (
    <>
      <path d="M6 1 11.4 10.6H.6z" fill="currentColor" />
      <path d="M6 4.4v3M6 8.6v.6" stroke="var(--sy-surface)" strokeWidth="1.3" />
    </>
  ),
  bad: (
    <>
      <path d="M3.8.8h4.4l3 3v4.4l-3 3H3.8l-3-3V3.8z" fill="currentColor" />
      <path d="m4.2 4.2 3.6 3.6m0-3.6L4.2 7.8" stroke="var(--sy-surface)" strokeWidth="1.4" />
    </>
  ),
  pending: <circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2 1.6" />,
  off: <path d="M2.5 6h7" stroke="currentColor" strokeWidth="1.5" />,
  'slow-start': (
    <>
      <circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M6 1.6a4.4 4.4 0 0 1 0 8.8z" fill="currentColor" />
    </>
  ),
  ejected: (
    <>
      <path d="M6 1.2 10.8 7H1.2z" fill="currentColor" />
      <rect x="1.2" y="8.6" width="9.6" height="2.2" fill="currentColor" />
    </>
  ),
  drained: (
    <>
      <circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M3.6 6h4.8" stroke="currentColor" strokeWidth="1.5" />
    </>
  ),
};

const TONE: Record<MarkState, 'ok' | 'warn' | 'bad' | 'off'> = {
  ok: 'ok',
  warn: 'warn',
  bad: 'bad',
  pending: 'off',
  off: 'off',
  'slow-start': 'off',
  ejected: 'bad',
  drained: 'off',
};

/** The shape alone; give `label` where no word stands beside it. */
export function Mark({ state, label }: { state: MarkState; label?: string }) {
  return (
    <svg
      className={css.mark}
      data-tone={TONE[state]}
      viewBox="0 0 12 12"
      width="12"
      height="12"
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      {SHAPES[state]}
    </svg>
  );
}

/** Shape and word, as lists show a state. */
export function StateText({ state, children }: { state: MarkState; children: ReactNode }) {
  return (
    <span className={css.state} data-tone={TONE[state]}>
      <Mark state={state} />
      {children}
    </span>
  );
}

/** Shape and word on a soft ground, as headers show a state. */
export function StateTag({ state, children }: { state: MarkState; children: ReactNode }) {
  return (
    <span className={css.tag} data-tone={TONE[state]}>
      <Mark state={state} />
      {children}
    </span>
  );
}

/** Requests in flight: one dot each up to 8, and the number. */
export function InFlight({ value, color }: { value: number; color: string }) {
  if (value === 0) return <span className={css.zero}>0</span>;
  return (
    <span className={css.dots} style={{ '--c': color } as React.CSSProperties} aria-label={`${value} in flight`}>
      {value <= 8 && Array.from({ length: value }, (_, i) => <i key={i} aria-hidden />)}
      <b>{value}</b>
    </span>
  );
}
