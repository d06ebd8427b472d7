'use client';

import type { ReactNode } from 'react';
import type { KubeObject } from '../../server/model/object.ts';
import { useAgo } from '../live/LiveProvider.tsx';
import { rate as rateText } from '../traffic/format.ts';
import css from './ui.module.css';

/** Made once, since a list has hundreds of ages, and late, since it takes as long as all of them. */
let moment: Intl.DateTimeFormat | undefined;

function momentText(time: number): string {
  moment ??= new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
  return moment.format(time);
}

/** How long ago something was, renewed by itself; the absolute time on hover. `at` is RFC 3339 or Unix milliseconds. */
export function Age({ at, suffix = '' }: { at: string | number | undefined; suffix?: string }) {
  const time = typeof at === 'number' ? at : at === undefined ? Number.NaN : Date.parse(at);
  const ago = useAgo(time);
  // conditions that no controller has written yet bear the first moment of Unix time
  if (Number.isNaN(time) || time <= 0) return <span className={css.meta}>–</span>;
  return (
    <time
      className={css.meta}
      dateTime={new Date(time).toISOString()}
      onPointerEnter={(event) => (event.currentTarget.title = momentText(time))}
    >
      {ago === null ? '–' : `${ago}${suffix}`}
    </time>
  );
}

/** What someone types or copies: paths, hosts, addresses, field paths. */
export function Mono({ children, title }: { children: ReactNode; title?: string }) {
  return (
    <span className={css.mono} title={title}>
      {children}
    </span>
  );
}

/** The kind of an object, beside its name. */
export function KindChip({ kind }: { kind: string }) {
  return <span className={css.kind}>{kind}</span>;
}

/** Requests per second; zero is quiet. */
export function Rate({ value }: { value: number }) {
  if (value === 0) return <span className={css.meta}>0</span>;
  return (
    <span className={css.nowrap}>
      {rateText(value)} <span className={css.meta}>/s</span>
    </span>
  );
}

/** `namespace/name`, the name bold. */
export function ObjectName({ namespace, name }: { namespace: string; name: string }) {
  return (
    <>
      {namespace !== '' && <span className={css.ns}>{namespace}/</span>}
      {name}
    </>
  );
}

/** The labels of an object in one line. */
export function LabelsText({ object }: { object: KubeObject }) {
  const labels = Object.entries(object.metadata.labels ?? {});
  if (labels.length === 0) return <span className={css.meta}>none</span>;
  return <span className={css.second}>{labels.map(([key, value]) => `${key}=${value}`).join(', ')}</span>;
}
