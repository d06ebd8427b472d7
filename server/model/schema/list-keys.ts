import { duplicate, type FieldError, invalid } from './field-error.ts';
import { isNumber, toInteger } from './exact-number.ts';
import { goJson } from './go-json.ts';
import { childPath, isObject, memberSchema } from './normalize.ts';
import type { Json, JsonObject, ListSchema, Schema } from './types.ts';

/** Duplicates in lists that forbid them: scalars of a set, keys of a map list. Only the second of several is named. */
export function validateListKeys(value: Json, schema: Schema, path = ''): FieldError[] {
  if (Array.isArray(value)) {
    if (schema.type !== 'list') return [];
    const errors = duplicatesIn(value, schema, path);
    value.forEach((item, index) => errors.push(...validateListKeys(item, schema.items, `${path}[${index}]`)));
    return errors;
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const member = memberSchema(schema, key);
    if (member === undefined) return [];
    return validateListKeys(child, member, schema.type === 'map' ? `${path}[${key}]` : childPath(path, key));
  });
}

/** Duplicates of one list, without those of lists inside. */
export function duplicatesIn(value: Json[], { listType, mapKeys = [] }: ListSchema, path: string): FieldError[] {
  if (listType === 'set') return repeated(value).map((index) => duplicate(`${path}[${index}]`, value[index] ?? null));
  return listType === 'map' ? duplicateKeys(value, mapKeys, path) : [];
}

function duplicateKeys(value: Json[], mapKeys: readonly string[], path: string): FieldError[] {
  const stranger = value.findIndex((item) => item !== null && !isObject(item));
  if (stranger >= 0) {
    const field = `${path}[${stranger}]`;
    return [invalid(field, value[stranger] ?? null, 'must be an object for an array of list-type map')];
  }
  const keys = value.map((item) => {
    const key: JsonObject = {};
    for (const name of mapKeys) {
      const part = isObject(item) && Object.hasOwn(item, name) ? item[name] : undefined;
      if (part !== undefined) key[name] = part;
    }
    return key;
  });
  return repeated(keys).map((index) => duplicate(`${path}[${index}]`, keys[index] ?? {}));
}

/** Index of the second occurrence of each value that occurs more than once. */
function repeated(values: Json[]): number[] {
  const counts = new Map<string, number>();
  const indices: number[] = [];
  values.forEach((value, index) => {
    const text = isNumber(value) && toInteger(value) === undefined ? `float ${goJson(value)}` : goJson(value);
    const count = (counts.get(text) ?? 0) + 1;
    counts.set(text, count);
    if (count === 2) indices.push(index);
  });
  return indices;
}
