import {
  isCollection,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
} from 'yaml';
import type { Source } from './yaml-edit.ts';
import type { Style } from './yaml-emit.ts';

/** A place where the text is not YAML. Lines and columns count from 1. */
export interface SyntaxProblem {
  message: string;
  line: number;
  column: number;
}

/** A text and what a YAML reader makes of it. */
export interface Reading extends Source {
  document: Document.Parsed;
  lines: LineCounter;
  problems: SyntaxProblem[];
  /** null while there are problems. */
  value: unknown;
}

/** Reads one YAML document. Never throws: what is wrong is in `problems`. */
export function read(text: string): Reading {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    keepSourceTokens: true,
    lineCounter: lines,
    prettyErrors: false,
    merge: true,
    logLevel: 'silent',
  });
  const problems = document.errors.map((error): SyntaxProblem => {
    const { line, col } = lines.linePos(error.pos[0]);
    return { message: error.message, line: Math.max(1, line), column: Math.max(1, col) };
  });
  let value: unknown = null;
  if (problems.length === 0) {
    try {
      value = document.toJS({ maxAliasCount: 1000 });
    } catch (error) {
      problems.push({ message: error instanceof Error ? error.message : String(error), line: 1, column: 1 });
    }
  }
  return { text, document, lines, problems, value, root: document.contents, style: styleOf(text, document) };
}

function columnOf(text: string, node: unknown): number {
  const offset = (node as Node | null)?.range?.[0] ?? 0;
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

/** Indentation as the document has it already; two spaces and unindented dashes where it shows none. */
function styleOf(text: string, document: Document.Parsed): Style {
  let step: number | null = null;
  let dash: number | null = null;
  visit(document, {
    Pair(_, pair) {
      const value = pair.value;
      if (!isScalar(pair.key) || !isCollection(value) || value.srcToken?.type === 'flow-collection') return;
      const own = columnOf(text, pair.key);
      if (isMap(value)) step ??= Math.max(1, columnOf(text, value.items[0]?.key) - own) || null;
      if (isSeq(value) && value.srcToken?.type === 'block-seq') dash ??= Math.max(0, value.srcToken.indent - own);
    },
  });
  return { newline: text.includes('\r\n') ? '\r\n' : '\n', step: step ?? 2, dash: dash ?? 0 };
}
