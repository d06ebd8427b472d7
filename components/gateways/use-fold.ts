'use client';

import { useMemo } from 'react';
import { useUrlState } from '../tables/url-state.ts';

/** More rows than these are closed until they are asked for. */
const OPEN_ROWS = 20;

/** Which Gateways show their listeners. */
export interface Fold {
  isOpen: (id: string) => boolean;
  toggle: (id: string) => void;
}

/** Listeners are open where there are few of them; the Gateways of which that was changed stand in the URL. */
export function useFold(listeners: number): Fold {
  const [search, change] = useUrlState();
  const text = search.get('fold') ?? '';
  return useMemo(() => {
    const changed = new Set(text.split(',').filter(Boolean));
    return {
      isOpen: (id) => changed.has(id) === listeners > OPEN_ROWS,
      toggle: (id) => {
        const next = new Set(changed);
        if (!next.delete(id)) next.add(id);
        change({ fold: [...next].join(',') });
      },
    };
  }, [text, listeners, change]);
}
