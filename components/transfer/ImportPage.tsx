'use client';

import { Button } from '@mantine/core';
import { IconCheck, IconFile, IconFolder } from '@tabler/icons-react';
import { Link } from '../ui/Link.tsx';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ImportedDocument, ImportResult } from '../../server/contract/console.ts';
import { parseDocuments } from '../../server/model/documents.ts';
import { api } from '../live/api.ts';
import { Mark } from '../share/Marks.tsx';
import { PageHeader, Section } from '../ui/PageHeader.tsx';
import { ErrorState, Loading } from '../ui/States.tsx';
import { notify } from '../ui/layers.ts';
import { DocumentList } from './DocumentList.tsx';
import { manifestsOf } from './dropped-files.ts';
import { DropManifests } from './DropManifests.tsx';
import { forget, handedOver, withFiles } from './handover.ts';
import { ImportFindingsList } from './ImportFindingsList.tsx';
import { edited, joinDocuments, NOTHING, placeText, type Manifests } from './manifests.ts';
import { TextPane, type TextPaneHandle } from './TextPane.tsx';
import { TransferTabs } from './TransferTabs.tsx';
import css from './transfer.module.css';
import { useDryRun } from './use-dry-run.ts';

const WRITTEN = new Set<ImportedDocument['result']>(['new', 'changed', 'same']);
/** Body limit of the API. */
const LIMIT_BYTES = 3 * 1024 * 1024;

/** Manifests in: shown first, written in one transaction. */
export function ImportPage() {
  const [manifests, setManifests] = useState(handedOver);
  const [applied, setApplied] = useState<Done | null>(null);
  useEffect(forget, []);
  const newest = useRef(manifests);
  useEffect(() => {
    newest.current = manifests;
  });
  const take = async (files: readonly File[]) => setManifests(await withFiles(newest.current, files));
  return (
    <DropManifests onFiles={take}>
      <PageHeader title="Import" meta="Nothing is saved before you have seen what each document would do." />
      <TransferTabs current="import" />
      {applied ? (
        <Applied
          applied={applied}
          again={() => {
            setApplied(null);
            setManifests(NOTHING);
          }}
        />
      ) : (
        <Draft
          manifests={manifests}
          setText={(text) => setManifests(edited(newest.current, text))}
          take={take}
          onApplied={setApplied}
        />
      )}
    </DropManifests>
  );
}

/** What was written, and how many documents were left out. */
interface Done {
  result: ImportResult;
  text: string;
  left: number;
}

interface DraftProps {
  manifests: Manifests;
  setText: (text: string) => void;
  take: (files: readonly File[]) => Promise<void>;
  onApplied: (done: Done) => void;
}

function Draft({ manifests, setText, take, onApplied }: DraftProps) {
  const { text } = manifests;
  const dry = useDryRun(text.length > LIMIT_BYTES ? '' : text);
  const parsed = useMemo(() => parseDocuments(text), [text]);
  const pane = useRef<TextPaneHandle>(null);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const documents = dry.result?.documents ?? [];
  const writable = documents.filter(({ result }) => WRITTEN.has(result));
  const changes = writable.filter(({ result }) => result !== 'same').length;
  const marked = documents.flatMap(({ problems }) => problems.flatMap(({ line }) => line ?? []));
  const tooLong = text.length > LIMIT_BYTES;

  const choose = async (chosen: readonly File[]) => {
    try {
      await take(chosen);
    } catch (error) {
      notify(`Nothing was taken. ${(error as Error).message}`, 'bad');
    }
  };
  const apply = async () => {
    setBusy(true);
    setFailure(null);
    try {
      // documents that are refused or kept out stay behind; the rest is sent as it was written
      const chosen = new Set(writable.map(({ index }) => index));
      const all = chosen.size === documents.length;
      const sent = all
        ? text
        : joinDocuments(parsed.filter(({ index }) => chosen.has(index)).map((document) => document.text));
      const result = await api<ImportResult>('POST', '/console/v1/import', sent);
      if (result.applied) onApplied({ result, text: sent, left: documents.length - chosen.size });
      else {
        setFailure(new Error('Something changed on the server meanwhile. The list shows what would happen now.'));
        dry.again();
      }
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <div className={css.columns}>
      <section className={css.source} aria-label="Manifests">
        <div className={css.bar}>
          <h2>Manifests</h2>
          <span className={css.meta}>{text === '' ? 'YAML or JSON' : linesText(text)}</span>
          <span className={css.spring} />
          {text !== '' && (
            <Button variant="subtle" size="xs" onClick={() => setText('')}>
              Clear
            </Button>
          )}
          <Button
            variant="default"
            size="xs"
            leftSection={<IconFile size={14} aria-hidden />}
            onClick={() => files.current?.click()}
          >
            Choose files
          </Button>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconFolder size={14} aria-hidden />}
            onClick={() => folder.current?.click()}
          >
            Choose a folder
          </Button>
          <input
            ref={folder}
            type="file"
            hidden
            data-testid="import-folder"
            {...{ webkitdirectory: '' }}
            onChange={(event) => {
              const chosen = manifestsOf([...(event.currentTarget.files ?? [])]);
              event.currentTarget.value = '';
              if (chosen.length > 0) void choose(chosen);
            }}
          />
          <input
            ref={files}
            type="file"
            multiple
            hidden
            accept=".yaml,.yml,.json,.txt"
            data-testid="import-files"
            onChange={(event) => {
              const chosen = [...(event.currentTarget.files ?? [])];
              event.currentTarget.value = '';
              void choose(chosen);
            }}
          />
        </div>
        <TextPane
          ref={pane}
          value={text}
          onChange={setText}
          marked={marked}
          label="Manifests to import"
          placeholder={'Paste manifests here, one or many,\nor drop files or folders\nanywhere on this page.'}
        />
      </section>
      <section className={css.found} aria-label="What would happen" aria-busy={dry.busy}>
        <div className={css.bar}>
          <h2>What would happen</h2>
          {documents.length > 0 && <span className={css.meta}>{countsText(documents)}</span>}
        </div>
        <div className={css.line} data-busy={(dry.busy && documents.length > 0) || undefined} />
        {tooLong ? (
          <ErrorState what="This is more than one request may hold" error="The limit is 3 MiB. Import it in parts." />
        ) : text.trim() === '' ? (
          <p className={css.hint}>
            Documents are listed here as they are typed or pasted: new, changed, same, or refused with the line and the
            API’s reason. A kind that this product does not serve is kept out and named.
          </p>
        ) : dry.error !== null && !dry.busy ? (
          <ErrorState what="Could not check the manifests" error={dry.error} retry={dry.again} />
        ) : dry.result === null ? (
          <Loading rows={4} />
        ) : documents.length === 0 ? (
          <p className={css.hint}>No document: the text holds only comments or blank lines.</p>
        ) : (
          <DocumentList
            documents={documents}
            parsed={parsed}
            applied={false}
            placeOf={(line) => placeText(manifests, line)}
            onLine={(line) => pane.current?.reveal(line)}
          />
        )}
        {changes > 0 && !tooLong && <ImportFindingsList text={text} />}
        {failure !== null && <ErrorState what="Nothing was applied" error={failure} />}
        {documents.length > 0 && !tooLong && (
          <div className={css.foot}>
            <Button
              onClick={() => void apply()}
              loading={busy}
              disabled={changes === 0 || dry.busy || dry.error !== null}
            >
              {changes === 0 ? 'Nothing to apply' : `Apply ${changes} ${changes === 1 ? 'object' : 'objects'}`}
            </Button>
            <span className={css.meta}>{footText(documents, changes)}</span>
          </div>
        )}
      </section>
    </div>
  );
}

function linesText(text: string): string {
  const lines = text.replace(/\n$/, '').split('\n').length;
  return `${lines.toLocaleString('en-US')} ${lines === 1 ? 'line' : 'lines'}`;
}

function countsText(documents: readonly ImportedDocument[]): string {
  const of = (result: ImportedDocument['result'], word: string) => {
    const n = documents.filter((document) => document.result === result).length;
    return n === 0 ? [] : [`${n} ${word}`];
  };
  return [
    ...of('new', 'new'),
    ...of('changed', 'changed'),
    ...of('same', 'same'),
    ...of('refused', 'refused'),
    ...of('kept out', 'kept out'),
  ].join(', ');
}

function footText(documents: readonly ImportedDocument[], changes: number): string {
  const left = documents.filter(({ result }) => !WRITTEN.has(result)).length;
  if (changes === 0) return left === 0 ? 'All of it is there already.' : 'No document can be written.';
  return left === 0
    ? 'In one transaction: all of them or none.'
    : `In one transaction. ${left} ${left === 1 ? 'document is' : 'documents are'} left out.`;
}

function Applied({ applied, again }: { applied: Done; again: () => void }) {
  const { result, text, left } = applied;
  const parsed = useMemo(() => parseDocuments(text), [text]);
  const written = result.documents.filter(
    (document) => document.result === 'new' || document.result === 'changed',
  ).length;
  return (
    <Section last>
      <div className={css.applied} role="status">
        <h2>
          <IconCheck size={18} aria-hidden />
          {written} {written === 1 ? 'object' : 'objects'} applied as revision {result.revision}
        </h2>
        {left > 0 && (
          <p className={css.hint}>
            {left} {left === 1 ? 'document was' : 'documents were'} refused or kept out, and left alone.
          </p>
        )}
        <DocumentList documents={result.documents} parsed={parsed} applied />
        {result.documents.some(({ warnings }) => warnings.length > 0) && (
          <p className={css.hint}>
            <Mark state="warn" /> Fields that do not act are kept and exported as written.
          </p>
        )}
        <div className={css.foot}>
          <Button component={Link} href="/">
            Open the overview
          </Button>
          <Button variant="default" onClick={again}>
            Import more
          </Button>
        </div>
      </div>
    </Section>
  );
}
