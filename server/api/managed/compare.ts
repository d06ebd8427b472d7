import { isDeepStrictEqual } from 'node:util';
import { isNumber, toDouble, toInteger } from '../../model/schema/exact-number.ts';
import { isObject } from '../../model/schema/normalize.ts';
import type { Json } from '../../model/schema/types.ts';
import { type Atom, deduced, fitsScalar, type ListAtom, type MapAtom, memberAtom } from './atom.ts';
import { elementStep } from './element.ts';
import { pathOf, type PathSet, type Step } from './paths.ts';

/** What differs between two values. */
export interface Comparison {
  removed: PathSet;
  modified: PathSet;
  added: PathSet;
}

type Side = Json | undefined;

/** Compares two values that fit their type. Source: structured-merge-diff compareWalker. */
export function compare(left: Json, right: Json, atom: Atom): Comparison {
  const result: Comparison = { removed: new Set(), modified: new Set(), added: new Set() };
  const note = (set: PathSet, steps: readonly Step[]): void => {
    if (steps.length > 0) set.add(pathOf(steps));
  };

  function visit(lhs: Side, rhs: Side, type: Atom, steps: readonly Step[]): void {
    const before = deduced(type, lhs);
    const after = deduced(type, rhs);
    let leaf: boolean;
    if (rhs === undefined) leaf = walk(lhs, rhs, before, steps);
    else if (lhs === undefined || sameAtom(before, after)) leaf = walk(lhs, rhs, after, steps);
    else {
      walk(lhs, rhs, before, steps);
      leaf = walk(lhs, rhs, after, steps);
    }
    if (leaf) return;
    if (lhs === undefined) note(result.added, steps);
    else if (rhs === undefined) note(result.removed, steps);
  }

  /** True for a value that is compared as a whole. */
  function walk(lhs: Side, rhs: Side, { map, scalar, list }: Atom, steps: readonly Step[]): boolean {
    if (map !== undefined) return members(lhs, rhs, map, steps);
    if (scalar !== undefined) {
      if (!fitsScalar(scalar, lhs) && !fitsScalar(scalar, rhs)) return false;
      return whole(lhs, rhs, steps);
    }
    return list === undefined ? false : elements(lhs, rhs, list, steps);
  }

  function whole(lhs: Side, rhs: Side, steps: readonly Step[]): true {
    if (lhs === undefined) note(result.added, steps);
    else if (rhs === undefined) note(result.removed, steps);
    else if (!sameValue(lhs, rhs)) note(result.modified, steps);
    return true;
  }

  function members(lhs: Side, rhs: Side, map: MapAtom, steps: readonly Step[]): boolean {
    const [before, after] = [isObject(lhs) ? lhs : {}, isObject(rhs) ? rhs : {}];
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    if (map.atomic || keys.size === 0) return whole(lhs, rhs, steps);
    for (const key of keys) {
      const type = memberAtom(map, key);
      if (type !== undefined) visit(own(before, key), own(after, key), type, [...steps, `f:${key}`]);
    }
    return false;
  }

  function elements(lhs: Side, rhs: Side, list: ListAtom, steps: readonly Step[]): boolean {
    const [before, after] = [Array.isArray(lhs) ? lhs : [], Array.isArray(rhs) ? rhs : []];
    if (!list.associative || (before.length === 0 && after.length === 0)) return whole(lhs, rhs, steps);
    const [lefts, rights] = [byStep(before, list), byStep(after, list)];
    for (const step of new Set([...lefts.keys(), ...rights.keys()])) {
      const [ours, theirs] = [lefts.get(step) ?? [], rights.get(step) ?? []];
      const here = [...steps, step];
      const one = (l: Side, r: Side): void => visit(l, r, list.items(), here);
      if (ours.length <= 1 && theirs.length <= 1) one(ours[0], theirs[0]);
      else if (ours.length >= 2 && theirs.length >= 2) {
        if (ours.length !== theirs.length || !ours.every((item, index) => sameValue(item, theirs[index] ?? null)))
          note(result.modified, here);
      } else if (ours.length >= 2) {
        if (theirs.length > 0) one(undefined, theirs[0]);
        note(result.removed, here);
      } else {
        if (ours.length > 0) one(ours[0], undefined);
        note(result.added, here);
      }
    }
    return false;
  }

  visit(left, right, atom, []);
  return result;
}

function own(object: { [key: string]: Json }, key: string): Side {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function byStep(items: readonly Json[], list: ListAtom): Map<Step, Json[]> {
  const found = new Map<Step, Json[]>();
  for (const item of items) {
    const element = elementStep(list, item);
    if ('error' in element) continue;
    const same = found.get(element.step);
    if (same === undefined) found.set(element.step, [item]);
    else same.push(item);
  }
  return found;
}

function sameAtom(a: Atom, b: Atom): boolean {
  return a.map === b.map && a.list === b.list && a.scalar === b.scalar;
}

/** Equal for Go: numbers by what they are worth, objects whatever the order of their members. */
export function sameValue(a: Json, b: Json): boolean {
  if (isNumber(a) && isNumber(b)) {
    const [left, right] = [toInteger(a), toInteger(b)];
    return left !== undefined && right !== undefined ? left === right : toDouble(a) === toDouble(b);
  }
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => sameValue(item, b[index] ?? null));
  if (!isObject(a) || !isObject(b)) return isDeepStrictEqual(a, b);
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key] ?? null, b[key] ?? null));
}
