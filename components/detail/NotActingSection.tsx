'use client';

import type { ObjectKey } from '../../server/model/object.ts';
import { Mark } from '../share/Marks.tsx';
import { Section } from '../ui/PageHeader.tsx';
import { Mono } from '../ui/text.tsx';
import css from './detail.module.css';
import { useNotActing } from './use-not-acting.ts';

/** What of an object is kept but does not act, each with its line; nothing when all of it acts. */
export function NotActingSection({ objectKey, onLine }: { objectKey: ObjectKey; onLine: (line: number) => void }) {
  const fields = useNotActing(objectKey);
  if (fields.length === 0) return null;
  return (
    <Section title="Not acting" note="kept and exported as written, but the proxy does not act on it yet">
      <ul className={css.findings}>
        {fields.map(({ path, message, line }) => (
          <li key={path}>
            <Mark state="warn" label="Warning" />
            <div>
              <Mono>{path}</Mono>
              <p>{message}</p>
            </div>
            {line !== null && (
              <button type="button" className={css.link} onClick={() => onLine(line)}>
                Line {line}
              </button>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
