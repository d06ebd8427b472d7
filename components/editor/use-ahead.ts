'use client';

import { useEffect, useMemo, useState } from 'react';
import type { KubeObject } from '../../server/model/object.ts';
import { pageKinds } from '../live/kinds.ts';
import { useObjects, useSnapshot } from '../live/queries.ts';
import type { DocumentModel } from './document-model.ts';
import type { Ahead } from './effect.ts';
import type { KindHelp } from './use-kind.ts';

const PAUSE_MS = 350;

/** Everything that translation reads, null until all of it is there. */
export function useAllObjects(): KubeObject[] | null {
  // the list of kinds never changes, so neither does the order of these hooks
  // oxlint-disable-next-line react/rules-of-hooks
  const lists = pageKinds.map(({ kind }) => useObjects(kind).data);
  // made anew only when one of the lists is another
  // oxlint-disable-next-line react/exhaustive-deps
  return useMemo(() => (lists.every((list) => list !== undefined) ? lists.flat() : null), lists);
}

/** What saving the document would do, worked out after each pause of typing; null while it is not known. */
export function useAhead(document: DocumentModel, help: KindHelp | undefined, wanted: boolean): Ahead | null {
  const objects = useAllObjects();
  const view = useSnapshot().data;
  const [result, setResult] = useState<{ text: string; ahead: Ahead | null }>({ text: '', ahead: null });
  const readable = document.problems.length === 0;
  const ready = wanted && readable && help !== undefined && objects !== null && view !== undefined;
  useEffect(() => {
    if (!ready) return;
    let over = false;
    const timer = setTimeout(() => {
      const work = async () => {
        const { lookAhead } = await import('./effect.ts');
        if (over) return;
        const around = { objects, snapshot: view.snapshot, bindings: view.bindings };
        const now = `${new Date().toISOString().slice(0, 19)}Z`;
        setResult({ text: document.text, ahead: lookAhead(help.kind, document.value, around, now) });
      };
      void work();
    }, PAUSE_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [ready, document, help, objects, view]);
  return wanted && readable && result.text === document.text ? result.ahead : null;
}
