import type { AuthoredText } from '../../server/contract/console.ts';
import type { ObjectKey } from '../../server/model/object.ts';
import type { Patch } from '../editor/document-model.ts';
import { writeDraft } from '../editor/drafts.ts';
import { editPageOf } from '../editor/edit-pages.ts';

/** Leaves a changed text for the editor, and gives the page that takes it up with its diff in view: nothing is saved before that was seen. */
export async function leaveDraft(key: ObjectKey, authored: AuthoredText, patches: readonly Patch[]): Promise<string> {
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
  return `${editPageOf(key)}?drawer=changes${edit ? '&draft=take' : ''}`;
}
