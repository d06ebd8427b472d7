import { isMap, isNode, isScalar, isSeq, type Node } from 'yaml';

/** A place in the text, 1-based. */
export interface TextPosition {
  line: number;
  column: number;
}

/**
 * Where a field stands below a node: its key, or the start of its list element; the nearest ancestor that is there otherwise.
 * Keys may hold dots and slashes (labels), so that the longest key that fits is taken.
 */
export function locatePath(root: Node, field: string, position: (offset: number) => TextPosition): TextPosition {
  let node: unknown = root;
  let offset = root.range?.[0] ?? 0;
  let rest = field === '<nil>' ? '' : field;
  while (rest !== '') {
    const step = isMap(node) ? intoMap(node.items, rest) : isSeq(node) ? intoList(node.items, rest) : undefined;
    if (step === undefined) break;
    ({ node, offset, rest } = step);
  }
  return position(offset);
}

interface Step {
  node: unknown;
  offset: number;
  rest: string;
}

function intoMap(pairs: readonly { key: unknown; value: unknown }[], path: string): Step | undefined {
  let best: { key: Node; value: unknown; length: number } | undefined;
  for (const { key, value } of pairs) {
    if (!isNode(key) || !isScalar(key)) continue;
    const name = String(key.value);
    const length = [name, `[${name}]`].find((form) => path === form || /^[.[]/.test(follow(path, form)))?.length;
    if (length !== undefined && length > (best?.length ?? 0)) best = { key, value, length };
  }
  if (best === undefined) return undefined;
  return { node: best.value, offset: best.key.range?.[0] ?? 0, rest: path.slice(best.length).replace(/^\./, '') };
}

/** What follows a beginning of the path; '' when the path does not begin so. */
function follow(path: string, beginning: string): string {
  return path.startsWith(beginning) ? path.slice(beginning.length) : '';
}

function intoList(items: readonly unknown[], path: string): Step | undefined {
  const index = /^\[(\d+)\]\.?/.exec(path);
  const item = index === null ? undefined : items[Number(index[1])];
  if (index === null || !isNode(item)) return undefined;
  return { node: item, offset: item.range?.[0] ?? 0, rest: path.slice(index[0].length) };
}
