'use client';

import { useConnection, useNow } from '../live/LiveProvider.tsx';
import { useConsoleState } from '../live/queries.ts';
import { staleText } from '../live/stale.ts';
import { Mark } from '../share/Marks.tsx';
import css from './tables.module.css';

/** Says how old the figures below are and why, while no samples come. */
export function StaleNote({ stale, lastAt }: { stale: boolean; lastAt: number | null }) {
  if (!stale || lastAt === null) return null;
  return (
    <p className={css.stale} data-testid="stale">
      <Mark state="pending" />
      <StaleText lastAt={lastAt} />
    </p>
  );
}

/** The sentence alone, renewed every second. */
export function StaleText({ lastAt }: { lastAt: number }) {
  const now = useNow(1000);
  const connection = useConnection();
  const proxy = useConsoleState().data?.proxy;
  return (
    <>{staleText({ now, lastAt, connection, proxyAnswers: proxy?.connected })} Figures below are the last known.</>
  );
}
