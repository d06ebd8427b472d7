'use client';

import { useRouter } from 'next/navigation';
import type { ObjectKey } from '../../server/model/object.ts';
import type { Patch } from '../editor/document-model.ts';
import { useText } from '../live/queries.ts';
import { leaveDraft } from './draft.ts';

/**
 * Opens the editor with changes made to an object's text, its diff and its effect in view: nothing is saved before that was seen. Undefined
 * until the text is there.
 */
export function useDraft(key: ObjectKey): ((patches: readonly Patch[]) => Promise<void>) | undefined {
  const router = useRouter();
  const authored = useText(key).data;
  if (!authored) return undefined;
  return async (patches) => router.push(await leaveDraft(key, authored, patches));
}
