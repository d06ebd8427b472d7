'use client';

import { useMemo } from 'react';
import { parseDocuments } from '../../server/model/documents.ts';
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
  return useMemo(() => {
    if (!fields || fields.length === 0) return NONE;
    const [document] = text === undefined ? [] : parseDocuments(text);
    return fields.map((field) => ({ ...field, line: document?.locate(field.path)?.line ?? null }));
  }, [fields, text]);
}
