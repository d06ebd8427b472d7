'use client';

import { useEffect, useState } from 'react';
import type { Verdict } from '../../server/contract/console.ts';
import { api, ApiError } from '../live/api.ts';
import { useConnection } from '../live/LiveProvider.tsx';
import type { DocumentModel } from './document-model.ts';

/** What the API would say about a text. */
export interface Judged {
  /** Of the last text that was judged; stays while the next one is asked for. */
  verdict: Verdict | null;
  /** False while the verdict is about an older text. */
  fresh: boolean;
  /** Why there is no verdict. */
  error: string | null;
}

const PAUSE_MS = 300;
const AWAY = 'The console does not answer.';

/** Asks the API for its verdict after each pause of typing, and once the console is back after it was away. A text that is not YAML is not asked about. */
export function useVerdict(document: DocumentModel): Judged {
  const [judged, setJudged] = useState<{ text: string; verdict: Verdict | null; error: string | null }>({
    text: '',
    verdict: null,
    error: null,
  });
  const text = document.text;
  const lost = useConnection().state === 'lost';
  const readable = document.problems.length === 0 && text.trim() !== '';
  useEffect(() => {
    if (!readable || lost) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      api<Verdict>('POST', '/console/v1/validate', text, { signal: abort.signal })
        .then((verdict) => setJudged({ text, verdict, error: null }))
        .catch((error: unknown) => {
          if (!abort.signal.aborted)
            setJudged((last) => ({ ...last, error: error instanceof ApiError ? error.message : String(error) }));
        });
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [text, readable, lost]);
  const fresh = judged.text === text;
  return { verdict: judged.verdict, fresh, error: lost && !fresh ? AWAY : judged.error };
}
