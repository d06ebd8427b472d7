import { isObject } from '../../model/schema/normalize.ts';
import type { Json, JsonObject, ListSchema, Schema } from '../../model/schema/types.ts';

/**
 * One step of a path as FieldsV1 writes it: `f:NAME` a member, `k:{"name":"http"}` an element of a list of objects, `v:"x"` an element
 * of a set.
 */
export type Step = string;

/** A set of paths; each is the JSON text of its steps. */
export type PathSet = Set<string>;

/** The steps of a path. */
export function stepsOf(path: string): Step[] {
  return JSON.parse(path) as Step[];
}

/** The path of these steps. */
export function pathOf(steps: readonly Step[]): string {
  return JSON.stringify(steps);
}

/** Paths of everything that a value says and that the schema knows. Source: structured-merge-diff ToFieldSet. */
export function pathsOf(value: Json, schema: Schema): PathSet {
  const paths: PathSet = new Set();
  visit(value, schema, [], paths);
  return paths;
}

function visit(value: Json, schema: Schema | undefined, steps: Step[], paths: PathSet): void {
  if (isObject(value) && schema !== undefined && isGranular(schema)) {
    for (const [key, member] of Object.entries(value)) {
      const below = memberOf(schema, key);
      if (below === undefined) continue;
      const here = [...steps, `f:${key}`];
      if (schema.type === 'map' || isEmpty(member)) paths.add(pathOf(here));
      visit(member, below, here, paths);
    }
  } else if (
    Array.isArray(value) &&
    schema?.type === 'list' &&
    schema.listType !== undefined &&
    schema.listType !== 'atomic'
  ) {
    for (const item of value) {
      const here = [...steps, stepOf(item, schema)];
      paths.add(pathOf(here));
      visit(item, schema.items, here, paths);
    }
  } else if (steps.length > 0) paths.add(pathOf(steps));
}

/** Paths of lists and objects whose members have owners of their own: an update that brings them owns them too, as the member `.`. */
export function containersOf(value: Json, schema: Schema): PathSet {
  const paths: PathSet = new Set();
  const walk = (node: Json, below: Schema | undefined, steps: Step[]): void => {
    if (below === undefined) return;
    if (isObject(node) && isGranular(below)) {
      if (steps.length > 0 && pathOf(steps) !== METADATA) paths.add(pathOf(steps));
      for (const [key, member] of Object.entries(node)) walk(member, memberOf(below, key), [...steps, `f:${key}`]);
    } else if (Array.isArray(node) && below.type === 'list' && (below.listType ?? 'atomic') !== 'atomic') {
      paths.add(pathOf(steps));
      for (const item of node) walk(item, below.items, [...steps, stepOf(item, below)]);
    }
  };
  walk(value, schema, []);
  return paths;
}

const METADATA = pathOf(['f:metadata']);

function isEmpty(value: Json): boolean {
  return value === null || (isObject(value) && Object.keys(value).length === 0);
}

/** True when the members of an object have owners of their own. */
export function isGranular(schema: Schema): boolean {
  return (schema.type === 'map' || schema.type === 'object') && schema.mapType !== 'atomic';
}

/** Schema of a member. */
export function memberOf(schema: Schema, key: string): Schema | undefined {
  if (schema.type === 'map') return schema.values;
  if (schema.type !== 'object') return undefined;
  return Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
}

/** The step to an element of a list of type `set` or `map`. Keys that are absent have their default. */
export function stepOf(item: Json, schema: ListSchema): Step {
  if (schema.listType !== 'map') return `v:${JSON.stringify(item)}`;
  const keys: JsonObject = {};
  for (const key of [...(schema.mapKeys ?? [])].sort()) {
    const fallback = schema.items.type === 'object' ? schema.items.properties[key]?.default : undefined;
    const value = isObject(item) && Object.hasOwn(item, key) ? item[key] : fallback;
    if (value !== undefined) keys[key] = value;
  }
  return `k:${JSON.stringify(keys)}`;
}

/** FieldsV1 of a set of paths. */
export function toFields(paths: PathSet): JsonObject {
  const fields: JsonObject = {};
  for (const path of [...paths].sort()) {
    let node = fields;
    const steps = stepsOf(path);
    for (const step of steps) {
      const next = node[step];
      node = isObject(next) ? next : (node[step] = {});
    }
    node['.'] = {};
  }
  return withoutLeafDots(fields);
}

/** A leaf is written `{}`, a path that others continue has the member `.`. */
function withoutLeafDots(node: JsonObject): JsonObject {
  const entries = Object.entries(node);
  if (entries.length === 1 && entries[0]?.[0] === '.') return {};
  return Object.fromEntries(
    entries.map(([key, below]) => [key, key === '.' ? {} : withoutLeafDots(isObject(below) ? below : {})]),
  );
}

/** Paths of a FieldsV1. */
export function fromFields(fields: unknown): PathSet {
  const paths: PathSet = new Set();
  const walk = (node: unknown, steps: Step[]): void => {
    if (!isObject(node)) return;
    const entries = Object.entries(node);
    if (entries.length === 0 && steps.length > 0) paths.add(pathOf(steps));
    for (const [key, below] of entries) {
      if (key === '.') paths.add(pathOf(steps));
      else walk(below, [...steps, key]);
    }
  };
  walk(fields, []);
  return paths;
}

/** A path for people: `.spec.ports[port=80,protocol="TCP"].name`. */
export function shown(path: string): string {
  return stepsOf(path)
    .map((step) => {
      if (step.startsWith('f:')) return `.${step.slice(2)}`;
      if (step.startsWith('v:')) return `[=${step.slice(2)}]`;
      if (step.startsWith('i:')) return `[${step.slice(2)}]`;
      const keys = JSON.parse(step.slice(2)) as JsonObject;
      return `[${Object.entries(keys)
        .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
        .join(',')}]`;
    })
    .join('');
}

/** The value at a path, undefined where there is none. */
export function valueAt(value: Json | undefined, schema: Schema, path: string): Json | undefined {
  let current: Json | undefined = value;
  let here: Schema | undefined = schema;
  for (const step of stepsOf(path)) {
    if (step.startsWith('f:')) {
      const key = step.slice(2);
      current = isObject(current) && Object.hasOwn(current, key) ? current[key] : undefined;
      here = here === undefined ? undefined : memberOf(here, key);
    } else {
      const list: Schema | undefined = here;
      if (!Array.isArray(current) || list?.type !== 'list') return undefined;
      current = current.find((item) => stepOf(item, list) === step);
      here = list.items;
    }
    if (current === undefined) return undefined;
  }
  return current;
}
