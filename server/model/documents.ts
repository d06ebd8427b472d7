import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  type ScalarTag,
  parseDocument,
  type SchemaOptions,
} from 'yaml';
import { locatePath, type TextPosition } from './field-location.ts';
import { manifestText } from './manifest-text.ts';
import type { KubeObject } from './object.ts';
import { isObject } from './schema/normalize.ts';
import { splitDocuments } from './split-documents.ts';

/** Something that keeps a document from being read. */
interface SyntaxProblem extends TextPosition {
  message: string;
}

/** One document of a text. */
export interface ParsedDocument {
  /** 0-based position among the documents of the text. */
  index: number;
  /** Line on which `text` starts, 1-based. */
  line: number;
  /** The source of this document, without the `---` line. */
  text: string;
  /** As JSON; null where it could not be read. */
  value: unknown;
  problems: SyntaxProblem[];
  /**
   * Where a field stands, named as in causes (`spec.rules[0].matches[1].path`): its key, or the start of its list element. The
   * nearest ancestor that is there, where it is not; null where nothing could be read.
   */
  locate: (field: string) => TextPosition | null;
}

/** `0o17`, which YAML 1.1 as such does not know. */
const OCTAL: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  test: /^[-+]?0o[0-7]+$/,
  resolve: (text) => (text.startsWith('-') ? -1 : 1) * Number.parseInt(text.replace(/^[-+]?0o/, ''), 8),
};

/** Scalars as kubectl reads them: YAML 1.1 without dates and base-60 numbers, which it leaves as text. */
const SCALARS: SchemaOptions & { uniqueKeys: boolean; merge: boolean } = {
  schema: 'yaml-1.1',
  merge: true,
  uniqueKeys: true,
  customTags: (tags) =>
    tags.concat(OCTAL).filter((tag) => {
      if (typeof tag === 'string') return !['timestamp', 'intTime', 'floatTime', 'set', 'omap', 'pairs'].includes(tag);
      return tag.tag !== 'tag:yaml.org,2002:timestamp' && !('format' in tag && tag.format === 'TIME');
    }),
};

/**
 * Reads a text of YAML documents, or of JSON. Empty documents are left out; a `List` gives its items. Never throws: what cannot
 * be read is a document with problems.
 */
export function parseDocuments(text: string): ParsedDocument[] {
  const documents: ParsedDocument[] = [];
  for (const source of splitDocuments(text)) documents.push(...readDocument(source, documents.length));
  return documents;
}

function readDocument({ text, line }: { text: string; line: number }, index: number): ParsedDocument[] {
  const counter = new LineCounter();
  const document = parseDocument(text, { ...SCALARS, lineCounter: counter, prettyErrors: false });
  const position = (offset: number): TextPosition => {
    const { line: row, col } = counter.linePos(offset);
    return { line: Math.max(row, 1) + line - 1, column: Math.max(col, 1) };
  };
  const problems: SyntaxProblem[] = document.errors.map(({ message, pos }) => ({ message, ...position(pos[0]) }));
  let value: unknown = null;
  if (problems.length === 0)
    try {
      value = document.toJS({ maxAliasCount: 100 });
    } catch (error) {
      problems.push({ message: error instanceof Error ? error.message : String(error), line, column: 1 });
    }
  if (problems.length > 0) return [{ index, line, text, value: null, problems, locate: () => null }];
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) return [];
  const root = document.contents;
  const items = listItems(value, root);
  if (items === undefined)
    return [{ index, line, text, value, problems, locate: (field) => locatePath(root, field, position) }];
  return items.map((item, offset) => ({
    index: index + offset,
    line: position(item.node.range?.[0] ?? 0).line,
    text: itemText(item, document, text, counter),
    value: item.value,
    problems: [],
    locate: (field) => locatePath(item.node, field, position),
  }));
}

interface ListItem {
  node: Node;
  value: unknown;
}

/** The items of a `List`, undefined for anything else. */
function listItems(value: unknown, root: ParsedNode): ListItem[] | undefined {
  if (!isObject(value) || value.kind !== 'List' || value.apiVersion !== 'v1' || !isMap(root)) return undefined;
  const node = root.get('items', true);
  if (!isSeq(node) || !Array.isArray(value.items)) return undefined;
  const values: unknown[] = value.items;
  return node.items.map((item, index) => ({ node: item as Node, value: values[index] }));
}

/** Source of an item without its indentation; written anew where it needs the rest of the list (aliases). */
function itemText({ node, value }: ListItem, document: Document, text: string, counter: LineCounter): string {
  const [start, , end] = node.range ?? [0, 0, 0];
  const indent = counter.linePos(start).col - 1;
  const lines = text.slice(start, end).split('\n');
  const source = lines
    .map((line, index) => (index === 0 ? line : line.slice(Math.min(indent, line.length - line.trimStart().length))))
    .join('\n');
  const own = source.endsWith('\n') ? source : `${source}\n`;
  const again = parseDocument(own, SCALARS);
  if (again.errors.length === 0 && JSON.stringify(again.toJS()) === JSON.stringify(value)) return own;
  return isObject(value) ? manifestText(value as unknown as KubeObject) : document.toString();
}
