'use client';

import { useConnection, useNow, useTraffic } from '../live/LiveProvider.tsx';
import { useConsoleState } from '../live/queries.ts';
import { rate } from '../traffic/format.ts';
import css from './Shell.module.css';

const WINDOW_S = 10;

/** Requests per second through the proxy over the last 10 s, and the age of the last sample. */
export function LiveRate() {
  const { samples, lastAt, stale } = useTraffic(WINDOW_S, 500);
  const { state } = useConnection();
  const { data } = useConsoleState();
  const now = useNow(500);
  let requests = 0;
  let seconds = 0;
  for (const sample of samples) {
    seconds += sample.intervalMs / 1000;
    for (const listener of sample.listeners) requests += listener.requests;
  }
  const perSecond = seconds > 0 ? requests / seconds : 0;
  const down = data !== undefined && !data.proxy.connected;
  const level = down ? 'bad' : state === 'lost' || stale ? 'warn' : perSecond > 0 ? 'ok' : undefined;
  const age = lastAt === null || now === 0 ? null : Math.max(0, now - lastAt) / 1000;
  const words = down
    ? 'no answer from proxy'
    : state === 'lost'
      ? 'reconnecting'
      : age === null
        ? state === 'connecting'
          ? 'connecting'
          : 'live'
        : stale
          ? `${age.toFixed(0)} s old`
          : `live, ${age.toFixed(1)} s ago`;
  return (
    <div className={css.pulse} title="Requests per second through the proxy, last 10 s">
      <span className={css.lamp} data-level={level} aria-hidden />
      <span data-stale={down || state === 'lost' || stale || undefined}>
        <b>{perSecond === 0 ? '0' : rate(perSecond)}</b> req/s
      </span>
      <span className={css.age}>{words}</span>
    </div>
  );
}
