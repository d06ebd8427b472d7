'use client';

import { useEffect, useRef } from 'react';

/** Ctrl+S saves, or asks to, and F8 goes to the next problem, wherever the focus is. */
export function useEditorKeys(keys: { save: () => void; next: () => void }): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 's') {
        event.preventDefault();
        latest.current.save();
      } else if (event.key === 'F8' && !(event.target as HTMLElement).closest('.monaco-editor')) {
        event.preventDefault();
        latest.current.next();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
