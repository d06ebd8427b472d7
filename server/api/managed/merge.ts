import { isObject, setProperty } from '../../model/schema/normalize.ts';
import type { Json, JsonObject, Schema } from '../../model/schema/types.ts';
import { isGranular, memberOf, pathOf, type PathSet, stepOf, stepsOf } from './paths.ts';

/** Merges what is applied into what is there; lists element by element where the schema says so. */
export function mergeApplied(live: Json, config: Json, schema: Schema | undefined): Json {
  if (isObject(config) && isObject(live) && schema !== undefined && isGranular(schema)) {
    const result: JsonObject = { ...live };
    for (const [key, value] of Object.entries(config)) {
      const below = memberOf(schema, key);
      const current = Object.hasOwn(result, key) ? (result[key] ?? null) : null;
      setProperty(result, key, current === null ? value : mergeApplied(current, value, below));
    }
    return result;
  }
  const merges = schema?.type === 'list' && (schema.listType === 'map' || schema.listType === 'set');
  if (!merges || !Array.isArray(config) || !Array.isArray(live)) return config;
  const result = [...live];
  const positions = new Map(live.map((item, index) => [stepOf(item, schema), index]));
  for (const item of config) {
    const index = positions.get(stepOf(item, schema));
    if (index === undefined) result.push(item);
    else result[index] = mergeApplied(result[index] ?? null, item, schema.items);
  }
  return result;
}

/** Removes what is at the paths, except where it or something in it is owned still. */
export function prune(object: JsonObject, schema: Schema, removed: PathSet, owned: PathSet): JsonObject {
  // with their ancestors, so that a container that is owned in part stays
  const kept = new Set([...owned].flatMap((path) => prefixes(path)));
  let result: Json = object;
  // elements before what is in them, since an element without its keys is not found any more
  const ordered = [...removed].map(stepsOf).sort((a, b) => a.length - b.length);
  for (const steps of ordered)
    if (!kept.has(pathOf(steps)) && !isKey(steps)) result = removeAt(result, schema, steps, [], kept);
  return result as JsonObject;
}

/** True for a field by which an element of a list is found; it goes with its element. */
function isKey(steps: readonly string[]): boolean {
  const [element = '', field = ''] = steps.slice(-2);
  return element.startsWith('k:') && Object.hasOwn(JSON.parse(element.slice(2)) as object, field.slice(2));
}

function prefixes(path: string): string[] {
  const steps = stepsOf(path);
  return steps.map((_, index) => JSON.stringify(steps.slice(0, index + 1)));
}

/** Removes the value at the steps, and the containers that it leaves empty. */
function removeAt(
  value: Json,
  schema: Schema | undefined,
  steps: string[],
  done: string[],
  kept: ReadonlySet<string>,
): Json {
  const [step = '', ...rest] = steps;
  const here = [...done, step];
  const remains = (child: Json | undefined): Json | undefined => {
    if (rest.length === 0 || child === undefined) return undefined;
    const below = removeAt(child, belowOf(schema, step), rest, here, kept);
    const empty = Array.isArray(below) ? below.length === 0 : isObject(below) && Object.keys(below).length === 0;
    return empty && !kept.has(JSON.stringify(here)) ? undefined : below;
  };
  if (step.startsWith('f:') && isObject(value)) {
    const key = step.slice(2);
    const { [key]: child, ...others } = value;
    const below = remains(child);
    return below === undefined ? others : { ...others, [key]: below };
  }
  if (!Array.isArray(value) || schema?.type !== 'list') return value;
  return value.flatMap((item) => {
    if (stepOf(item, schema) !== step) return [item];
    const below = remains(item);
    return below === undefined ? [] : [below];
  });
}

function belowOf(schema: Schema | undefined, step: string): Schema | undefined {
  if (schema === undefined) return undefined;
  if (step.startsWith('f:')) return memberOf(schema, step.slice(2));
  return schema.type === 'list' ? schema.items : undefined;
}
