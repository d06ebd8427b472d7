'use client';

import { Link } from '../ui/Link.tsx';
import { useEffect, useState } from 'react';
import { useAllObjects } from '../editor/use-ahead.ts';
import { pageOf } from '../live/kinds.ts';
import { useSnapshot } from '../live/queries.ts';
import type { Finding } from '../overview/finding.ts';
import { Mark } from '../share/Marks.tsx';
import type { ImportFindings } from './import-findings.ts';
import css from './transfer.module.css';

const PAUSE_MS = 350;
const SHOWN = 12;

/** Problems that the import would bring or end, before it is applied. */
export function ImportFindingsList({ text }: { text: string }) {
  const objects = useAllObjects();
  const view = useSnapshot().data;
  const [found, setFound] = useState<{ text: string; findings: ImportFindings } | null>(null);
  useEffect(() => {
    if (objects === null || view === undefined) return;
    let over = false;
    const work = async () => {
      const { importFindings } = await import('./import-findings.ts');
      if (over) return;
      const around = { objects, snapshot: view.snapshot, bindings: view.bindings };
      setFound({ text, findings: importFindings(text, around, `${new Date().toISOString().slice(0, 19)}Z`) });
    };
    const timer = setTimeout(() => void work(), PAUSE_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [text, objects, view]);
  if (found === null || found.text !== text) return null;
  const { introduced, fixed } = found.findings;
  if (introduced.length === 0 && fixed.length === 0)
    return <p className={css.hint}>No problem begins or ends with this.</p>;
  return (
    <ul className={css.findings} aria-label="Problems that begin or end">
      <Lines of={introduced} title="Begins" mark="warn" />
      <Lines of={fixed} title="Ends" mark="ok" />
    </ul>
  );
}

function Lines({ of, title, mark }: { of: readonly Finding[]; title: string; mark: 'warn' | 'ok' }) {
  return (
    <>
      {of.slice(0, SHOWN).map(({ id, code, kind, namespace, name, sentence }) => (
        <li key={id}>
          <Mark state={mark} />
          <span>
            {title}: {kind}{' '}
            <Link href={pageOf({ kind, namespace, name })}>{namespace === '' ? name : `${namespace}/${name}`}</Link>{' '}
            {sentence} <code>{code}</code>
          </span>
        </li>
      ))}
      {of.length > SHOWN && <li>And {of.length - SHOWN} more.</li>}
    </>
  );
}
