'use client';

import { useRouter } from 'next/navigation';
import type { ObjectKey } from '../../server/model/object.ts';
import type { Patch } from '../editor/document-model.ts';
import { writeDraft } from '../editor/drafts.ts';
import { editPageOf } from '../editor/edit-pages.ts';
import { useText } from '../live/queries.ts';

/**
 * Opens the editor with changes made to an object's text, its diff and its effect in view: nothing is saved before that was seen. Undefined
 * until the text is there.
 */
export function useDraft(key: ObjectKey): ((patches: readonly Patch[]) => Promise<void>) | undefined {
  const router = useRouter();
  const authored = useText(key).data;
  if (!authored) return undefined;
  return async (patches) => {
    // pages are lighter without a YAML reader
    const [{ DocumentModel }, { applyEdit }] = await Promise.all([
      import('../editor/document-model.ts'),
      import('../editor/text-edit.ts'),
    ]);
    const edit = new DocumentModel(authored.text).patch(patches);
    if (edit)
      writeDraft(`${key.kind}/${key.namespace}/${key.name}`, {
        text: applyEdit(authored.text, edit),
        base: authored.resourceVersion,
        at: Date.now(),
      });
    router.push(`${editPageOf(key)}?drawer=changes${edit ? '&draft=take' : ''}`);
  };
}
