'use client';

import { useState } from 'react';
import { fieldDocs, memberNames, memberPath } from './field-docs.ts';
import css from './workbench.module.css';
import { fieldPath, type Path } from './values.ts';

interface Props {
  schema: unknown;
  kind: string;
  /** Where to begin. */
  at: Path;
  close: () => void;
}

/** What the schema knows, one object at a time: its members, each with type, default and meaning. */
export function AllFields({ schema, kind, at, close }: Props) {
  const [path, setPath] = useState<Path>(() => nearestObject(schema, at));
  const steps = path.map((_, i) => path.slice(0, i + 1)).filter((part) => typeof part.at(-1) === 'string');
  return (
    <section className={css.allFields} aria-label="All fields">
      <div className={css.allFieldsHead}>
        <nav aria-label="Place in the object">
          <button type="button" className={css.link} onClick={() => setPath([])}>
            {kind}
          </button>
          {steps.map((part) => (
            <span key={fieldPath(part)}>
              {' . '}
              <button type="button" className={css.link} onClick={() => setPath(part)}>
                {part.at(-1)}
              </button>
            </span>
          ))}
        </nav>
        <button type="button" className={css.link} onClick={close}>
          Close
        </button>
      </div>
      <dl>
        {memberNames(schema, path).map((name) => {
          const member = memberPath(schema, path, name);
          const docs = fieldDocs(schema, member);
          if (!docs) return null;
          const inner = memberNames(schema, member).length > 0;
          return (
            <div key={name}>
              <dt>
                {inner ? (
                  <button type="button" className={css.link} onClick={() => setPath(member)}>
                    <code>{name}</code>
                  </button>
                ) : (
                  <code>{name}</code>
                )}{' '}
                <span className={css.quiet}>
                  {docs.type}
                  {docs.required && ', required'}
                  {docs.default !== null && `, default ${docs.default}`}
                </span>
              </dt>
              <dd>
                {docs.description}
                {docs.values.length > 1 && <span className={css.quiet}> {docs.values.join(', ')}</span>}
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}

/** The innermost object with members on the way to a path. */
function nearestObject(schema: unknown, path: Path): Path {
  for (let length = path.length; length > 0; length--)
    if (memberNames(schema, path.slice(0, length)).length > 0) return path.slice(0, length);
  return [];
}
