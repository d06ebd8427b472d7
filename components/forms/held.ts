import { leaves, type Path } from '../editor/values.ts';

/** Fields that a form can hold, as paths; `*` stands for any item of a list or key of a map, `**` at the end for all that is below. */
export type Held = readonly string[];

/** A part of a document that the form leaves to the YAML. */
export interface Unheld {
  path: Path;
  /** How many values it has. */
  fields: number;
}

const ALWAYS: Held = ['apiVersion', 'kind', 'metadata.name', 'metadata.namespace'];

type Pattern = readonly string[];

const REST = '**';

function patternsOf(held: Held): Pattern[] {
  return [...ALWAYS, ...held].map((text) => text.split('.'));
}

function fits(pattern: Pattern, path: Path, length: number): boolean {
  for (let i = 0; i < length; i++) if (pattern[i] !== '*' && pattern[i] !== String(path[i])) return false;
  return true;
}

/** Counts the values of a document, and those that the form shows. */
export function countHeld(value: unknown, held: Held): { held: number; total: number } {
  const all = leaves(value);
  const outside = unheldIn(value, held).reduce((sum, part) => sum + part.fields, 0);
  return { held: all.length - outside, total: all.length };
}

/** The parts that no field of the form shows, each at the highest place that is all its own, in the order of the document. */
export function unheldIn(value: unknown, held: Held): Unheld[] {
  const patterns = patternsOf(held);
  const parts = new Map<string, Unheld>();
  for (const leaf of leaves(value)) {
    if (patterns.some((pattern) => pattern.at(-1) === REST && holdsBelow(pattern, leaf))) continue;
    // an empty list or map where the form has fields is one that the form shows as empty
    if (
      patterns.some(
        (pattern) => pattern.length >= leaf.length && fits(pattern, leaf, leaf.length) && isShown(value, leaf, pattern),
      )
    )
      continue;
    let length = 1;
    while (length < leaf.length && patterns.some((pattern) => pattern.length > length && fits(pattern, leaf, length)))
      length++;
    const path = leaf.slice(0, length);
    const key = path.join('\0');
    const part = parts.get(key);
    if (part) part.fields++;
    else parts.set(key, { path, fields: 1 });
  }
  return [...parts.values()];
}

function holdsBelow(pattern: Pattern, path: Path): boolean {
  const length = pattern.length - 1;
  return path.length >= length && fits(pattern, path, length);
}

/** A scalar is shown where a field ends, an empty collection also on the way to fields. */
function isShown(value: unknown, leaf: Path, pattern: Pattern): boolean {
  if (pattern.length === leaf.length) return true;
  let at: unknown = value;
  for (const step of leaf) at = (at as Record<string, unknown>)[step];
  return typeof at === 'object' || at === null;
}
