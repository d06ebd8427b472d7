import { isObject, setProperty } from '../../model/schema/normalize.ts';
import type { Json, JsonObject } from '../../model/schema/types.ts';
import { type Atom, deduced, type ListAtom, type MapAtom, memberAtom } from './atom.ts';
import { elementStep } from './element.ts';
import { type PathSet, type PathTree, treeOf } from './paths.ts';

/**
 * A value without what is at the paths; what is owned as a whole, and empty, becomes null where something below it was to go.
 * Source: structured-merge-diff removingWalker.
 */
export function removeItems(value: Json, paths: PathSet, atom: Atom): Json {
  return without(value, treeOf(paths), atom);
}

function without(value: Json, paths: PathTree, type: Atom): Json {
  const { map, scalar, list } = deduced(type, value);
  if (map !== undefined) return withoutMembers(value, paths, map);
  if (scalar !== undefined) return value;
  return list === undefined ? null : withoutElements(value, paths, list);
}

function withoutMembers(value: Json, paths: PathTree, map: MapAtom): Json {
  if (!isObject(value) || map.atomic) return null;
  const left: JsonObject = {};
  for (const [key, member] of Object.entries(value)) {
    const at = paths.below.get(`f:${key}`);
    if (at?.member === true) continue;
    const type = memberAtom(map, key);
    const some = at !== undefined && at.below.size > 0 && type !== undefined;
    setProperty(left, key, some ? without(member, at, type) : member);
  }
  return Object.keys(left).length === 0 ? null : left;
}

function withoutElements(value: Json, paths: PathTree, list: ListAtom): Json {
  if (!Array.isArray(value) || !list.associative) return null;
  const left: Json[] = [];
  for (const item of value) {
    const found = elementStep(list, item);
    const at = 'error' in found ? undefined : paths.below.get(found.step);
    if (at?.member === true) continue;
    left.push(at !== undefined && at.below.size > 0 ? without(item, at, list.items()) : item);
  }
  return left.length === 0 ? null : left;
}
