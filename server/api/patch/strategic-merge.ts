import { isDeepStrictEqual } from 'node:util';
import { isObject, setProperty } from '../../model/schema/normalize.ts';
import type { Json, JsonObject } from '../../model/schema/types.ts';
import { MalformedPatch } from './json-patch.ts';

/** Lists that merge, by path without indices: the field that tells elements apart, or '' for scalars. All others are replaced. */
const MERGE_KEYS: Record<string, string> = {
  'metadata.finalizers': '',
  'metadata.ownerReferences': 'uid',
  'spec.ports': 'port',
  'status.conditions': 'type',
};

/** Merge keys for clients that make such patches, by path of a core kind. */
export function mergeKeyOf(path: string): string | undefined {
  return Object.hasOwn(MERGE_KEYS, path) ? MERGE_KEYS[path] : undefined;
}

const DELETE_PREFIX = '$deleteFromPrimitiveList/';
const ORDER_PREFIX = '$setElementOrder/';

/**
 * Applies a strategic merge patch to an object of a core kind: members as in a merge patch, lists by their merge key. Knows `$patch`
 * (replace, delete, merge), `$retainKeys`, `$deleteFromPrimitiveList` and `$setElementOrder`.
 * @throws MalformedPatch
 */
export function strategicMerge(target: Json, patch: Json, path = ''): Json {
  if (!isObject(patch)) return patch;
  const { $patch: directive, $retainKeys: retain, ...members } = patch;
  if (directive === 'delete') return null;
  if (directive === 'replace') return members;
  if (directive !== undefined && directive !== 'merge')
    throw new MalformedPatch(`Unknown patch type found: ${JSON.stringify(directive)}`);
  let result: JsonObject = isObject(target) ? { ...target } : {};
  if (Array.isArray(retain))
    result = Object.fromEntries(Object.entries(result).filter(([key]) => retain.includes(key)));
  for (const [key, value] of Object.entries(members)) {
    if (key.startsWith(DELETE_PREFIX)) {
      removeScalars(result, key.slice(DELETE_PREFIX.length), value);
      continue;
    }
    if (key.startsWith(ORDER_PREFIX)) continue;
    const here = path === '' ? key : `${path}.${key}`;
    const current = Object.hasOwn(result, key) ? (result[key] ?? null) : null;
    const merged = Array.isArray(value)
      ? mergeList(current, value, here)
      : value === null
        ? null
        : strategicMerge(current, value, here);
    if (merged === null) delete result[key];
    else setProperty(result, key, merged);
  }
  for (const [key, value] of Object.entries(members)) {
    const list = key.startsWith(ORDER_PREFIX) ? result[key.slice(ORDER_PREFIX.length)] : undefined;
    if (!Array.isArray(list) || !Array.isArray(value)) continue;
    const name = key.slice(ORDER_PREFIX.length);
    setProperty(result, name, inOrder(list, value, mergeKeyOf(path === '' ? name : `${path}.${name}`) ?? ''));
  }
  return result;
}

function removeScalars(result: JsonObject, key: string, removed: Json): void {
  const list = result[key];
  if (!Array.isArray(removed)) throw new MalformedPatch(`${DELETE_PREFIX}${key}: must be a list`);
  if (Array.isArray(list)) result[key] = list.filter((item) => !removed.includes(item));
}

function mergeList(current: Json, patch: Json[], path: string): Json {
  const key = mergeKeyOf(path);
  if (key === undefined) return patch.filter((item) => !isObject(item) || item.$patch === undefined);
  const list = Array.isArray(current) ? [...current] : [];
  if (key === '') return [...list, ...patch.filter((item) => !list.includes(item))];
  if (patch.some((item) => isObject(item) && item.$patch === 'replace'))
    return patch.filter((item) => !isObject(item) || item.$patch === undefined);
  for (const item of patch) {
    if (!isObject(item) || item[key] === undefined)
      throw new MalformedPatch(`map: ${JSON.stringify(item)} does not contain declared merge key: ${key}`);
    const index = list.findIndex((candidate) => isObject(candidate) && isDeepStrictEqual(candidate[key], item[key]));
    if (item.$patch === 'delete') {
      if (index >= 0) list.splice(index, 1);
    } else if (index < 0) list.push(strategicMerge({}, item, path));
    else list[index] = strategicMerge(list[index] ?? null, item, path);
  }
  return list;
}

/** Elements named by `order` in its order; the others stay behind the element that they followed. */
function inOrder(list: Json[], order: Json[], key: string): Json[] {
  const idOf = (item: Json): string => JSON.stringify(key !== '' && isObject(item) ? (item[key] ?? null) : item);
  const wanted = order.map(idOf);
  let last = -1;
  const ranked = list.map((item, index) => {
    const at = wanted.indexOf(idOf(item));
    if (at >= 0) last = at;
    return { item, group: at >= 0 ? at : last, place: at >= 0 ? -1 : index };
  });
  return ranked.sort((a, b) => a.group - b.group || a.place - b.place).map(({ item }) => item);
}
