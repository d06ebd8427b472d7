'use client';

import { Button } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { Link } from '../ui/Link.tsx';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { leaveDraft } from '../detail/draft.ts';
import type { DocumentModel } from '../editor/document-model.ts';
import { keyFor, pageKind, pageOf, yamlPageOf } from '../live/kinds.ts';
import { useText } from '../live/queries.ts';
import type { Finding } from './finding.ts';

/** The line of a problem, and the one change that would mend it: it opens in the editor, and nothing is saved before it was seen there. */
export function ProblemActions({ problem }: { problem: Finding }) {
  return problem.place === undefined ? (
    <Open problem={problem} href={problem.link.href} label={problem.link.label} />
  ) : (
    <Placed problem={problem} place={problem.place} />
  );
}

function Placed({ problem, place }: { problem: Finding; place: NonNullable<Finding['place']> }) {
  const router = useRouter();
  const key = keyFor(problem.kind, problem.namespace, problem.name);
  const authored = useText(key).data;
  const text = authored?.text;
  const [model, setModel] = useState<DocumentModel | null>(null);
  useEffect(() => {
    if (text === undefined) return;
    let over = false;
    const work = async () => {
      // only lists with problems need a YAML reader
      const { DocumentModel } = await import('../editor/document-model.ts');
      if (!over) setModel(new DocumentModel(text));
    };
    void work();
    return () => {
      over = true;
    };
  }, [text]);
  const line = model?.nearestLine(place) ?? null;
  const tab = pageKind(problem.kind)?.page === undefined ? yamlPageOf(problem) : `${pageOf(problem)}?tab=yaml`;
  const mend = async () => {
    if (!model || !authored || !problem.fix) return;
    router.push(await leaveDraft(key, authored, [{ op: 'set', path: place, value: problem.fix.value }]));
  };
  return (
    <>
      {problem.fix && (
        <Button
          variant="default"
          size="compact-sm"
          disabled={model === null}
          onClick={() => void mend()}
          aria-label={`${problem.fix.label} in ${problem.kind} ${problem.name}`}
        >
          {problem.fix.label}
        </Button>
      )}
      {line === null ? (
        <Open problem={problem} href={problem.link.href} label={problem.link.label} />
      ) : (
        <Open
          problem={problem}
          href={`${tab}${tab.includes('?') ? '&' : '?'}line=${line}`}
          label={`Show line ${line}`}
        />
      )}
    </>
  );
}

function Open({ problem, href, label }: { problem: Finding; href: string; label: string }) {
  return (
    <Button
      component={Link}
      href={href}
      variant="subtle"
      size="compact-sm"
      rightSection={<IconChevronRight size={14} aria-hidden />}
      aria-label={`${label} of ${problem.kind} ${problem.name}`}
    >
      {label}
    </Button>
  );
}
