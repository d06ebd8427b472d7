'use client';

import { useNow } from '../live/LiveProvider.tsx';
import { Mark } from '../share/Marks.tsx';
import { agoText } from '../ui/age.ts';
import css from './tables.module.css';

/** Says how old the figures below are, while no samples come. */
export function StaleNote({ stale, lastAt }: { stale: boolean; lastAt: number | null }) {
  const now = useNow(1000);
  if (!stale || lastAt === null) return null;
  return (
    <p className={css.stale} role="status">
      <Mark state="pending" />
      Figures are {agoText(now - lastAt)} old: no samples come from the proxy.
    </p>
  );
}
