import { isSeq, type Node } from 'yaml';
import { lineStart, nextLine, type TextEdit } from './text-edit.ts';
import type { Path } from './values.ts';
import { contentEnd, dashes, nodeAt, NotLocal, type Source } from './yaml-edit.ts';

/**
 * The edits that let an item of a list and the next one change places. In a list of lines the lines move, with the comments above them; in a list in
 * brackets the texts of the items do. @throws NotLocal
 */
export function swapWithNext(source: Source, path: Path, index: number): TextEdit[] {
  const list = nodeAt(source.root, path);
  if (!isSeq(list) || index < 0 || index + 1 >= list.items.length) throw new NotLocal('no such items');
  const [first, second] = [list.items[index] as Node, list.items[index + 1] as Node];
  if (list.srcToken?.type === 'flow-collection') return swapTexts(source.text, first, second);
  const marks = dashes(list);
  const [a, b] = [marks[index]?.offset, marks[index + 1]?.offset];
  if (a === undefined || b === undefined) throw new NotLocal('no dash');
  const { text, style } = source;
  const start = blockStart(
    text,
    a,
    index === 0 ? 0 : endOf(text, list.items[index - 1] as Node, marks[index - 1]!.offset),
  );
  const middle = blockStart(text, b, endOf(text, first, a));
  const end = endOf(text, second, b);
  const [upper, lower] = [text.slice(start, middle), text.slice(middle, end)];
  // the last line of a text may have no break
  const moved = lower.endsWith('\n') ? lower + upper : lower + style.newline + upper.replace(/\r?\n$/, '');
  return [{ start, end, text: moved }];
}

function swapTexts(text: string, first: Node, second: Node): TextEdit[] {
  if (!first.range || !second.range) throw new NotLocal('no position');
  const [a, b] = [first.range, second.range];
  return [
    { start: a[0], end: a[1], text: text.slice(b[0], b[1]) },
    { start: b[0], end: b[1], text: text.slice(a[0], a[1]) },
  ];
}

/** Start of the line of a dash, or of the comments right above that are indented like it. */
function blockStart(text: string, dash: number, from: number): number {
  let start = lineStart(text, dash);
  const indent = text.slice(start, dash);
  if (indent.trim() !== '') throw new NotLocal('the item begins in the line of another');
  for (;;) {
    if (start === 0) return start;
    const above = lineStart(text, start - 1);
    if (above < from || !text.slice(above, start).startsWith(`${indent}#`)) return start;
    start = above;
  }
}

/** End of the last line of an item, behind its break. */
function endOf(text: string, item: Node, dash: number): number {
  const end = contentEnd(item, dash + 1);
  return end > 0 && text[end - 1] === '\n' ? end : nextLine(text, end);
}
