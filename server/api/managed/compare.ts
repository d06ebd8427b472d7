import { isDeepStrictEqual } from 'node:util';
import { encodeStruct, withNullLists } from '../../model/core/decode.ts';
import type { Kind } from '../../model/kind.ts';
import type { KubeObject } from '../../model/object.ts';
import type { Json, Schema } from '../../model/schema/types.ts';
import { containersOf, type PathSet, pathsOf, valueAt } from './paths.ts';

/** What differs between two states of an object, of what clients may own. */
export interface OwnedChanges {
  /** Paths that are new or have another value. */
  changed: PathSet;
  /** Paths that are not there any more. */
  gone: PathSet;
}

/** Compares two states of an object. Source: structured-merge-diff TypedValue.Compare. */
export function compareOwned(kind: Kind, old: KubeObject, object: KubeObject, schema: Schema): OwnedChanges {
  const [before, after] = [old, object].map((one) => withNullLists(kind, one) as unknown as Json) as [Json, Json];
  const all = (value: Json): PathSet => pathsOf(value, schema).union(containersOf(value, schema));
  const [oldPaths, paths] = [all(before), all(after)];
  const changed = changedPaths(paths, oldPaths, (path) => [
    valueAt(before, schema, path),
    valueAt(after, schema, path),
  ]);
  return { changed, gone: oldPaths.difference(paths) };
}

/** What a new object is compared with: Go's structs are there before anything is in them. */
export function emptyObject(kind: Kind): KubeObject {
  const fields = kind.rules === undefined ? {} : encodeStruct({}, kind.rules.type);
  return { apiVersion: '', kind: '', metadata: {}, ...fields };
}

/** Paths that are new or have another value. */
function changedPaths(
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
