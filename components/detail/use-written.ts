'use client';

import { useEffect, useState } from 'react';
import type { ObjectKey } from '../../server/model/object.ts';
import { useText } from '../live/queries.ts';
import { parseFieldPath, valueAt } from '../editor/values.ts';

/** Says of a field below `spec` whether somebody wrote it, or the API filled it in with its default. */
export type IsWritten = (field: string) => boolean;

const ALL: IsWritten = () => true;

/** What was written of an object, from its text. Until that was read every field counts as written. */
export function useWritten(key: ObjectKey): IsWritten {
  const text = useText(key).data?.text;
  const [read, setRead] = useState<{ text: string; is: IsWritten } | null>(null);
  useEffect(() => {
    if (text === undefined) return;
    let over = false;
    const work = async () => {
      // pages are lighter without a YAML reader
      const { parseDocuments } = await import('../../server/model/documents.ts');
      const [document] = parseDocuments(text);
      const value = document?.value;
      if (!over) setRead({ text, is: (field) => valueAt(value, ['spec', ...parseFieldPath(field)]) !== undefined });
    };
    void work();
    return () => {
      over = true;
    };
  }, [text]);
  return read !== null && read.text === text ? read.is : ALL;
}
