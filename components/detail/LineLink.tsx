'use client';

import Link from 'next/link';
import { useEffect, useState } from 'react';
import type { ObjectKey } from '../../server/model/object.ts';
import type { DocumentModel } from '../editor/document-model.ts';
import type { Path } from '../editor/values.ts';
import { pageKind, pageOf, yamlPageOf } from '../live/kinds.ts';
import { useText } from '../live/queries.ts';

/** Texts that were read last: the fields of one object ask for its lines one by one. */
const models = new Map<string, Promise<DocumentModel>>();
const MOST = 8;

function modelOf(text: string): Promise<DocumentModel> {
  let model = models.get(text);
  if (!model) {
    // only pages that name lines need a YAML reader
    model = import('../editor/document-model.ts').then((module) => new module.DocumentModel(text));
    models.set(text, model);
    const [oldest] = models.keys();
    if (models.size > MOST && oldest !== undefined) models.delete(oldest);
  }
  return model;
}

/** The line at which a field of an object stands, as a link to it; nothing until it is known. `before` stands in front of it. */
export function LineLink({ objectKey, path, before = '' }: { objectKey: ObjectKey; path: Path; before?: string }) {
  const text = useText(objectKey).data?.text;
  const [line, setLine] = useState<number | null>(null);
  const place = path.join('\n');
  useEffect(() => {
    if (text === undefined) return;
    let over = false;
    const work = async () => {
      const model = await modelOf(text);
      if (!over)
        setLine(model.nearestLine(place.split('\n').map((step) => (/^\d+$/.test(step) ? Number(step) : step))));
    };
    void work();
    return () => {
      over = true;
    };
  }, [text, place]);
  if (line === null) return null;
  const tab = pageKind(objectKey.kind)?.page === undefined ? yamlPageOf(objectKey) : `${pageOf(objectKey)}?tab=yaml`;
  return (
    <>
      {before}
      <Link href={`${tab}${tab.includes('?') ? '&' : '?'}line=${line}`}>line {line}</Link>
    </>
  );
}
