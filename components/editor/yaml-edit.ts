import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type CST,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { insertionIndex } from './key-order.ts';
import { lineEnd, lineStart, nextLine, type TextEdit } from './text-edit.ts';
import type { Path } from './values.ts';
import { blockLines, flowText, isNested, pairLines, scalarText, type Quote, type Style } from './yaml-emit.ts';

/** Thrown when a place cannot be edited by replacing its own text alone; the whole document has to be written anew or left alone. */
export class NotLocal extends Error {
  override readonly name = 'NotLocal';
}

/** What an edit needs to know about the document. */
export interface Source {
  text: string;
  root: Node | null;
  style: Style;
}

/** Key of a pair as text, for scalars keys only. */
export function keyName(pair: Pair): string | null {
  return isScalar(pair.key) ? String(pair.key.value) : null;
}

/** The node at a path; undefined when there is none. Does not look through aliases. */
export function nodeAt(root: unknown, path: Path): Node | null | undefined {
  let node = root as Node | null | undefined;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => keyName(item) === String(step));
      if (!pair) return undefined;
      node = pair.value as Node | null;
    } else if (isSeq(node) && typeof step === 'number') {
      if (step >= node.items.length) return undefined;
      node = node.items[step] as Node;
    } else return undefined;
  }
  return node;
}

function isFlow(node: Node): boolean {
  return isCollection(node) && node.srcToken?.type === 'flow-collection';
}

function rangeOf(node: Node): [number, number] {
  if (!node.range) throw new NotLocal('no position');
  return [node.range[0], node.range[1]];
}

interface PairTokens {
  keyStart: number;
  colonEnd: number;
}

function pairTokens(pair: Pair): PairTokens {
  const item = pair.srcToken;
  const colon = item?.sep?.find((token) => token.type === 'map-value-ind');
  if (!item || !colon || item.start.some((token) => token.type === 'explicit-key-ind'))
    throw new NotLocal('explicit key');
  const property = item.start.find((token) => token.type === 'anchor' || token.type === 'tag');
  return { keyStart: property?.offset ?? rangeOf(pair.key as Node)[0], colonEnd: colon.offset + 1 };
}

/** The dashes of a list that is written in lines. @throws NotLocal for one in brackets */
export function dashes(seq: YAMLSeq): CST.SourceToken[] {
  const token = seq.srcToken;
  if (token?.type !== 'block-seq') throw new NotLocal('no block sequence');
  return token.items.flatMap((item) => item.start.filter((t) => t.type === 'seq-item-ind').slice(0, 1));
}

/** Offset behind the last character of a value, without what follows on its line. */
export function contentEnd(node: Node | null, fallback: number): number {
  if (isMap(node) && !isFlow(node)) {
    const last = node.items.at(-1);
    if (last) return contentEnd(last.value as Node | null, pairTokens(last).colonEnd);
  }
  if (isSeq(node) && !isFlow(node)) {
    const last = node.items.at(-1) as Node | undefined;
    if (last) return contentEnd(last, (dashes(node).at(-1)?.offset ?? fallback) + 1);
  }
  if (!node?.range || (isScalar(node) && node.source === '' && node.type === 'PLAIN')) return fallback;
  return Math.max(node.range[1], fallback);
}

/** Inserts whole lines below the line on which `offset` ends. */
function linesBelow(source: Source, offset: number, lines: readonly string[], indent: number): TextEdit {
  const { text, style } = source;
  const block = lines.map((line) => ' '.repeat(indent) + line).join(style.newline);
  if (offset > 0 && text[offset - 1] === '\n') return { start: offset, end: offset, text: block + style.newline };
  const at = lineEnd(text, offset);
  return { start: at, end: at, text: style.newline + block };
}

function column(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

function quoteOf(node: Node | null): Quote {
  // an empty text has to have quotes, which says nothing about the next
  if (!isScalar(node) || node.value === '') return 'plain';
  return node.type === 'QUOTE_DOUBLE' ? 'double' : node.type === 'QUOTE_SINGLE' ? 'single' : 'plain';
}

function inlineText(value: unknown, old: Node | null): string {
  return typeof value === 'string' ? scalarText(value, { quote: quoteOf(old) }) : flowText(value);
}

/** True when the value is written on the lines below its key or dash. */
function isBlock(node: Node | null): boolean {
  return isCollection(node) && !isFlow(node);
}

/** The first line of a block scalar that has a comment behind its indicator, null for anything else. */
function commentedHeader(text: string, start: number): { indicatorEnd: number; end: number } | null {
  const end = lineEnd(text, start);
  const indicator = /^[|>][-+\d]*(?=[ \t]+#)/.exec(text.slice(start, end));
  return indicator && { indicatorEnd: start + indicator[0].length, end };
}

/** Replaces what stands behind `lead` (the end of a colon or dash). `indent` is where a nested value's lines start. */
function replaceBehind(
  source: Source,
  lead: number,
  node: Node | null,
  value: unknown,
  indent: number,
  inLine: boolean,
): TextEdit[] {
  const { text, style } = source;
  const end = contentEnd(node, lead);
  const start = node && end > lead ? rangeOf(node)[0] : lead;
  const tail = end > lead && text[end - 1] === '\n' ? (text[end - 2] === '\r' ? end - 2 : end - 1) : end;
  const header = end > lead ? commentedHeader(text, start) : null;
  if (inLine || !isNested(value)) {
    const lines = isNested(value) ? blockLines(value, style) : [inlineText(value, node)];
    const placed = lines.map((line, i) => (i === 0 ? '' : ' '.repeat(indent)) + line);
    if (header)
      return [
        { start, end: header.indicatorEnd, text: placed[0] ?? '' },
        {
          start: header.end,
          end: tail,
          text: placed
            .slice(1)
            .map((line) => style.newline + line)
            .join(''),
        },
      ];
    const body = placed.join(style.newline);
    if (end === lead) return [{ start: lead, end: lead, text: ` ${body}` }];
    const sameLine = lineEnd(text, lead) >= start;
    if (sameLine) return [{ start, end: tail, text: body }];
    return [
      { start: lead, end: lead, text: ` ${body}` },
      { start: lineEnd(text, lead), end: lineEnd(text, tail), text: '' },
    ];
  }
  const lines =
    style.newline +
    blockLines(value, style)
      .map((line) => ' '.repeat(indent) + line)
      .join(style.newline);
  if (header)
    return [
      { start: lead, end: header.indicatorEnd, text: '' },
      { start: header.end, end: tail, text: lines },
    ];
  if (end === lead) {
    const at = lineEnd(text, lead);
    return [{ start: at, end: at, text: lines }];
  }
  if (lineEnd(text, lead) < start)
    return [{ start: lineEnd(text, lead), end: isBlock(node) ? lineEnd(text, tail) : tail, text: lines }];
  const at = lineEnd(text, tail);
  return at === tail
    ? [{ start: lead, end: tail, text: lines }]
    : [
        { start: lead, end: tail, text: '' },
        { start: at, end: at, text: lines },
      ];
}

function inFlow(root: Node | null, path: Path): boolean {
  for (let depth = 0; depth < path.length; depth++) {
    const node = nodeAt(root, path.slice(0, depth));
    if (node && isFlow(node)) return true;
  }
  return false;
}

/** Puts `value` in the place of the value at `path`, which exists. */
export function replaceValue(source: Source, path: Path, value: unknown): TextEdit[] {
  const root = source.root;
  const node = nodeAt(root, path) ?? null;
  const step = path.at(-1);
  if (step === undefined) throw new NotLocal('root');
  if (inFlow(root, path)) {
    if (!node) throw new NotLocal('flow pair without value');
    const [start, end] = rangeOf(node);
    const body = typeof value === 'string' ? scalarText(value, { flow: true, quote: quoteOf(node) }) : flowText(value);
    return [{ start, end, text: body }];
  }
  const parent = nodeAt(root, path.slice(0, -1));
  if (isMap(parent)) {
    const pair = parent.items.find((item) => keyName(item) === String(step));
    if (!pair) throw new NotLocal('no pair');
    const { keyStart, colonEnd } = pairTokens(pair);
    const indent = column(source.text, keyStart) + (Array.isArray(value) ? source.style.dash : source.style.step);
    return replaceBehind(source, propertyEnd(pair, colonEnd), node, value, indent, false);
  }
  if (isSeq(parent)) {
    const dash = dashes(parent)[Number(step)];
    if (!dash) throw new NotLocal('no item');
    return replaceBehind(source, dash.offset + 1, node, value, column(source.text, dash.offset) + 2, true);
  }
  throw new NotLocal('no parent');
}

/** Anchors and tags stand between the colon and the value, and stay. */
function propertyEnd(pair: Pair, colonEnd: number): number {
  const property = pair.srcToken?.sep?.findLast((token) => token.type === 'anchor' || token.type === 'tag');
  return property ? property.offset + property.source.length : colonEnd;
}

/** Adds `key: value` to the map at `path`. */
export function addPair(source: Source, path: Path, key: string, value: unknown): TextEdit[] {
  const map = nodeAt(source.root, path);
  if (!isMap(map) || map.items.length === 0) throw new NotLocal('empty map');
  if (isFlow(map)) return [appendFlow(map, `${scalarText(key, { flow: true })}: ${flowText(value)}`)];
  const names = map.items.map((item) => keyName(item) ?? '');
  const at = insertionIndex(key, names);
  const first = pairTokens(map.items[0]!).keyStart;
  const indent = column(source.text, first);
  const lines = pairLines(key, value, source.style);
  if (at === 0) {
    const body = lines.map((line) => line + source.style.newline + ' '.repeat(indent)).join('');
    return [{ start: first, end: first, text: body }];
  }
  const before = map.items[at - 1]!;
  return [linesBelow(source, contentEnd(before.value as Node | null, pairTokens(before).colonEnd), lines, indent)];
}

function appendFlow(collection: YAMLMap | YAMLSeq, body: string): TextEdit {
  const last = collection.items.at(-1) as Pair | Node;
  const value = (isMap(collection) ? ((last as Pair).value ?? (last as Pair).key) : last) as Node;
  const at = rangeOf(value)[1];
  return { start: at, end: at, text: `, ${body}` };
}

/** Adds an item to the list at `path` so that it gets the index `index`. */
export function addItem(source: Source, path: Path, index: number, value: unknown): TextEdit[] {
  const seq = nodeAt(source.root, path);
  if (!isSeq(seq) || seq.items.length === 0) throw new NotLocal('empty list');
  if (isFlow(seq)) {
    const next = seq.items[index] as Node | undefined;
    if (!next) return [appendFlow(seq, flowText(value))];
    const at = rangeOf(next)[0];
    return [{ start: at, end: at, text: `${flowText(value)}, ` }];
  }
  const all = dashes(seq);
  const indent = column(source.text, all[0]!.offset);
  const lines = blockLines([value], source.style);
  if (index === 0) {
    const body = lines.map((line) => line + source.style.newline + ' '.repeat(indent)).join('');
    return [{ start: all[0]!.offset, end: all[0]!.offset, text: body }];
  }
  const before = Math.min(index, seq.items.length) - 1;
  const end = contentEnd(seq.items[before] as Node, all[before]!.offset + 1);
  return [linesBelow(source, end, lines, indent)];
}

function removeFlow(source: Source, collection: YAMLMap | YAMLSeq, index: number): TextEdit[] {
  const { text } = source;
  const span = (i: number): [number, number] => {
    const item = collection.items[i] as Pair | Node;
    if (!isMap(collection)) return rangeOf(item as Node);
    const pair = item as Pair;
    const [start, keyEnd] = rangeOf(pair.key as Node);
    return [start, pair.value ? Math.max(rangeOf(pair.value as Node)[1], keyEnd) : keyEnd];
  };
  const [start, end] = span(index);
  if (index + 1 < collection.items.length) return [{ start, end: span(index + 1)[0], text: '' }];
  if (index > 0) return [{ start: span(index - 1)[1], end, text: '' }];
  const comma = /^\s*,/.exec(text.slice(end))?.[0].length ?? 0;
  return [{ start, end: end + comma, text: '' }];
}

/** Removes from `start` (a key or dash) to the end of the lines of its value, or up to what follows when it shares its first line. */
function removeLines(source: Source, start: number, end: number): TextEdit[] {
  const { text } = source;
  const first = lineStart(text, start);
  const stop = text[end - 1] === '\n' ? end : nextLine(text, end);
  if (text.slice(first, start).trim() !== '') {
    let next = stop;
    while (next < text.length && /\s/.test(text[next]!)) next++;
    return [{ start, end: next, text: '' }];
  }
  const atEnd = stop === text.length && text[stop - 1] !== '\n' && first > 0;
  return [{ start: atEnd ? lineEnd(text, lineStart(text, first - 1)) : first, end: stop, text: '' }];
}

/** Removes the pair or item at `path`, which exists. The last one of a collection leaves `{}` or `[]`. */
export function removeNode(source: Source, path: Path): TextEdit[] {
  const root = source.root;
  const above = path.slice(0, -1);
  const parent = nodeAt(root, above);
  const step = path.at(-1)!;
  if (!isCollection(parent) || isAlias(parent)) throw new NotLocal('no parent');
  const index = isMap(parent) ? parent.items.findIndex((item) => keyName(item) === String(step)) : Number(step);
  if (isFlow(parent)) return removeFlow(source, parent, index);
  if (parent.items.length === 1) return replaceValue(source, above, isMap(parent) ? {} : []);
  if (isMap(parent)) {
    const pair = parent.items[index]!;
    const { keyStart, colonEnd } = pairTokens(pair);
    return removeLines(source, keyStart, contentEnd(pair.value as Node | null, propertyEnd(pair, colonEnd)));
  }
  const dash = dashes(parent)[index]!;
  return removeLines(source, dash.offset, contentEnd(parent.items[index] as Node, dash.offset + 1));
}
