'use client';

import { useMemo } from 'react';
import type { DocumentModel } from './document-model.ts';
import { fieldDocs } from './field-docs.ts';
import type { KindHelp } from './use-kind.ts';
import css from './workbench.module.css';

interface Props {
  document: DocumentModel;
  help: KindHelp | undefined;
  /** Of the cursor. */
  offset: number;
  /** Shows what else there is. */
  openAll: () => void;
}

/** Below the YAML: what the schema says about the field at the cursor, and with which choices beside it the API takes it. */
export function FieldFoot({ document, help, offset, openAll }: Props) {
  const path = useMemo(() => document.pathAt(offset), [document, offset]);
  const docs = useMemo(() => fieldDocs(help?.schema, path), [help, path]);
  const works = useMemo(() => help?.worksWith(document.value, path) ?? [], [help, document, path]);
  if (!docs) return null;
  return (
    <div className={css.foot} data-testid="field-docs">
      <p className={css.footHead}>
        <span>
          <code>{docs.name}</code>{' '}
          <span className={css.quiet}>
            {docs.type}
            {docs.required && ', required'}
            {docs.default !== null && `, default ${docs.default}`}
          </span>
        </span>
        <button type="button" className={css.link} onClick={openAll}>
          All fields
        </button>
      </p>
      <p>{docs.description}</p>
      {docs.values.length > 1 && <p className={css.quiet}>{docs.values.join(', ')}</p>}
      {works.length > 0 && <p className={css.quiet}>Works with {listText(works)}.</p>}
    </div>
  );
}

/** `A, B and C`. */
function listText(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
