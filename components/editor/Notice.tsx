import type { ReactNode } from 'react';
import { Mark, type MarkState } from '../share/Marks.tsx';
import css from './workbench.module.css';

interface Props {
  state: MarkState;
  children: ReactNode;
  /** Buttons. */
  actions?: ReactNode;
  /** Shown below, over the whole width. */
  more?: ReactNode;
}

/** A line across the editor that asks for a decision or says what happened. */
export function Notice({ state, children, actions, more }: Props) {
  return (
    <div className={css.notice} role={state === 'bad' ? 'alert' : 'status'}>
      <div className={css.noticeLine}>
        <Mark state={state} />
        <p>{children}</p>
        {actions !== undefined && <div className={css.noticeActions}>{actions}</div>}
      </div>
      {more}
    </div>
  );
}
