import { SegmentedControl } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconChevronDown } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Patch } from './document-model.ts';
import { DiffView, SplitDiffView } from './DiffView.tsx';
import css from './drawer.module.css';
import { diffCounts, type DiffLine } from './line-diff.ts';
import { ProblemList } from './ProblemList.tsx';
import type { EditorProblem } from './problems.ts';

export type DrawerTab = 'problems' | 'changes';

interface Props {
  tab: DrawerTab;
  show: (tab: DrawerTab | null) => void;
  problems: readonly EditorProblem[];
  diff: readonly DiffLine[];
  /** What the diff is against. */
  against: string;
  jump: (line: number) => void;
  fix: (patches: readonly Patch[]) => void;
  /** What saving will do. */
  effect: ReactNode;
}

/** Above the save bar: what is wrong, and what is changed. */
export function Drawer({ tab, show, problems, diff, against, jump, fix, effect }: Props) {
  const { added, removed } = diffCounts(diff);
  const [layout, setLayout] = useLocalStorage<'unified' | 'split'>({ key: 'sy-diff', defaultValue: 'unified' });
  const Diff = layout === 'split' ? SplitDiffView : DiffView;
  return (
    <section className={css.drawer} aria-label={tab === 'problems' ? 'Problems' : 'Changes'}>
      <div className={css.tabs}>
        <div role="tablist" aria-label="What to show">
          <Tab tab="problems" current={tab} show={show}>
            Problems <span>{problems.length}</span>
          </Tab>
          <Tab tab="changes" current={tab} show={show}>
            Changes{' '}
            <span>
              +{added} −{removed}
            </span>
          </Tab>
        </div>
        <span className={css.against}>{against}</span>
        {tab === 'changes' && (
          <SegmentedControl
            className={css.layout ?? ''}
            aria-label="Layout of the changes"
            size="xs"
            value={layout}
            onChange={setLayout}
            data={[
              { value: 'unified', label: 'Unified' },
              { value: 'split', label: 'Split' },
            ]}
          />
        )}
        <button type="button" className={css.close} aria-label="Close" title="Close" onClick={() => show(null)}>
          <IconChevronDown size={16} />
        </button>
      </div>
      <div className={css.body} role="tabpanel" aria-label={tab === 'problems' ? 'Problems' : 'Changes'}>
        {tab === 'problems' ? (
          <ProblemList problems={problems} jump={jump} fix={fix} />
        ) : (
          <div className={css.split}>
            <Diff diff={diff} label="Changed lines" />
            {effect}
          </div>
        )}
      </div>
    </section>
  );
}

function Tab(props: { tab: DrawerTab; current: DrawerTab; show: (tab: DrawerTab) => void; children: ReactNode }) {
  return (
    <button type="button" role="tab" aria-selected={props.tab === props.current} onClick={() => props.show(props.tab)}>
      {props.children}
    </button>
  );
}
