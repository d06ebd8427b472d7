import { compareTexts } from './go-json.ts';
import { isIndex, noteMembers } from './members.ts';
import { isObject, setProperty } from './normalize.ts';
import type { Json, JsonObject } from './types.ts';

/**
 * A deep copy with sorted members, as Go writes maps. It may be nested deeper than calls.
 * @param scalar what becomes of the other values
 */
export function sortedCopy(value: JsonObject, scalar: (value: Json) => Json = (same) => same): JsonObject {
  const left: (() => void)[] = [];
  const copy = (one: Json): Json => {
    if (Array.isArray(one)) {
      const items: Json[] = [...one];
      left.push(() => one.forEach((item, index) => (items[index] = copy(item))));
      return items;
    }
    return isObject(one) ? sorted(one) : scalar(one);
  };
  const sorted = (one: JsonObject): JsonObject => {
    const result: JsonObject = {};
    left.push(() => {
      const keys = Object.keys(one).sort(compareTexts);
      for (const key of keys) setProperty(result, key, copy(one[key] ?? null));
      if (keys.some(isIndex))
        noteMembers(
          result,
          keys.map((key) => [key, result[key] ?? null]),
        );
    });
    return result;
  };
  const result = sorted(value);
  for (let next = left.pop(); next !== undefined; next = left.pop()) next();
  return result;
}
