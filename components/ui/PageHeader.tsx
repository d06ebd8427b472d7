import type { ReactNode } from 'react';
import { KindChip } from './text.tsx';
import css from './ui.module.css';

interface HeaderProps {
  title: string;
  /** Beside the title of a list. */
  count?: number | undefined;
  kind?: string;
  state?: ReactNode;
  /** Second line. */
  meta?: ReactNode;
  /** Rightmost is the primary one. */
  actions?: ReactNode;
}

/** The page's one h1 with kind, state, actions and a line of facts. */
export function PageHeader({ title, count, kind, state, meta, actions }: HeaderProps) {
  return (
    <header className={css.header}>
      <div className={css.headline}>
        <h1>{title}</h1>
        {count !== undefined && <span className={css.meta}>{count}</span>}
        {kind !== undefined && <KindChip kind={kind} />}
        {state}
        {actions !== undefined && <div className={css.actions}>{actions}</div>}
      </div>
      {meta !== undefined && <div className={css.facts}>{meta}</div>}
    </header>
  );
}

interface SectionProps {
  title?: string;
  note?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
  /** Last section of a page or column: no line below. */
  last?: boolean;
  id?: string;
}

/** A part of a page: heading, note, content; separated by a hairline. */
export function Section({ title, note, action, children, last = false, id }: SectionProps) {
  return (
    <section className={css.section} data-last={last || undefined} aria-label={title} id={id}>
      {title !== undefined && (
        <div className={css.sectionHead}>
          <h2>{title}</h2>
          {note !== undefined && <span className={css.note}>{note}</span>}
          {action !== undefined && <div className={css.sectionAction}>{action}</div>}
        </div>
      )}
      {children}
    </section>
  );
}
