'use client';

import { useMemo } from 'react';
import type { Verdict } from '../../server/contract/console.ts';
import type { ObjectKey } from '../../server/model/object.ts';
import type { ApiError } from '../live/api.ts';
import type { DocumentModel } from './document-model.ts';
import { identityProblems, problemsOf, withRemedies, type EditorProblem } from './problems.ts';
import type { KindHelp } from './use-kind.ts';

interface Known {
  kind: string;
  /** null: the object is new. */
  key: ObjectKey | null;
  text: string;
  /** The last refusal by the server. */
  refused: { error: ApiError; text: string } | null;
  verdict: Verdict | null;
  /** The verdict is about this text. */
  fresh: boolean;
  help: KindHelp | undefined;
}

/** What is wrong with a text: with the object that it names (`identity`), and all of it with ways out. */
export function useWrong(
  document: DocumentModel,
  { kind, key, text, refused, verdict, fresh, help }: Known,
): { identity: EditorProblem[]; problems: EditorProblem[] } {
  const identity = useMemo(() => identityProblems(document, kind, key), [document, kind, key]);
  const said = useMemo(() => {
    if (refused?.text === text && document.problems.length === 0 && refused.error.problems.length > 0)
      return identity.concat(
        problemsOf(document, {
          accepted: false,
          problems: refused.error.problems,
          warnings: [],
          notActing: verdict?.notActing ?? [],
        }),
      );
    // lines of an older text are those of another place by now
    const placed =
      verdict && !fresh
        ? {
            ...verdict,
            problems: verdict.problems.map((problem) => ({ ...problem, line: null, column: null })),
            notActing: verdict.notActing.map((entry) => ({ ...entry, line: null })),
          }
        : verdict;
    return identity.concat(problemsOf(document, placed));
  }, [document, verdict, fresh, refused, text, identity]);
  const problems = useMemo(() => (help ? withRemedies(said, document, help.remedyFor) : said), [said, document, help]);
  return { identity, problems };
}
