import { parseDocument } from 'yaml';
import { DocumentModel } from './document-model.ts';
import { isSame } from './values.ts';

/**
 * The text with even indentation and spacing: two spaces, lists level with their key, one space behind a colon. Comments, order, anchors and
 * quotes stay. Null where the text is not YAML, or where writing it anew would change what it says.
 */
export function formatText(text: string): string | null {
  const before = new DocumentModel(text);
  if (before.problems.length > 0 || text.trim() === '') return null;
  const document = parseDocument(text, { logLevel: 'silent', keepSourceTokens: true });
  const formatted = document.toString({ indent: 2, indentSeq: false, lineWidth: 0, flowCollectionPadding: false });
  const after = new DocumentModel(formatted);
  return after.problems.length === 0 && isSame(after.value, before.value) ? formatted : null;
}
