'use client';

import { useSearchParams } from 'next/navigation';
import { useMemo, useState } from 'react';
import type { KubeObject } from '../../server/model/object.ts';
import { keyFor } from '../live/kinds.ts';
import { useObjects, useRoutes, useText } from '../live/queries.ts';
import { PageHeader, Section } from '../ui/PageHeader.tsx';
import { Loading } from '../ui/States.tsx';
import { DocumentModel } from './document-model.ts';
import type { Start } from './Starts.tsx';
import { freeName, readPrefill, startText, type World } from './start-text.ts';
import { applyEdit } from './text-edit.ts';
import { useKindHelp } from './use-kind.ts';
import { Workbench } from './Workbench.tsx';

/** Makes a new object of a kind from one of several starts. */
export function NewPage({ kind }: { kind: string }) {
  const search = useSearchParams();
  const from = search.get('from')?.split('/') ?? [];
  const [namespace, name] = from;
  if (namespace && name) return <Duplicate kind={kind} namespace={namespace} name={name} />;
  return <Fresh kind={kind} />;
}

/** The objects around, once they are there; what cannot be read counts as none. */
function useWorld(kind: string): World | null {
  const [gateways, services, routes, siblings] = [
    useObjects('Gateway'),
    useObjects('Service'),
    useRoutes(),
    useObjects(kind),
  ];
  const ready = [gateways, services, routes, siblings].every(
    (query) => query.data !== undefined || query.error !== null,
  );
  if (!ready) return null;
  const items = (query: { data?: KubeObject[] | undefined }) => query.data ?? [];
  return { gateways: items(gateways), services: items(services), routes: items(routes), siblings: items(siblings) };
}

function Fresh({ kind }: { kind: string }) {
  const help = useKindHelp(kind);
  const world = useWorld(kind);
  const search = useSearchParams();
  // made once: later changes elsewhere must not move the text under the hands of who edits it
  const [starts, setStarts] = useState<Start[] | null>(null);
  if (starts === null && help && world) {
    const prefill = readPrefill(new URLSearchParams(search));
    setStarts(help.kind.examples.map(({ title, yaml }) => ({ title, text: startText(kind, yaml, prefill, world) })));
  }
  if (starts === null)
    return (
      <>
        <PageHeader title={`New ${kind}`} kind={kind} />
        <Section last>
          <Loading rows={8} />
        </Section>
      </>
    );
  return <Workbench kind={kind} objectKey={null} authored={null} start={starts[0]?.text ?? ''} starts={starts} />;
}

/** A copy of an object under a free name. */
function Duplicate({ kind, namespace, name }: { kind: string; namespace: string; name: string }) {
  const source = useText(keyFor(kind, namespace, name));
  const siblings = useObjects(kind);
  const start = useMemo(() => {
    if (!source.data || !siblings.data) return null;
    const model = new DocumentModel(source.data.text);
    if (model.problems.length > 0) return source.data.text;
    const edit = model.set(['metadata', 'name'], freeName(`${name}-copy`, namespace, siblings.data));
    return edit ? applyEdit(source.data.text, edit) : source.data.text;
  }, [source.data, siblings.data, name, namespace]);
  if (source.error) return <Fresh kind={kind} />;
  if (start === null)
    return (
      <>
        <PageHeader title={`New ${kind}`} kind={kind} />
        <Section last>
          <Loading rows={8} />
        </Section>
      </>
    );
  return <Workbench kind={kind} objectKey={null} authored={null} start={start} />;
}
