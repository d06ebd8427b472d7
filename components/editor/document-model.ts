import { isAlias, isMap, isSeq, parseDocument, visit, type Node } from 'yaml';
import { editBetween, type TextEdit } from './text-edit.ts';
import { isSame, valueAt, without, withValue, type Path } from './values.ts';
import { assign, drop, putItem, swapItems } from './yaml-assign.ts';
import { keyName, nodeAt, NotLocal } from './yaml-edit.ts';
import { read, type Reading, type SyntaxProblem } from './yaml-source.ts';

export type { Path } from './values.ts';
export type { TextEdit } from './text-edit.ts';
export type { SyntaxProblem } from './yaml-source.ts';

/** Thrown when a change cannot be written without changing something else; the message says what is in the way. */
export class EditRefused extends Error {
  override readonly name = 'EditRefused';
}

/** A change to a document, as forms make it. */
export type Patch =
  | { op: 'set'; path: Path; value: unknown }
  | { op: 'remove'; path: Path }
  | { op: 'insert'; path: Path; index: number; value: unknown }
  /** The item `index` of the list at `path` and the next one change places. */
  | { op: 'swap'; path: Path; index: number };

/**
 * One YAML manifest as text and as a tree over that text. It never rebuilds the text: each change is the one edit that replaces the lines
 * concerned, so that comments, key order, quotes, anchors and fields that nobody knows stay byte for byte.
 */
export class DocumentModel {
  readonly #reading: Reading;

  constructor(text: string) {
    this.#reading = read(text);
  }

  get text(): string {
    return this.#reading.text;
  }

  /** Empty when the text is one YAML document. While it is not, nothing can be edited but the text. */
  get problems(): readonly SyntaxProblem[] {
    return this.#reading.problems;
  }

  /** The value of the whole document, null while the text is not YAML. */
  get value(): unknown {
    return this.#reading.value;
  }

  /** The value at a path, undefined when there is none. Aliases and merge keys are resolved. */
  get(path: Path): unknown {
    return valueAt(this.#reading.value, path);
  }

  /** Where the key or item of a path starts, lines and columns from 1. Null for what is not written at that path. */
  position(path: Path): { line: number; column: number; offset: number } | null {
    const { root, lines } = this.#reading;
    const parent = nodeAt(root, path.slice(0, -1));
    const step = path.at(-1);
    let at: Node | null | undefined;
    if (step === undefined) at = root;
    else if (isMap(parent)) at = parent.items.find((pair) => keyName(pair) === String(step))?.key as Node | undefined;
    else if (isSeq(parent)) at = parent.items[Number(step)] as Node | undefined;
    if (!at?.range) return null;
    const { line, col } = lines.linePos(at.range[0]);
    return { line: Math.max(1, line), column: Math.max(1, col), offset: at.range[0] };
  }

  /** Line (from 1) of a path, or of the nearest path above it that has one. */
  nearestLine(path: Path): number | null {
    for (let length = path.length; length > 0; length--) {
      const at = this.position(path.slice(0, length));
      if (at) return at.line;
    }
    return null;
  }

  /** Path of the deepest key or item that an offset lies in. */
  pathAt(offset: number): Path {
    const path: (string | number)[] = [];
    const startsBefore = (node: unknown): boolean => ((node as Node | null)?.range?.[0] ?? Infinity) <= offset;
    let node: unknown = this.#reading.root;
    while (isMap(node) || isSeq(node)) {
      if (isMap(node)) {
        const pair = node.items.findLast((item) => startsBefore(item.key));
        if (!pair) return path;
        path.push(keyName(pair) ?? '');
        node = pair.value;
      } else {
        const index = node.items.findLastIndex(startsBefore);
        if (index < 0) return path;
        path.push(index);
        node = node.items[index];
      }
      if (!startsBefore(node)) return path;
    }
    return path;
  }

  /** True when the value at a path is written there, and not brought in by an alias or a merge key. */
  isWritten(path: Path): boolean {
    const node = nodeAt(this.#reading.root, path);
    return node !== undefined && !isAlias(node);
  }

  /**
   * The edit that makes the value at `path` equal to `value`, creating what is missing on the way. Null when it is that already.
   * @throws EditRefused when it would change another place (an anchor) or the text is not YAML.
   */
  set(path: Path, value: unknown): TextEdit | null {
    return this.patch([{ op: 'set', path, value }]);
  }

  /** The edit that removes a key or item; null when there is none. @throws EditRefused */
  remove(path: Path): TextEdit | null {
    return this.patch([{ op: 'remove', path }]);
  }

  /** The edit that makes `value` the item `index` of the list at `path`, which is created when absent. @throws EditRefused */
  insert(path: Path, index: number, value: unknown): TextEdit | null {
    return this.patch([{ op: 'insert', path, index, value }]);
  }

  /** Several changes, one after the other, as one edit. Null when nothing changes. @throws EditRefused */
  patch(patches: readonly Patch[]): TextEdit | null {
    if (this.problems.length > 0) throw new EditRefused('The text is not valid YAML: correct it first.');
    return editBetween(this.text, patches.reduce(patched, this.#reading).text);
  }
}

function patched(reading: Reading, patch: Patch): Reading {
  const current = valueAt(reading.value, patch.path);
  if (patch.op === 'remove') {
    if (current === undefined) return reading;
    return checked(reading, without(reading.value, patch.path), () => drop(reading, patch.path));
  }
  if (patch.op === 'insert' && Array.isArray(current) && current.length > 0) {
    const index = Math.min(Math.max(patch.index, 0), current.length);
    const expected = withValue(reading.value, patch.path, current.toSpliced(index, 0, patch.value));
    return checked(reading, expected, () => putItem(reading, patch.path, index, patch.value));
  }
  if (patch.op === 'swap') {
    const { index } = patch;
    if (!Array.isArray(current) || index < 0 || index + 1 >= current.length) return reading;
    const items = current as unknown[];
    const expected = items.with(index, items[index + 1]).with(index + 1, items[index]);
    return checked(reading, withValue(reading.value, patch.path, expected), () =>
      swapItems(reading, patch.path, index),
    );
  }
  const value = patch.op === 'insert' ? [patch.value] : patch.value;
  if (isSame(current, value)) return reading;
  return checked(reading, withValue(reading.value, patch.path, value), () => assign(reading, patch.path, value));
}

/** Runs an edit and proves that it did what was asked and nothing else. */
function checked(reading: Reading, expected: unknown, run: () => Reading): Reading {
  try {
    const after = run();
    if (after.problems.length === 0 && isSame(after.value, expected)) return after;
  } catch (error) {
    if (!(error instanceof NotLocal)) throw error;
  }
  return rewritten(reading, expected);
}

/** Last resort for rare syntax such as explicit keys: the library writes the document anew, which keeps comments but not spacing. */
function rewritten(reading: Reading, expected: unknown): Reading {
  const document = parseDocument(reading.text, { merge: true, logLevel: 'silent' });
  let shared = false;
  visit(document, { Alias: () => void (shared = true) });
  if (!shared) {
    bring(document, [], reading.value, expected);
    const after = read(document.toString({ lineWidth: 0 }));
    if (after.problems.length === 0 && isSame(after.value, expected)) return after;
  }
  throw new EditRefused('This value is shared through an anchor, or written in a way that only the YAML can change.');
}

function bring(document: ReturnType<typeof parseDocument>, path: Path, from: unknown, to: unknown): void {
  if (isSame(from, to)) return;
  const maps = [from, to].every((value) => typeof value === 'object' && value !== null && !Array.isArray(value));
  if (!maps) return document.setIn(path, document.createNode(to));
  const [old, next] = [from as Record<string, unknown>, to as Record<string, unknown>];
  for (const key of Object.keys(old)) if (!Object.hasOwn(next, key)) document.deleteIn([...path, key]);
  for (const key of Object.keys(next)) {
    if (Object.hasOwn(old, key)) bring(document, [...path, key], old[key], next[key]);
    else document.setIn([...path, key], document.createNode(next[key]));
  }
}
