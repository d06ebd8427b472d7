'use client';

import { useEffect, useState } from 'react';
import type { ImportResult } from '../../server/contract/console.ts';
import { api } from '../live/api.ts';

/** What the API would do with a text. `of` is the text that the result belongs to. */
export interface DryRun {
  of: string;
  result: ImportResult | null;
  error: unknown;
}

const PAUSE_MS = 350;
const NOTHING: DryRun = { of: '', result: null, error: null };

/** Checks a text after each pause of typing. The last result stays while a new one is on its way. */
export function useDryRun(text: string): DryRun & { busy: boolean; again: () => void } {
  const [run, setRun] = useState<DryRun>(NOTHING);
  const [attempt, setAttempt] = useState(0);
  const blank = text.trim() === '';
  useEffect(() => {
    if (blank) return;
    const abort = new AbortController();
    const check = async () => {
      try {
        const result = await api<ImportResult>('POST', '/console/v1/import?dryRun=All', text, { signal: abort.signal });
        setRun({ of: text, result, error: null });
      } catch (error) {
        if (!abort.signal.aborted) setRun((last) => ({ of: text, result: last.result, error }));
      }
    };
    const timer = setTimeout(() => void check(), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
    // a new attempt checks the same text again
    // oxlint-disable-next-line react/exhaustive-deps
  }, [text, blank, attempt]);
  if (blank) return { ...NOTHING, busy: false, again: () => undefined };
  return { ...run, busy: run.of !== text, again: () => setAttempt((n) => n + 1) };
}
