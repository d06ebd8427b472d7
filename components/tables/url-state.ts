'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback } from 'react';

/** What the list shows lives in the URL; defaults are left out. Replaces the entry of the history and asks no server. */
export function useUrlState(): [URLSearchParams, (changes: Record<string, string | null>) => void] {
  const search = useSearchParams();
  const pathname = usePathname();
  const change = useCallback(
    (changes: Record<string, string | null>) => {
      const next = new URLSearchParams(window.location.search);
      for (const [name, value] of Object.entries(changes)) {
        if (value === null || value === '') next.delete(name);
        else next.set(name, value);
      }
      window.history.replaceState(null, '', next.size > 0 ? `${pathname}?${next}` : pathname);
    },
    [pathname],
  );
  return [search, change];
}
