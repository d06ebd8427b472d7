import { isAlias, isCollection, isMap, isSeq } from 'yaml';
import { applyEdits, type TextEdit } from './text-edit.ts';
import { isSame, valueAt, type Path } from './values.ts';
import { addItem, addPair, nodeAt, NotLocal, removeNode, replaceValue } from './yaml-edit.ts';
import { blockLines, isNested } from './yaml-emit.ts';
import { swapWithNext } from './yaml-move.ts';
import { read, type Reading } from './yaml-source.ts';

function after(reading: Reading, edits: readonly TextEdit[]): Reading {
  const next = read(applyEdits(reading.text, edits));
  if (next.problems.length > 0) throw new NotLocal(next.problems[0]!.message);
  return next;
}

/** Brings the value at a path to `value`, one smallest edit after the other. @throws NotLocal */
export function assign(reading: Reading, path: Path, value: unknown): Reading {
  const node = nodeAt(reading.root, path);
  if (node === undefined) return create(reading, path, value);
  if (isSame(valueAt(reading.value, path), value)) return reading;
  if (isNested(value) && isCollection(node) && node.items.length > 0) {
    if (isMap(node) && !Array.isArray(value)) return assignMap(reading, path, value);
    if (isSeq(node) && Array.isArray(value)) return assignList(reading, path, value);
  }
  if (path.length === 0) return writeRoot(reading, value);
  return after(reading, replaceValue(reading, path, value));
}

/** Removes what stands at a path. @throws NotLocal */
export function drop(reading: Reading, path: Path): Reading {
  return after(reading, removeNode(reading, path));
}

/** Makes `value` the item `index` of a list that is not empty. @throws NotLocal */
export function putItem(reading: Reading, path: Path, index: number, value: unknown): Reading {
  return after(reading, addItem(reading, path, index, value));
}

/** Lets an item of a list and the next one change places. @throws NotLocal */
export function swapItems(reading: Reading, path: Path, index: number): Reading {
  return after(reading, swapWithNext(reading, path, index));
}

function assignMap(reading: Reading, path: Path, value: Record<string, unknown>): Reading {
  const old = Object.keys(valueAt(reading.value, path) ?? {});
  let next = reading;
  for (const [key, item] of Object.entries(value)) next = assign(next, [...path, key], item);
  for (const key of old) if (!Object.hasOwn(value, key)) next = drop(next, [...path, key]);
  return next;
}

function assignList(reading: Reading, path: Path, value: readonly unknown[]): Reading {
  const old = valueAt(reading.value, path) as unknown[];
  const shorter = Math.min(old.length, value.length);
  let head = 0;
  while (head < shorter && isSame(old[head], value[head])) head++;
  let tail = 0;
  while (tail < shorter - head && isSame(old.at(-1 - tail), value.at(-1 - tail))) tail++;
  const [from, to] = [old.length - tail, value.length - tail];
  let next = reading;
  for (let i = head; i < Math.min(from, to); i++) next = assign(next, [...path, i], value[i]);
  for (let i = from - 1; i >= to; i--) next = drop(next, [...path, i]);
  for (let i = from; i < to; i++) next = putItem(next, path, i, value[i]);
  return next;
}

function create(reading: Reading, path: Path, value: unknown): Reading {
  const above = path.slice(0, -1);
  const step = path.at(-1)!;
  const parent = nodeAt(reading.root, above);
  if (isAlias(parent)) throw new NotLocal('alias');
  if (isMap(parent) && parent.items.length > 0) return after(reading, addPair(reading, above, String(step), value));
  if (isSeq(parent) && parent.items.length > 0) return putItem(reading, above, Number(step), value);
  return assign(reading, above, typeof step === 'number' ? [value] : { [step]: value });
}

function writeRoot(reading: Reading, value: unknown): Reading {
  const { text, style } = reading;
  if (reading.root?.range && reading.root.range[1] > reading.root.range[0]) throw new NotLocal('root');
  const lead = text === '' || text.endsWith('\n') ? '' : style.newline;
  const body = blockLines(value, style)
    .map((line) => line + style.newline)
    .join('');
  return after(reading, [{ start: text.length, end: text.length, text: lead + body }]);
}
