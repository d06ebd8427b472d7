import { DocumentModel } from '../editor/document-model.ts';
import { applyEdit } from '../editor/text-edit.ts';

/**
 * The text of a manifest with a label set, or taken away where `value` is null; everything else stays byte for byte. The last label takes
 * `labels` along. Null when it is so already. @throws EditRefused when only the YAML can change it
 */
export function labelledText(text: string, label: string, value: string | null): string | null {
  const model = new DocumentModel(text);
  const labels = model.get(['metadata', 'labels']);
  const path = ['metadata', 'labels', label];
  const alone = typeof labels === 'object' && labels !== null && Object.keys(labels).length === 1;
  const edit =
    value !== null
      ? model.set(path, value)
      : model.get(path) === undefined
        ? null
        : model.remove(alone ? path.slice(0, -1) : path);
  return edit && applyEdit(text, edit);
}
