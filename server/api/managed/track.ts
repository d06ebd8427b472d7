import { isDeepStrictEqual } from 'node:util';
import { apiVersionOf } from '../../model/admission.ts';
import { encodeStruct, withNullLists } from '../../model/core/decode.ts';
import type { Kind, Subresource } from '../../model/kind.ts';
import { knownManagers } from '../../model/managed-fields.ts';
import type { KubeObject } from '../../model/object.ts';
import type { Json } from '../../model/schema/types.ts';
import { now } from '../objects/identity.ts';
import { type Manager, readManagers, sameManager, writeManagers } from './entries.ts';
import { containersOf, type PathSet, pathsOf, valueAt } from './paths.ts';
import { ownedSchema } from './schema.ts';

/**
 * managedFields after a write that is not an apply: the writer manages what it added or changed, nobody manages what is gone.
 * @param old undefined for a create
 * @param object the admitted object, with the managedFields that the client sent
 */
export function trackWrite(
  kind: Kind,
  old: KubeObject | undefined,
  object: KubeObject,
  manager: string,
  subresource: Subresource = '',
): unknown[] {
  const before = managersBefore(kind, old, object, subresource);
  // whoever has taken away all managers wants none
  if (before === undefined) return [];
  const schema = ownedSchema(kind, subresource);
  const value = withNullLists(kind, object) as unknown as Json;
  const paths = pathsOf(value, schema).union(containersOf(value, schema));
  const oldValue = withNullLists(kind, old ?? emptyObject(kind)) as unknown as Json;
  const oldPaths = pathsOf(oldValue, schema).union(containersOf(oldValue, schema));
  const changed = changedPaths(paths, oldPaths, (path) => [
    valueAt(oldValue, schema, path),
    valueAt(value, schema, path),
  ]);
  const gone = oldPaths.difference(paths);
  if (changed.size === 0 && gone.size === 0) return writeManagers(before);
  const writer = { name: manager, operation: 'Update' as const, subresource, apiVersion: apiVersionOf(kind) };
  const own = before.find((candidate) => sameManager(candidate, writer));
  const others = before
    .filter((candidate) => candidate !== own)
    .map((other) => ({ ...other, paths: other.paths.difference(changed).difference(gone) }));
  const ownPaths = (own?.paths ?? new Set<string>()).union(changed).difference(gone);
  const entry: Manager = { ...writer, time: now(), paths: ownPaths };
  return writeManagers([...others, entry]);
}

/** What a new object is compared with: Go's structs are there before anything is in them. */
function emptyObject(kind: Kind): KubeObject {
  const fields = kind.rules === undefined ? {} : encodeStruct({}, kind.rules.type);
  return { apiVersion: '', kind: '', metadata: {}, ...fields };
}

/**
 * A client may send managedFields of its own, as kubectl does to take over fields; without any, those of the stored object stay.
 * Undefined where nobody keeps track any more.
 */
function managersBefore(
  kind: Kind,
  old: KubeObject | undefined,
  object: KubeObject,
  subresource: Subresource,
): Manager[] | undefined {
  const sent = subresource === '' ? object.metadata.managedFields : undefined;
  const entries = sent ?? old?.metadata.managedFields ?? [];
  if (entries.length === 0 && old !== undefined) return undefined;
  return readManagers(knownManagers(kind, entries));
}

/** Paths that are new or have another value. */
export function changedPaths(
  paths: PathSet,
  oldPaths: PathSet,
  values: (path: string) => [Json | undefined, Json | undefined],
): PathSet {
  return new Set(
    [...paths].filter((path) => {
      if (!oldPaths.has(path)) return true;
      const [before, after] = values(path);
      // a path with members of its own has not changed because one of them did
      const inside = isContainer(before) && isContainer(after) && (hasBelow(path, paths) || hasBelow(path, oldPaths));
      return !inside && !isDeepStrictEqual(before, after);
    }),
  );
}

function isContainer(value: Json | undefined): boolean {
  return typeof value === 'object' && value !== null;
}

function hasBelow(path: string, paths: PathSet): boolean {
  const prefix = `${path.slice(0, -1)},`;
  for (const other of paths) if (other.startsWith(prefix)) return true;
  return false;
}
