'use client';

import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { type HeldKeys, holdKeys } from './held-keys.ts';
import { PALETTE_EVENT } from './palette-event.ts';

/** Read when it is first asked for: its code and the lists of all kinds are more than any page needs to begin with. */
const Palette = dynamic(() => import('./Palette.tsx').then((module) => module.Palette), { ssr: false });

/**
 * Waits for Ctrl+K, or for whoever asks for the palette, and brings it, with what is typed meanwhile. From then on it opens by itself.
 */
export function PaletteHost() {
  const [held, setHeld] = useState<HeldKeys | null>(null);
  const asked = held !== null;
  useEffect(() => {
    if (asked) return;
    let keys: HeldKeys | null = null;
    const ask = () => setHeld((keys ??= holdKeys()));
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== 'k')
        return;
      event.preventDefault();
      ask();
    };
    window.addEventListener('keydown', onKey);
    window.addEventListener(PALETTE_EVENT, ask);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener(PALETTE_EVENT, ask);
    };
  }, [asked]);
  useEffect(() => () => void held?.take(), [held]);
  return held ? <Palette held={held} /> : null;
}
