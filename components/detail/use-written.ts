import { useMemo } from 'react';
import type { ObjectKey } from '../../server/model/object.ts';
import { parseFieldPath, valueAt } from '../editor/values.ts';
import { useText } from '../live/queries.ts';

/** Says of a field below `spec` whether somebody wrote it, or the API filled it in with its default. */
export type IsWritten = (field: string) => boolean;

/** What was written of an object, from its text. Until that was read every field counts as written. */
export function useWritten(key: ObjectKey): IsWritten {
  const read = useText(key).data;
  return useMemo(
    () => (field) => read === undefined || valueAt(read.written, ['spec', ...parseFieldPath(field)]) !== undefined,
    [read],
  );
}
