'use client';

import { useEffect, useRef } from 'react';
import { takesSingleKey } from '../shell/single-keys.ts';

interface Keys {
  /** `p`. */
  toggle: () => void;
  /** `1` to `9`, and `0` for all. */
  isolate: (only: number) => void;
  /** The arrows; with Shift the window gets longer or shorter. */
  step: (direction: -1 | 1, widen: boolean) => void;
}

/** Where a key belongs to what has the focus. */
const TAKEN = '[role=radiogroup], [role=listbox]';

/** Single keys of the traffic page. */
export function useTrafficKeys(keys: Keys): void {
  const newest = useRef(keys);
  useEffect(() => {
    newest.current = keys;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!takesSingleKey(event) || (event.target as HTMLElement | null)?.closest(TAKEN)) return;
      const { toggle, isolate, step } = newest.current;
      if (event.key === 'p') toggle();
      else if (/^\d$/.test(event.key)) isolate(Number(event.key));
      else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
        event.preventDefault();
        step(event.key === 'ArrowLeft' ? -1 : 1, event.shiftKey);
      }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
