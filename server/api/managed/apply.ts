import { apiVersionOf } from '../../model/admission.ts';
import type { Kind, Subresource } from '../../model/kind.ts';
import type { KubeObject, StoredObject } from '../../model/object.ts';
import { isObject } from '../../model/schema/normalize.ts';
import type { Json, JsonObject, Schema } from '../../model/schema/types.ts';
import { LAST_APPLIED } from '../objects/content.ts';
import { now } from '../objects/identity.ts';
import { compareOwned, emptyObject } from './compare.ts';
import { type Manager, readManagers, sameManager, writeManagers } from './entries.ts';
import { mergeApplied, prune } from './merge.ts';
import { type PathSet, pathsOf } from './paths.ts';
import { ownedSchema } from './schema.ts';

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
  const before = (live ?? emptyObject(kind)) as unknown as JsonObject;
  const managers = managersOf(kind, live, schema);
  const own = managers.find((candidate) => sameManager(candidate, writer));
  const others = managers.filter((candidate) => candidate !== own);
  const paths = pathsOf(config, schema);
  const merged = mergeApplied(before, config, schema) as JsonObject;
  const owned = others.reduce<PathSet>((all, other) => all.union(other.paths), paths);
  const pruned = prune(merged, schema, (own?.paths ?? new Set<string>()).difference(paths), owned);
  const { changed, gone } = compareOwned(kind, asObject(before), asObject(pruned), schema);
  const conflicts = others.flatMap((other) =>
    [...other.paths.intersection(changed)].map((path) => ({ manager: other, path })),
  );
  const mine = manager === KUBECTL && live !== undefined ? lastApplied(kind, live, schema) : undefined;
  const upgrades = mine !== undefined && conflicts.every(({ path }) => mine.has(path));
  if (conflicts.length > 0 && !force && !upgrades)
    return { object: merged, conflicts: conflicts.filter(({ path }) => mine?.has(path) !== true) };
  const kept = others.map((other) => ({ ...other, paths: other.paths.difference(changed).difference(gone) }));
  const time = changed.size === 0 && gone.size === 0 ? (own?.time ?? '') : now();
  const entry: Manager = { ...writer, time, paths };
  return { object: withIdentity(pruned, config, live, writeManagers([...kept, entry])), conflicts: [] };
}

function asObject(value: JsonObject): KubeObject {
  return value as unknown as KubeObject;
}

/** The manager for whom kubectl applies, which takes over what it applied on the client before. */
const KUBECTL = 'kubectl';

/**
 * Paths of what kubectl applied last on the client, and nobody changed since; undefined where it did not. Source: fieldmanager
 * lastAppliedManager.
 */
function lastApplied(kind: Kind, live: StoredObject, schema: Schema): PathSet | undefined {
  const text = live.metadata.annotations?.[LAST_APPLIED];
  if (text === undefined || text === '') return undefined;
  try {
    const applied = JSON.parse(text) as Json;
    if (!isObject(applied) || applied.apiVersion !== apiVersionOf(kind)) return undefined;
    const { changed, gone } = compareOwned(kind, asObject(applied), live, schema);
    return pathsOf(applied, schema).difference(changed).difference(gone);
  } catch {
    return undefined;
  }
}

/** An object that was never tracked is managed by whoever wrote it before the first apply. */
function managersOf(kind: Kind, live: StoredObject | undefined, schema: Schema): Manager[] {
  const managers = readManagers(live?.metadata.managedFields);
  if (live === undefined || managers.length > 0) return managers;
  const { changed: paths } = compareOwned(kind, emptyObject(kind), live, schema);
  const name = 'before-first-apply';
  return [{ name, operation: 'Update', subresource: '', apiVersion: apiVersionOf(kind), time: now(), paths }];
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
