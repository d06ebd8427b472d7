'use client';

import { CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import dynamic from 'next/dynamic';
import { useCallback, useMemo, useState } from 'react';
import { AllFields } from './AllFields.tsx';
import type { DocumentModel, Patch } from './document-model.ts';
import { FieldFoot } from './FieldFoot.tsx';
import { linesOf } from './line-diff.ts';
import type { PaneHandle } from './MonacoPane.tsx';
import type { EditorProblem } from './problems.ts';
import type { EditorSession } from './session.ts';
import type { KindHelp } from './use-kind.ts';
import css from './workbench.module.css';
import { later } from '../ui/later.ts';

const MonacoPane = dynamic(
  later(() => import('./MonacoPane.tsx')),
  { ssr: false },
);

interface Props {
  session: EditorSession;
  kind: string;
  name: string;
  uri: string;
  help: KindHelp | undefined;
  text: string;
  /** What changes are marked against. */
  saved: string;
  /** The last document that could be read. */
  shown: DocumentModel;
  broken: boolean;
  problems: readonly EditorProblem[];
  fix: (patches: readonly Patch[]) => void;
  onReady: (handle: PaneHandle) => void;
}

/** The text, what can be done with it, and what the schema says about the field at the cursor. */
export function YamlSection(props: Props) {
  const { session, kind, name, help, text, shown, broken } = props;
  const [cursor, setCursor] = useState(0);
  const [docs, setDocs] = useState(false);
  const [said, setSaid] = useState('');
  const at = useMemo(() => (docs ? shown.pathAt(cursor) : []), [docs, shown, cursor]);
  const format = useCallback(async () => {
    const { formatText } = await import('./format-text.ts');
    const formatted = formatText(session.get().text);
    if (formatted === null) setSaid('The text cannot be formatted without changing what it says.');
    else {
      setSaid(formatted === session.get().text ? 'The text is formatted already.' : 'Formatted.');
      session.replace(formatted);
    }
  }, [session]);
  return (
    <section className={css.yaml} aria-label="YAML">
      <div className={css.yamlHead}>
        <b>{name || kind.toLowerCase()}.yaml</b>
        <span>{linesOf(text).length} lines</span>
        <span role="status">{said}</span>
        <div className={css.yamlActions}>
          <button type="button" aria-pressed={docs} onClick={() => setDocs(!docs)} disabled={help === undefined}>
            Docs
          </button>
          <button type="button" onClick={() => void format()} disabled={broken}>
            Format
          </button>
          <CopyButton value={text}>
            {({ copied, copy }) => (
              <button type="button" aria-label={copied ? 'Copied' : 'Copy the YAML'} onClick={copy}>
                {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />} Copy
              </button>
            )}
          </CopyButton>
        </div>
      </div>
      <div className={css.pane}>
        <MonacoPane
          session={session}
          uri={props.uri}
          schema={help?.schema}
          problems={props.problems}
          text={text}
          saved={props.saved}
          label={`YAML of ${kind} ${name}. Ctrl+M lets Tab leave the editor.`}
          fix={props.fix}
          onReady={props.onReady}
          onCursor={setCursor}
        />
      </div>
      {docs && help ? (
        <AllFields key={at.join('/')} schema={help.schema} kind={kind} at={at} close={() => setDocs(false)} />
      ) : (
        <FieldFoot document={shown} help={help} offset={cursor} openAll={() => setDocs(true)} />
      )}
    </section>
  );
}
