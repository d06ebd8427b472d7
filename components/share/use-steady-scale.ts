'use client';

import { useState } from 'react';
import { useNow } from '../live/LiveProvider.tsx';
import { shareScale, type ShareScale } from './scale.ts';

const STEADY_MS = 10_000;

/**
 * The scale of a group of share bars, for figures that come with every sample: it grows at once, and shrinks when nothing has needed it for
 * ten seconds, so that bars do not jump between two scales.
 */
export function useSteadyScale(values: readonly (number | null | undefined)[]): ShareScale {
  const tick = useNow(STEADY_MS);
  const wanted = shareScale(values);
  const [kept, setKept] = useState({ tick, scale: wanted, needed: wanted });
  const needed = wanted.max > kept.needed.max ? wanted : kept.needed;
  let next = kept;
  if (tick !== kept.tick) next = { tick, scale: needed, needed: wanted };
  else if (needed !== kept.needed) next = { tick, scale: needed.max > kept.scale.max ? needed : kept.scale, needed };
  if (next !== kept) setKept(next);
  return next.scale;
}
