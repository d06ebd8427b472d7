'use client';

import { useEffect, useState } from 'react';
import type { NotActing } from '../../server/model/kind.ts';
import { keyText, type ObjectKey } from '../../server/model/object.ts';
import { useSnapshot, useText } from '../live/queries.ts';

/** A field that is kept but does not act, and where it stands in the text (line from 1, null where it has none). */
export interface NotActingLine extends NotActing {
  line: number | null;
}

const NONE: NotActingLine[] = [];

/** Fields of an object that the proxy does not act on. */
export function useNotActing(key: ObjectKey): NotActingLine[] {
  const fields = useSnapshot().data?.notActing[keyText(key)];
  const text = useText(key).data?.text;
  const [found, setFound] = useState<{ fields?: readonly NotActing[]; lines: NotActingLine[] }>({ lines: NONE });
  useEffect(() => {
    if (!fields || fields.length === 0) return;
    let over = false;
    const work = async () => {
      // most objects have no such field, and pages are lighter without a YAML reader
      const { parseDocuments } = await import('../../server/model/documents.ts');
      const [document] = text === undefined ? [] : parseDocuments(text);
      if (!over)
        setFound({
          fields,
          lines: fields.map((field) => ({ ...field, line: document?.locate(field.path)?.line ?? null })),
        });
    };
    void work();
    return () => {
      over = true;
    };
  }, [fields, text]);
  return fields !== undefined && found.fields === fields ? found.lines : NONE;
}
