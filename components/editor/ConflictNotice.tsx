'use client';

import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { AuthoredText } from '../../server/contract/console.ts';
import { DiffView } from './DiffView.tsx';
import { diffCounts, diffLines } from './line-diff.ts';
import { mergeTexts } from './merge.ts';
import { Notice } from './Notice.tsx';

interface Props {
  /** What the edits were made on. */
  base: string;
  text: string;
  /** null: the object was deleted. */
  theirs: AuthoredText | null;
  take: () => void;
  keep: () => void;
  merge: () => void;
}

/** The object was changed on the server while it is edited here: what changed, and whose text to go on with. */
export function ConflictNotice({ base, text, theirs, take, keep, merge }: Props) {
  const [compare, setCompare] = useState<'theirs' | 'both' | null>('theirs');
  const merged = useMemo(
    () => theirs && mergeTexts(base, text, theirs.text, `revision ${theirs.resourceVersion}`),
    [base, text, theirs],
  );
  const change = useMemo(() => diffLines(base, theirs?.text ?? ''), [base, theirs]);
  const between = useMemo(() => diffLines(theirs?.text ?? '', text), [theirs, text]);
  if (theirs === null || merged === null)
    return (
      <Notice
        state="warn"
        actions={
          <Button variant="default" size="xs" onClick={keep}>
            Keep mine
          </Button>
        }
      >
        <b>This object was deleted on the server.</b> Your text is kept here. With <b>Keep mine</b>, Save creates the
        object again.
      </Notice>
    );
  const { added, removed } = diffCounts(change);
  return (
    <Notice
      state="warn"
      actions={
        <>
          <Button variant="subtle" size="xs" onClick={() => setCompare(compare === 'both' ? 'theirs' : 'both')}>
            {compare === 'both' ? 'What they changed' : 'Compare with mine'}
          </Button>
          <Button size="xs" onClick={merge}>
            Merge
          </Button>
          <Button variant="default" size="xs" onClick={take}>
            Take theirs
          </Button>
          <Button variant="default" size="xs" onClick={keep}>
            Keep mine
          </Button>
        </>
      }
      more={
        compare === 'both' ? (
          <DiffView diff={between} label="From their text to yours" />
        ) : (
          <DiffView diff={change} label="What they changed" />
        )
      }
    >
      <b>Revision {theirs.resourceVersion} changed this object on the server:</b> {added}{' '}
      {added === 1 ? 'line' : 'lines'} added, {removed} removed. <b>Merge</b>{' '}
      {merged.conflicts.length === 0
        ? 'puts their changes and yours into one text: they do not meet.'
        : `keeps both and marks ${merged.conflicts.length === 1 ? 'the place' : `the ${merged.conflicts.length} places`} where you changed the same; take the marks away before saving.`}{' '}
      <b>Take theirs</b> drops your edits, Undo brings them back. <b>Keep mine</b> replaces their text when you save.
    </Notice>
  );
}
