'use client';

import css from './panels.module.css';
import type { TimeMark } from './run-marks.ts';

/** Revisions that touched routing and runs of the generator, newest first, with their age. */
export function Events({ marks, now }: { marks: readonly TimeMark[]; now: number }) {
  if (marks.length === 0) return <p className={css.origin}>Nothing changed in this range.</p>;
  return (
    <ol className={css.events}>
      {marks
        .toSorted((a, b) => b.at - a.at)
        .slice(0, 12)
        .map((mark) => (
          <li key={`${mark.name} ${mark.at}`}>
            <time
              className={css.age}
              dateTime={new Date(mark.at).toISOString()}
              title={new Date(mark.at).toLocaleString()}
            >
              {age(now - mark.at)}
            </time>
            <span>
              {mark.name !== 'run' && <b>{mark.name} </b>}
              {mark.text}
            </span>
          </li>
        ))}
    </ol>
  );
}

function age(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s ago`;
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} ago`;
}
