'use client';

import { ActionIcon, SegmentedControl } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react';
import { PageHeader } from '../ui/PageHeader.tsx';
import css from './workbench.module.css';

/** What is shown of an object: its form, its text or both. */
export type View = 'form' | 'both' | 'yaml';

interface Props {
  title: string;
  kind: string;
  unsaved: boolean;
  /** How many fields of the object its form holds; null where there is no form or nothing to count. */
  held: { held: number; total: number } | null;
  undo: () => void;
  redo: () => void;
  /** null: there is no form to choose. */
  view: View | null;
  /** A screen that has no room for both. */
  small: boolean;
  choose: (view: View) => void;
}

/** Name and state of what is edited, undo, and the choice of view. */
export function WorkbenchHead({ title, kind, unsaved, held, undo, redo, view, small, choose }: Props) {
  return (
    <PageHeader
      title={title}
      kind={kind}
      state={
        <>
          {unsaved && <span className={css.name}>Not saved</span>}
          {held && (
            <span className={css.name}>
              Form holds {held.held} of {held.total} fields
            </span>
          )}
        </>
      }
      actions={
        <>
          <ActionIcon variant="subtle" size={30} aria-label="Undo" title="Undo (Ctrl+Z)" onClick={undo}>
            <IconArrowBackUp size={16} />
          </ActionIcon>
          <ActionIcon variant="subtle" size={30} aria-label="Redo" title="Redo (Ctrl+Y)" onClick={redo}>
            <IconArrowForwardUp size={16} />
          </ActionIcon>
          {view && (
            <SegmentedControl
              aria-label="Editor view"
              size="sm"
              value={view}
              onChange={choose}
              data={[
                { value: 'form', label: 'Form' },
                ...(small ? [] : [{ value: 'both' as const, label: 'Both' }]),
                { value: 'yaml', label: 'YAML' },
              ]}
            />
          )}
        </>
      }
    />
  );
}
