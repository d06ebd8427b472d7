'use client';

import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { holdKeys } from './held-keys.ts';
import { PALETTE_EVENT, PALETTE_INPUT } from './palette-event.ts';
import { later } from '../ui/later.ts';

/** Read when it is first asked for: its code and the lists of all kinds are more than any page needs to begin with. */
const Palette = dynamic(
  later(() => import('./Palette.tsx').then((module) => module.Palette)),
  { ssr: false },
);

/**
 * Waits for Ctrl+K, or for whoever asks for the palette, and brings it; from then on it opens by itself. What is typed until its input is
 * there is typed into it.
 */
export function PaletteHost() {
  const [asked, setAsked] = useState(false);
  useEffect(() => {
    const ask = () => {
      if (document.querySelector(`input[aria-label="${PALETTE_INPUT}"]`) === null) holdKeys();
      setAsked(true);
    };
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== 'k')
        return;
      event.preventDefault();
      ask();
    };
    // before the palette's own listener, which brings the input
    window.addEventListener('keydown', onKey, true);
    window.addEventListener(PALETTE_EVENT, ask, true);
    return () => {
      window.removeEventListener('keydown', onKey, true);
      window.removeEventListener(PALETTE_EVENT, ask, true);
    };
  }, []);
  return asked ? <Palette /> : null;
}
