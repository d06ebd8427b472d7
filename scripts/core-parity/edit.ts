// Changes of documents: one place set to a value at a limit, or a random place to anything at all.
import type { Dice } from '../dice.ts';
import type { Tree } from './types.ts';

/** Values for one place of a document, at and around its limits. */
export interface Edge {
  /** `spec.ports[0].port`. */
  path: string;
  values: readonly unknown[];
}

/** Stands for "the member is taken away". */
export const GONE = Symbol('gone');

/** What fits no place, or every one. */
export const ANYTHING: readonly unknown[] = [
  null,
  '',
  'x',
  'ü✓',
  '0',
  'true',
  0,
  1,
  -1,
  80,
  1.5,
  65_536,
  2 ** 31,
  -(2 ** 31),
  2 ** 31 - 1,
  1e20,
  true,
  false,
  [],
  {},
  [null],
  [[]],
  ['x'],
  [1],
  [{}],
  { a: 1 },
  { a: 'b' },
  { '': '' },
  [{ name: 'x' }],
  { name: null },
];

function steps(path: string): (string | number)[] {
  return [...path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, name, index]) => name ?? Number(index));
}

/** A copy with one place set; what leads there is made where it is not. */
export function withValue(document: Tree, path: string, value: unknown): Tree {
  const copy = structuredClone(document);
  const all = steps(path);
  let node = copy as Record<string | number, unknown>;
  all.forEach((step, index) => {
    const next = all[index + 1];
    if (next === undefined) {
      if (value === GONE) delete node[step];
      else node[step] = structuredClone(value);
      return;
    }
    const known = node[step];
    if (typeof known !== 'object' || known === null) node[step] = typeof next === 'number' ? [] : {};
    node = node[step] as Record<string | number, unknown>;
  });
  return copy;
}

/** A copy with some places set to values from the edges. */
export function withEdges(dice: Dice, document: Tree, edges: readonly Edge[], most: number): Tree {
  let changed = document;
  for (let left = 1 + dice.below(most); left > 0; left -= 1) {
    const { path, values } = dice.pick(edges);
    changed = withValue(changed, path, dice.chance(0.12) ? dice.pick([...ANYTHING, GONE]) : dice.pick(values));
  }
  return changed;
}

const UNKNOWN = [
  'bogus',
  'Spec',
  'NAME',
  'clusterIp',
  'x-y',
  'a.b',
  '',
  'ü',
  'kind',
  'constructor',
  'status',
  'labels',
  '__proto',
  '10',
  '9',
];

/** A copy with one random place changed: another type, a member more or less, an element twice, a name in other letters. */
export function mutated(dice: Dice, document: Tree): Tree {
  const copy = structuredClone(document);
  const places: { holder: Record<string | number, unknown>; key: string | number }[] = [];
  const visit = (node: unknown, depth: number): void => {
    if (typeof node !== 'object' || node === null || depth > 8) return;
    const holder = node as Record<string | number, unknown>;
    for (const key of Object.keys(node)) {
      if (depth === 0 && (key === 'apiVersion' || key === 'kind')) continue;
      if (depth === 1 && key === 'name') continue;
      places.push({ holder, key });
      visit(holder[key], depth + 1);
    }
  };
  visit(copy, 0);
  if (places.length === 0) return copy;
  const { holder, key } = dice.pick(places);
  const value = holder[key];
  switch (dice.below(8)) {
    case 0:
      delete holder[key];
      break;
    case 1:
      if (typeof value === 'object' && value !== null && !Array.isArray(value))
        (value as Tree)[dice.pick(UNKNOWN)] = dice.pick(ANYTHING);
      else holder[key] = [value];
      break;
    case 2:
      if (Array.isArray(value)) value.push(structuredClone(value[0] ?? null));
      else holder[key] = { [String(key)]: value };
      break;
    case 3:
      if (typeof value === 'number') holder[key] = String(value);
      else if (typeof value === 'string') holder[key] = Number(value) || 7;
      else holder[key] = null;
      break;
    case 4:
      if (!Array.isArray(holder)) {
        delete holder[key];
        holder[dice.pick([String(key).toUpperCase(), `${String(key)}s`, `${String(key)}X`, String(key).slice(1)])] =
          value;
      } else holder[key] = null;
      break;
    default:
      holder[key] = structuredClone(dice.pick(ANYTHING));
  }
  return copy;
}
