import { apiVersionOf } from '../../model/admission.ts';
import type { Kind, Subresource } from '../../model/kind.ts';
import type { StoredObject } from '../../model/object.ts';
import { applyDefaults, cloneJson, isObject, setProperty } from '../../model/schema/normalize.ts';
import type { Json, JsonObject, Schema } from '../../model/schema/types.ts';
import { now } from '../objects/identity.ts';
import { type Manager, readManagers, sameManager, writeManagers } from './entries.ts';
import { isGranular, memberOf, pathOf, type PathSet, pathsOf, stepOf, stepsOf, valueAt } from './paths.ts';
import { ownedSchema } from './schema.ts';
import { changedPaths } from './track.ts';

/** A field that somebody else manages and that the apply would change. */
export interface FieldConflict {
  manager: Manager;
  path: string;
}

/** What an apply makes of an object. */
export interface Applied {
  /** To be admitted; with its managedFields. */
  object: JsonObject;
  conflicts: FieldConflict[];
}

/**
 * Server-side apply: what is applied is merged into the object, what the manager applied before and no longer does is removed unless
 * somebody else manages it. Source: structured-merge-diff Updater.Apply.
 * @param live undefined where the object is to be created
 * @param config what is applied, one object
 * @param force takes fields that others manage
 */
export function applyConfig(
  kind: Kind,
  live: StoredObject | undefined,
  config: JsonObject,
  manager: string,
  force: boolean,
  subresource: Subresource,
): Applied {
  const schema = ownedSchema(kind, subresource);
  const writer = { name: manager, operation: 'Apply' as const, subresource, apiVersion: apiVersionOf(kind) };
  const before = live === undefined ? {} : (live as unknown as JsonObject);
  const managers = managersOf(kind, live, schema);
  const paths = pathsOf(config, schema);
  const merged = mergeApplied(before, config, schema) as JsonObject;
  const oldPaths = live === undefined ? new Set<string>() : pathsOf(before, schema);
  // what only lacks the defaults that the stored object has is no change
  const settled = cloneJson(merged);
  applyDefaults(settled, kind.schema);
  const changed = changedPaths(paths, oldPaths, (path) => [
    valueAt(before, schema, path),
    valueAt(settled, schema, path),
  ]);

  const own = managers.find((candidate) => sameManager(candidate, writer));
  const others = managers.filter((candidate) => candidate !== own);
  const conflicts = others.flatMap((other) =>
    [...other.paths.intersection(changed)].map((path) => ({ manager: other, path })),
  );
  if (conflicts.length > 0 && !force) return { object: merged, conflicts };
  const kept = others.map((other) => ({ ...other, paths: other.paths.difference(changed) }));
  const stillOwned = kept.reduce<PathSet>((all, other) => all.union(other.paths), paths);
  const pruned = prune(merged, schema, (own?.paths ?? new Set<string>()).difference(paths), stillOwned);
  const time = own !== undefined && own.paths.symmetricDifference(paths).size === 0 ? own.time : now();
  const entry: Manager = { ...writer, time, paths };
  return { object: withIdentity(pruned, config, live, writeManagers([...kept, entry])), conflicts: [] };
}

/** An object that was never tracked is managed by whoever wrote it before the first apply. */
function managersOf(kind: Kind, live: StoredObject | undefined, schema: Schema): Manager[] {
  const managers = readManagers(live?.metadata.managedFields);
  if (live === undefined || managers.length > 0) return managers;
  const paths = pathsOf(live as unknown as Json, schema);
  const time = live.metadata.creationTimestamp;
  return [
    { name: 'before-first-apply', operation: 'Update', subresource: '', apiVersion: apiVersionOf(kind), time, paths },
  ];
}

function withIdentity(
  object: JsonObject,
  config: JsonObject,
  live: StoredObject | undefined,
  managedFields: Json[],
): JsonObject {
  const sent = isObject(config.metadata) ? config.metadata : {};
  const stored = (live?.metadata ?? {}) as JsonObject;
  const merged = isObject(object.metadata) ? object.metadata : {};
  const metadata: JsonObject = { ...stored, ...merged, managedFields };
  for (const field of ['labels', 'annotations', 'finalizers', 'ownerReferences'])
    if (merged[field] === undefined) delete metadata[field];
  for (const field of ['name', 'namespace', 'uid', 'resourceVersion'])
    if (sent[field] !== undefined && sent[field] !== null) metadata[field] = sent[field];
  return { ...object, apiVersion: config.apiVersion ?? null, kind: config.kind ?? null, metadata };
}

/** Merges what is applied into what is there; lists element by element where the schema says so. */
function mergeApplied(live: Json, config: Json, schema: Schema | undefined): Json {
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
function prune(object: JsonObject, schema: Schema, removed: PathSet, owned: PathSet): JsonObject {
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
