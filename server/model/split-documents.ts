/** Source of one document and the line on which it starts, 1-based. */
export interface DocumentSource {
  text: string;
  line: number;
}

/** `---` alone on its line. One with content after it belongs to the document that it starts. */
const MARKER = /^---[ \t]*(#.*)?\r?$/;
const MARKER_WITH_CONTENT = /^---[ \t]/;
const END = /^\.\.\.[ \t]*(#.*)?\r?$/;
/** A line that holds no content: blank, a comment, or a directive. */
const NOTHING = /^(\s*(#.*)?|%.*)\r?$/;

/**
 * Cuts a text into YAML documents at its markers, so that a mistake in one does not hide the others. Markers end block texts as
 * well (YAML 1.2 section 9.1.2). Documents without content are left out.
 */
export function splitDocuments(text: string): DocumentSource[] {
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  const documents: DocumentSource[] = [];
  let start = 0;
  const cut = (end: number, next: number): void => {
    const part = lines.slice(start, end);
    if (part.some((line) => !NOTHING.test(line)))
      documents.push({ text: part.join('\n') + (end < lines.length ? '\n' : ''), line: start + 1 });
    start = next;
  };
  lines.forEach((line, index) => {
    if (MARKER.test(line) || END.test(line)) cut(index, index + 1);
    else if (MARKER_WITH_CONTENT.test(line)) cut(index, index);
  });
  cut(lines.length, lines.length);
  return documents;
}
