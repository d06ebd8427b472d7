'use client';

import { useEffect } from 'react';
import type { AuthoredText } from '../../server/contract/console.ts';
import type { ObjectKey } from '../../server/model/object.ts';
import { isNotFound } from '../live/api.ts';
import { useText } from '../live/queries.ts';

/** Follows the text of an object on the server; tells when it is another, or gone. */
export function TextWatch({ objectKey, seen }: { objectKey: ObjectKey; seen: (theirs: AuthoredText | null) => void }) {
  const { data, error } = useText(objectKey);
  const gone = isNotFound(error);
  useEffect(() => {
    if (gone) seen(null);
    else if (data) seen(data);
  }, [data, gone, seen]);
  return null;
}
