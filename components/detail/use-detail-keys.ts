'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import type { ObjectKey } from '../../server/model/object.ts';
import { pageOf } from '../live/kinds.ts';
import { useObjects } from '../live/queries.ts';
import { takesSingleKey } from '../shell/single-keys.ts';

/** Keys of detail pages: `[` and `]` go to the previous and next object of the kind, `c` opens the ways to copy. */
export function useDetailKeys(key: ObjectKey): void {
  const router = useRouter();
  const objects = useObjects(key.kind).data;
  const { kind, namespace, name } = key;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!takesSingleKey(event)) return;
      if (event.key === 'c') {
        const button = document.querySelector<HTMLElement>('[data-hotkey="c"]');
        if (!button) return;
        event.preventDefault();
        button.focus();
        button.click();
        return;
      }
      const step = event.key === ']' ? 1 : event.key === '[' ? -1 : 0;
      if (step === 0 || !objects) return;
      const at = objects.findIndex(
        ({ metadata }) => metadata.name === name && (metadata.namespace ?? '') === namespace,
      );
      const next = at < 0 ? undefined : objects[at + step];
      if (!next) return;
      event.preventDefault();
      router.push(pageOf({ kind, namespace: next.metadata.namespace ?? '', name: next.metadata.name ?? '' }));
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [router, objects, kind, namespace, name]);
}
