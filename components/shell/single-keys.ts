'use client';

import { useSyncExternalStore } from 'react';

/** Where the choice is kept; absent means on. */
const KEY = 'switchyard-single-keys';
const listeners = new Set<() => void>();

function on(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'off';
  } catch {
    // a browser that keeps nothing
    return true;
  }
}

/** Turns single keys on or off for this browser. */
export function setSingleKeys(next: boolean): void {
  try {
    if (next) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, 'off');
  } catch {
    // it holds until the page is left
  }
  for (const listener of listeners) listener();
}

/** Whether single keys act. */
export function useSingleKeys(): boolean {
  return useSyncExternalStore(
    (notify) => {
      listeners.add(notify);
      return () => listeners.delete(notify);
    },
    on,
    () => true,
  );
}

const TAKEN = 'input, textarea, select, [contenteditable], [role=dialog], [role=menu], .monaco-editor';

/** Whether a key that is pressed alone may act on the page: not while something is typed or a layer is open, and not when such keys are off. */
export function takesSingleKey(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !on()) return false;
  return !(event.target instanceof Element && event.target.closest(TAKEN) !== null);
}
