import { YamlError } from './error.ts';
import { type Event, Parser } from './parser.ts';

/** A node of a document. Lines are counted from 0. */
export type Node = { line: number } & (
  | { type: 'scalar'; tag: string; text: string; implicit: boolean }
  | { type: 'alias'; name: string; target: Node }
  | { type: 'sequence'; items: Node[] }
  /** Keys and values in turn. */
  | { type: 'mapping'; items: Node[] }
);

/** The first document of a text; undefined where there is none. @throws YamlError */
export function firstDocument(bytes: Buffer): Node | undefined {
  const parser = new Parser(bytes.length === 0 ? Buffer.from('\n') : bytes);
  if (parser.next().type === 'stream end') return undefined;
  const root = readNode(parser);
  parser.next();
  return root;
}

type Collection = Extract<Node, { items: Node[] }>;

/** Reads one node with all that is in it. */
function readNode(parser: Parser): Node {
  const anchors = new Map<string, Node>();
  const open: Collection[] = [];
  for (;;) {
    const event = parser.next();
    if (event.type === 'sequence end' || event.type === 'mapping end') {
      const closed = open.pop();
      if (closed !== undefined && open.length === 0) return closed;
      continue;
    }
    const node = nodeOf(event, anchors);
    open.at(-1)?.items.push(node);
    if (node.type === 'sequence' || node.type === 'mapping') open.push(node);
    else if (open.length === 0) return node;
  }
}

function nodeOf(event: Event, anchors: Map<string, Node>): Node {
  const { line } = event;
  if (event.type === 'alias') {
    const target = anchors.get(event.name);
    if (target === undefined) throw new YamlError(`unknown anchor '${event.name}' referenced`);
    return { type: 'alias', name: event.name, target, line };
  }
  if (event.type !== 'scalar' && event.type !== 'sequence start' && event.type !== 'mapping start')
    throw new RangeError(`no node begins with ${event.type}`);
  const node: Node =
    event.type === 'scalar'
      ? { type: 'scalar', tag: event.tag, text: event.text, implicit: event.implicit, line }
      : { type: event.type === 'sequence start' ? 'sequence' : 'mapping', items: [], line };
  if (event.anchor !== '') anchors.set(event.anchor, node);
  return node;
}
