'use client';

import { Button } from '@mantine/core';
import { IconFlask } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Mark } from '../share/Marks.tsx';
import type { DrawerTab } from './Drawer.tsx';
import { diffCounts, type DiffLine } from './line-diff.ts';
import type { EditorProblem } from './problems.ts';
import css from './workbench.module.css';

interface Props {
  isNew: boolean;
  changed: boolean;
  diff: readonly DiffLine[];
  problems: readonly EditorProblem[];
  /** Why Save is off, null when it is on. */
  blocked: string | null;
  saving: boolean;
  /** A dry run is on its way. */
  trying: boolean;
  /** Asks the server without writing; null where there is nothing to ask about. */
  tryIt: (() => void) | null;
  saved: ReactNode;
  /** Rules that get another backend, policy or answer; null while it is not known. */
  affected: number | null;
  drawer: DrawerTab | null;
  show: (tab: DrawerTab | null) => void;
  jump: (line: number) => void;
  discard: () => void;
  save: () => void;
}

/** State of the text, and what can be done with it. */
export function SaveBar(props: Props) {
  const { isNew, changed, diff, problems, blocked, saving, saved, drawer, show, discard, save } = props;
  const toggle = (tab: DrawerTab) => show(drawer === tab ? null : tab);
  return (
    <div className={css.saveBar}>
      <div className={css.saveState}>
        <ProblemCount problems={problems} open={() => show('problems')} jump={props.jump} />
        {saved ?? <ChangeCount isNew={isNew} changed={changed} diff={diff} />}
        {saved === null && props.affected !== null && (
          <button type="button" className={css.link} onClick={() => show('changes')}>
            {props.affected} {props.affected === 1 ? 'rule' : 'rules'} affected
          </button>
        )}
        {blocked !== null && (changed || isNew) && problems.every(({ severity }) => severity !== 'error') && (
          <span className={css.quiet}>{blocked}</span>
        )}
      </div>
      <div className={css.saveActions}>
        {(changed || isNew) && (
          <Button variant="subtle" onClick={discard} disabled={!changed}>
            Discard
          </Button>
        )}
        <Button
          variant="default"
          onClick={() => toggle('changes')}
          disabled={!changed && !isNew}
          aria-expanded={drawer === 'changes'}
        >
          Diff
        </Button>
        {(changed || isNew) && (
          <Button
            variant="default"
            leftSection={<IconFlask size={15} aria-hidden />}
            onClick={() => props.tryIt?.()}
            disabled={props.tryIt === null}
            loading={props.trying}
          >
            Dry run
          </Button>
        )}
        <Button
          onClick={save}
          disabled={blocked !== null}
          loading={saving}
          aria-keyshortcuts="Control+S"
          title={blocked ?? 'Ctrl+S'}
        >
          {isNew ? 'Create' : 'Save'}
          <kbd className={css.key}>Ctrl S</kbd>
        </Button>
      </div>
    </div>
  );
}

function ChangeCount({ isNew, changed, diff }: { isNew: boolean; changed: boolean; diff: readonly DiffLine[] }) {
  if (isNew) return <span className={css.quiet}>Not saved yet</span>;
  if (!changed) return <span className={css.quiet}>No changes</span>;
  const { added, removed } = diffCounts(diff);
  const count = Math.max(added, removed);
  return (
    <span>
      <b>
        {count} {count === 1 ? 'change' : 'changes'}
      </b>
      <span className={css.quiet}>
        {' '}
        {added} {added === 1 ? 'line' : 'lines'} added, {removed} removed
      </span>
    </span>
  );
}

function ProblemCount(props: { problems: readonly EditorProblem[]; open: () => void; jump: (line: number) => void }) {
  const errors = props.problems.filter(({ severity }) => severity === 'error');
  const warnings = props.problems.length - errors.length;
  const line = errors.find((problem) => problem.line !== null)?.line ?? null;
  return (
    <>
      {errors.length > 0 && (
        <button type="button" className={css.count} data-tone="bad" onClick={props.open}>
          <Mark state="bad" /> {errors.length} {errors.length === 1 ? 'problem' : 'problems'}
        </button>
      )}
      {line !== null && (
        <button type="button" className={css.link} onClick={() => props.jump(line)}>
          line {line}
        </button>
      )}
      {warnings > 0 && (
        <button type="button" className={css.count} data-tone="warn" onClick={props.open}>
          <Mark state="warn" /> {warnings} {warnings === 1 ? 'warning' : 'warnings'}
        </button>
      )}
    </>
  );
}
