'use client';

import { Link } from '../ui/Link.tsx';
import { useMemo, useState } from 'react';
import type { ImportedDocument } from '../../server/contract/console.ts';
import type { ParsedDocument } from '../../server/model/documents.ts';
import { DiffView } from '../editor/DiffView.tsx';
import { diffLines } from '../editor/line-diff.ts';
import { keyFor, pageKind, pageOf } from '../live/kinds.ts';
import { useText } from '../live/queries.ts';
import { StateText, type MarkState } from '../share/Marks.tsx';
import { ErrorState, Loading } from '../ui/States.tsx';
import { ObjectName } from '../ui/text.tsx';
import ui from '../ui/ui.module.css';
import css from './transfer.module.css';

const STATES: Record<ImportedDocument['result'], { mark: MarkState; word: string; done: string }> = {
  new: { mark: 'ok', word: 'New', done: 'Created' },
  changed: { mark: 'ok', word: 'Changed', done: 'Changed' },
  same: { mark: 'off', word: 'Same', done: 'Same' },
  refused: { mark: 'bad', word: 'Refused', done: 'Refused' },
  'kept out': { mark: 'warn', word: 'Kept out', done: 'Kept out' },
};

interface Props {
  documents: readonly ImportedDocument[];
  /** The same documents as they stand in the text. */
  parsed: readonly ParsedDocument[];
  /** They were written. */
  applied: boolean;
  /** A line in words. */
  placeOf?: (line: number) => string;
  /** Absent where there is no text to go to. */
  onLine?: (line: number) => void;
}

/** Every document with what would become of it, or what became of it. */
export function DocumentList({ documents, parsed, applied, onLine, placeOf = lineText }: Props) {
  const [open, setOpen] = useState<number | null>(null);
  return (
    <ul className={css.documents} aria-label="Documents">
      {documents.map((document) => (
        <li key={document.index} data-result={document.result}>
          <div className={css.document}>
            <StateText state={STATES[document.result].mark}>
              {applied ? STATES[document.result].done : STATES[document.result].word}
            </StateText>
            <span className={css.docName}>
              <span className={ui.meta}>{document.kind || 'Document'}</span>{' '}
              <Name document={document} link={applied || document.result === 'same' || document.result === 'changed'} />
            </span>
            <span className={css.docSide}>
              {!applied && document.result === 'changed' && (
                <button
                  type="button"
                  className={css.link}
                  aria-expanded={open === document.index}
                  onClick={() => setOpen(open === document.index ? null : document.index)}
                >
                  {open === document.index ? 'Hide changes' : 'Show changes'}
                </button>
              )}
              {onLine && (
                <button type="button" className={css.link} onClick={() => onLine(document.line)}>
                  {placeOf(document.line)}
                </button>
              )}
            </span>
          </div>
          {document.result === 'kept out' && document.problems.length === 0 && (
            <p className={css.why}>
              This product does not serve {document.kind || 'this kind'}; the document is left alone.
            </p>
          )}
          {document.problems.map((problem) => (
            <p
              key={`${problem.field}|${problem.message}`}
              className={css.problem}
              data-level={document.result === 'refused' ? 'bad' : 'warn'}
            >
              {problem.field !== '' && problem.field !== '<nil>' && <code>{problem.field}</code>} {problem.message}{' '}
              {problem.line !== null && onLine && (
                <button type="button" className={css.link} onClick={() => onLine(problem.line ?? 1)}>
                  {capital(placeOf(problem.line))}
                </button>
              )}
            </p>
          ))}
          {document.warnings.map((warning) => (
            <p key={warning} className={css.problem} data-level="warn">
              {warning}
            </p>
          ))}
          {open === document.index && !applied && (
            <Changes document={document} after={parsed.find(({ index }) => index === document.index)?.text ?? ''} />
          )}
        </li>
      ))}
    </ul>
  );
}

function lineText(line: number): string {
  return `line ${line}`;
}

/** A sentence of its own; names of files stay as they are. */
function capital(place: string): string {
  return place.replace(/^line /, 'Line ');
}

function Name({ document, link }: { document: ImportedDocument; link: boolean }) {
  const { kind, namespace, name } = document;
  // what cannot be read has neither kind nor name
  if (name === '')
    return <b>{kind === '' && document.problems.length > 0 ? 'that cannot be read' : 'without a name'}</b>;
  const text = <ObjectName namespace={namespace} name={name} />;
  return link && pageKind(kind) ? (
    <Link className={ui.name} href={pageOf({ kind, namespace, name })}>
      {text}
    </Link>
  ) : (
    <b className={ui.strong}>{text}</b>
  );
}

function Changes({ document, after }: { document: ImportedDocument; after: string }) {
  const before = useText(keyFor(document.kind, document.namespace, document.name));
  const diff = useMemo(() => (before.data ? diffLines(before.data.text, after) : null), [before.data, after]);
  if (before.error)
    return <ErrorState what="Could not read what is stored" error={before.error} retry={() => void before.refetch()} />;
  if (!diff) return <Loading rows={3} />;
  return (
    <div className={css.changes}>
      <DiffView diff={diff} label={`Changes of ${document.kind} ${document.name}`} />
    </div>
  );
}
