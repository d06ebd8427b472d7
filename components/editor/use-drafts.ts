'use client';

import { useEffect, useState } from 'react';
import { dropDraft, readDraft, writeDraft, type Draft } from './drafts.ts';
import type { Base } from './save.ts';

/**
 * Keeps what is not saved in the browser, and gives what an earlier visit left behind. That stays until it is restored, dropped or
 * written over by new edits.
 */
export function useDrafts(key: string, text: string, base: Base) {
  const [left, setLeft] = useState<Draft | null>(null);
  useEffect(() => {
    const draft = readDraft(key);
    setLeft(draft !== null && draft.text !== base.text ? draft : null);
    // looked for once, when the editor opens
    // oxlint-disable-next-line react/exhaustive-deps
  }, [key]);

  const [touched, setTouched] = useState(false);
  const changed = text !== base.text;
  if (changed && !touched) setTouched(true);
  useEffect(() => {
    if (!touched) return;
    if (changed) writeDraft(key, { text, base: base.resourceVersion, at: Date.now() });
    else dropDraft(key);
  }, [key, text, changed, touched, base.resourceVersion]);

  return {
    /** Edits of an earlier visit that nobody has decided about. */
    left: touched ? null : left,
    /** They are not wanted any more. */
    drop: () => {
      setLeft(null);
      dropDraft(key);
    },
  };
}
