'use client';

import { ActionIcon, Button } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useForm } from './context.ts';
import { useDragging } from './drag.ts';
import css from './section.module.css';
import { onMoveKey } from './Move.tsx';

/** A part of a form with its heading. */
export function FormSection(props: {
  id: string;
  title: string;
  note?: ReactNode;
  action?: ReactNode;
  /** Set where the section is an item that can be moved: the list that it is in. */
  movable?: string;
  /** Nothing is set in it: one line. */
  quiet?: boolean;
  children: ReactNode;
}) {
  return (
    <section
      className={css.section}
      id={`form-${props.id}`}
      data-movable={props.movable}
      data-quiet={props.quiet || undefined}
      aria-labelledby={`form-${props.id}-title`}
    >
      <div className={css.sectionHead}>
        <h2 id={`form-${props.id}-title`}>{props.title}</h2>
        {props.note !== undefined && <span className={css.quiet}>{props.note}</span>}
        {props.action !== undefined && <div className={css.sectionAction}>{props.action}</div>}
      </div>
      {props.children}
    </section>
  );
}

/** The list of sections at the left, and the form's own column. `frozen`: no field can be changed. */
export function FormBody(props: { frozen: boolean; sections: readonly SectionLink[]; children: ReactNode }) {
  const { patch } = useForm();
  const dragging = useDragging(patch);
  return (
    <div className={css.body} data-plain={props.sections.length === 0 || undefined}>
      <nav className={css.sectionList} aria-label="Sections" hidden={props.sections.length === 0}>
        <ul>
          {props.sections.map(({ id, title, bad }) => (
            <li key={id}>
              <button
                type="button"
                onClick={() => document.getElementById(`form-${id}`)?.scrollIntoView({ block: 'start' })}
              >
                {title}
                {bad && <span className={css.badDot} role="img" aria-label="has problems" />}
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <fieldset
        className={css.fields}
        disabled={props.frozen}
        data-frozen={props.frozen || undefined}
        onKeyDownCapture={onMoveKey}
        {...dragging}
        aria-label="Form"
      >
        {props.children}
      </fieldset>
    </div>
  );
}

/** An entry of the section list. */
export interface SectionLink {
  id: string;
  title: string;
  bad: boolean;
}

/** The button that adds an item to a list. */
export function AddButton({ children, onClick }: { children: ReactNode; onClick: () => void }) {
  return (
    <Button variant="default" size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={onClick}>
      {children}
    </Button>
  );
}

/** The button that takes an item away. */
export function RemoveButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <ActionIcon variant="subtle" size={30} aria-label={label} title={label} onClick={onClick} className={css.remove}>
      <IconX size={15} />
    </ActionIcon>
  );
}
