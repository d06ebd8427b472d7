import { goKind, goPrint, goTypeName } from '../../model/core/go-value.ts';
import { isObject } from '../../model/schema/normalize.ts';
import type { Json, JsonObject } from '../../model/schema/types.ts';
import { DIRECTIVE, StrategicPatchError, UnfitStrategicPatch } from './strategic-errors.ts';

/** Merges what a patch says of an element into the element. */
export type MergeElement = (element: JsonObject, change: JsonObject) => JsonObject;

/**
 * Merges two lists: scalars as a set, objects by the member that tells them apart. What the patch names keeps its order, the others stand
 * where they stood. Source: strategicpatch mergeSlice.
 * @param key that member; '' for scalars
 */
export function mergeLists(current: Json[], patch: Json[], key: string, merge: MergeElement): Json[] {
  if (current.length === 0 && patch.length === 0) return current;
  if (elementKind(current, patch) !== 'map') {
    const merged = unique([...current, ...patch]);
    return inOrder(merged, patch, current, key, patch);
  }
  if (key === '') throw new StrategicPatchError('cannot merge lists without merge key for struct');
  const { kept, changes } = applyDirectives(current, patch, key);
  return inOrder(mergeObjects(kept, changes, key, merge), changes, kept, key, changes);
}

/** Removes scalars from a list. */
export function removeScalars(current: Json[], removed: Json[]): Json[] {
  if (current.length > 0 || removed.length > 0) elementKind(current, removed);
  return current.filter((item) => !removed.includes(item));
}

/** Kind of the elements of lists, which has to be one. @throws StrategicPatchError */
export function elementKind(...lists: Json[][]): string {
  let kind: string | undefined;
  for (const item of lists.flat()) {
    const one = goKind(item);
    if (kind === undefined && one === 'slice') throw new UnfitStrategicPatch('lists of lists are not supported');
    if (one === '' || (kind !== undefined && one !== kind))
      throw new StrategicPatchError(`list element types are not identical: [${lists.map(goPrint).join(' ')}]`);
    kind = one;
  }
  if (kind === undefined) throw new StrategicPatchError('no elements in any of the given slices');
  return kind;
}

/** Removes what stands there again; the last element takes the place of what goes. Source: deduplicateScalars. */
function unique(list: Json[]): Json[] {
  for (let at = 0; at < list.length - 1; at += 1)
    for (let other = at + 1; other < list.length; other += 1)
      if (list[at] === list[other]) {
        const last = list.pop() ?? null;
        if (other < list.length) list[other] = last;
        other -= 1;
      }
  return list;
}

function applyDirectives(current: Json[], patch: Json[], key: string): { kept: Json[]; changes: JsonObject[] } {
  let kept = current;
  let replaces = false;
  const changes: JsonObject[] = [];
  for (const item of patch) {
    if (!isObject(item)) continue;
    const directive = item[DIRECTIVE];
    if (directive === undefined) changes.push(item);
    else if (directive === 'replace') replaces = true;
    else if (directive === 'merge') throw new StrategicPatchError('merging lists cannot yet be specified in the patch');
    else if (directive === 'delete') {
      const value = keyOf(item, key);
      kept = kept.filter((element) => !isObject(element) || element[key] !== value);
    } else throw new StrategicPatchError(`unknown patch type: ${goPrint(directive)} in map: ${goPrint(item)}`);
  }
  return replaces ? { kept: changes, changes: [] } : { kept, changes };
}

function mergeObjects(current: Json[], changes: readonly JsonObject[], key: string, merge: MergeElement): Json[] {
  const result = [...current];
  for (const change of changes) {
    const value = keyOf(change, key);
    const index = result.findIndex((element) => isObject(element) && element[key] === value);
    const found = result[index];
    if (isObject(found)) result[index] = merge(found, change);
    else result.push(change);
  }
  return result;
}

function keyOf(element: JsonObject, key: string): Json {
  const value = element[key];
  if (value === undefined)
    throw new StrategicPatchError(`map: ${goPrint(element)} does not contain declared merge key: ${key}`);
  return value;
}

/**
 * Puts what is wanted in its order, and the others between them by the order that was there. Source: normalizeElementOrder.
 * @param wanted elements, or their keys, that tell which of the merged ones the patch is about
 */
export function inOrder(merged: Json[], order: Json[], before: Json[], key: string, wanted: Json[]): Json[] {
  const idOf = (item: Json): Json => {
    if (key === '') return item;
    if (!isObject(item))
      throw new StrategicPatchError(`expected a map[string]interface {}, but received a ${goTypeName(item)}`);
    return keyOf(item, key);
  };
  const positions = (list: Json[]): Map<Json, number> => {
    const found = new Map<Json, number>();
    for (const [index, item] of list.entries()) if (!found.has(idOf(item))) found.set(idOf(item), index);
    return found;
  };
  const named = positions(wanted);
  const isNamed = (item: Json): boolean => named.has(idOf(item));
  const places = positions(before);
  const right = sorted(merged.filter(isNamed), positions(order), idOf);
  const left = sorted(
    merged.filter((item) => !isNamed(item)),
    places,
    idOf,
  );
  const result: Json[] = [];
  while (left.length > 0 || right.length > 0) {
    const [mine, other] = [left[0], right[0]];
    const at = mine === undefined ? undefined : places.get(idOf(mine));
    const otherAt = other === undefined ? undefined : places.get(idOf(other));
    const first = other === undefined || (at !== undefined && otherAt !== undefined && at < otherAt);
    result.push((mine !== undefined && first ? left.shift() : right.shift()) ?? null);
  }
  return result;
}

/** Sorts as Go's stable sort does with few elements; what has no place goes before what it is compared with. */
function sorted(list: Json[], places: ReadonlyMap<Json, number>, idOf: (item: Json) => Json): Json[] {
  const isLess = (a: Json, b: Json): boolean => {
    const [at, other] = [places.get(idOf(a)), places.get(idOf(b))];
    return at === undefined || other === undefined || at < other;
  };
  const result = [...list];
  for (let end = 1; end < result.length; end += 1)
    for (let at = end; at > 0; at -= 1) {
      const [before = null, item = null] = [result[at - 1], result[at]];
      if (!isLess(item, before)) break;
      [result[at - 1], result[at]] = [item, before];
    }
  return result;
}
