'use client';

import { useMemo } from 'react';
import type { ObjectKey } from '../../server/model/object.ts';
import type { Finding } from '../overview/finding.ts';
import { findingKinds } from '../overview/finding-kinds.ts';
import { useProblems } from '../overview/use-problems.ts';

/** Findings about one object; fields that do not act have a list of their own. */
export function useFindings({ kind, namespace, name }: ObjectKey): Finding[] {
  const { problems } = useProblems();
  return useMemo(
    () =>
      problems.filter(
        (problem) =>
          problem.kind === kind &&
          problem.namespace === namespace &&
          problem.name === name &&
          problem.code !== findingKinds.notActing.code,
      ),
    [problems, kind, namespace, name],
  );
}
