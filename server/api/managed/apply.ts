import { apiVersionOf } from '../../model/admission.ts';
import { withNullLists } from '../../model/core/decode.ts';
import type { Kind, Subresource } from '../../model/kind.ts';
import type { StoredObject } from '../../model/object.ts';
import { isObject } from '../../model/schema/normalize.ts';
import type { Json, JsonObject } from '../../model/schema/types.ts';
import { now } from '../objects/identity.ts';
import { type Atom, objectAtom } from './atom.ts';
import { capped } from './cap.ts';
import { compare, sameValue } from './compare.ts';
import type { FieldConflict } from './conflict.ts';
import { type Manager, readManagers, sameManager, type Writer, writeManagers } from './entries.ts';
import { fieldSet } from './field-set.ts';
import { agreedConflicts, withLastApplied } from './last-applied.ts';
import { merge } from './merge.ts';
import { type PathSet, withNamedParents } from './paths.ts';
import { removeItems } from './remove.ts';
import { manageable, taken, unmanaged, writable } from './settle.ts';
import { emptyObject, knownManagers, updated } from './track.ts';

/** What an apply makes of an object, with its managedFields; or why it is refused. */
export type Applied = { object: JsonObject; managedFields: JsonObject[] } | { conflicts: FieldConflict[] };

/** What is applied, and by whom. */
export interface Apply {
  /** Fits the types of its kind. */
  config: JsonObject;
  manager: string;
  /** Takes fields that others manage. */
  force: boolean;
  subresource: Subresource;
}

/**
 * Server-side apply: what is applied is merged into the object, what the manager applied before and no longer does is removed unless
 * somebody else manages it. Source: apimachinery managedfields and structured-merge-diff Updater.Apply.
 * @param stored undefined where the object is to be created
 */
export function applyConfig(kind: Kind, stored: StoredObject | undefined, apply: Apply): Applied {
  const live = stored === undefined ? undefined : withNullLists(kind, stored);
  const { manager, force, subresource } = apply;
  const writer: Writer = { name: manager, operation: 'Apply', subresource, apiVersion: apiVersionOf(kind) };
  const result = applyBy(kind, live, apply.config, writer, force);
  if (manager !== 'kubectl') return result;
  if (!('conflicts' in result)) return { ...result, object: withLastApplied(result.object, apply.config) };
  // what kubectl applied before it did so on the server is its own
  const left = agreedConflicts(kind, live, result.conflicts);
  if (left.length > 0) return { conflicts: left };
  const forced = applyBy(kind, live, apply.config, writer, true);
  return 'conflicts' in forced ? forced : { ...forced, object: withLastApplied(forced.object, apply.config) };
}

function applyBy(
  kind: Kind,
  live: StoredObject | undefined,
  config: JsonObject,
  writer: Writer,
  force: boolean,
): Applied {
  const atom = objectAtom(kind);
  const before = live === undefined ? created(kind, config) : (live as unknown as JsonObject);
  const managers = managersOf(kind, live, writer);
  const last = managers.find((candidate) => sameManager(candidate, writer));
  const others = managers.filter((candidate) => candidate !== last);
  const paths = writable(fieldSet(config, atom), kind, writer.subresource);
  const merged = merge(before, config, atom) ?? {};
  const owned = others.reduce<PathSet>((all, other) => all.union(other.paths), paths);
  const object = prune(merged, last?.paths ?? new Set(), owned, atom) as JsonObject;
  const { conflicts, left } = taken(compare(before, object, atom), others, kind, writer);
  if (conflicts.length > 0 && !force) return { conflicts };
  const unchanged = sameValue(before, object);
  const entry: Manager = {
    ...writer,
    time: unchanged ? (last?.time ?? '') : now(),
    paths: manageable(paths, kind, writer.subresource),
  };
  const managedFields = writeManagers(entry.paths.size > 0 ? [...left, entry] : left);
  return { object: unchanged ? before : object, managedFields };
}

/** A new object before anything is applied. */
function created(kind: Kind, config: JsonObject): JsonObject {
  const { apiVersion = '', kind: name = '' } = config;
  const empty = emptyObject(kind);
  return kind.rules === undefined ? { apiVersion, kind: name } : isObject(empty) ? empty : {};
}

/** An object that was never tracked is managed by whoever wrote it before the first apply. */
function managersOf(kind: Kind, live: StoredObject | undefined, { subresource, apiVersion }: Writer): Manager[] {
  const managers = readManagers(live?.metadata.managedFields);
  if (live === undefined || managers.length > 0) return knownManagers(kind, managers) ?? managers;
  const first: Writer = { name: 'before-first-apply', operation: 'Update', subresource, apiVersion };
  return capped(updated(kind, emptyObject(kind), unmanaged(kind, live), [], first) ?? []);
}

/** Takes out what was applied last and is no more, unless somebody owns it. Source: structured-merge-diff Updater.prune. */
function prune(merged: Json, last: PathSet, owned: PathSet, atom: Atom): Json {
  if (last.size === 0) return merged;
  const named = (paths: PathSet): PathSet => withNamedParents(paths, atom);
  const all = named(fieldSet(merged, atom));
  const less = (paths: PathSet): Json => removeItems(merged, paths, atom);
  // first without all of it, then with what others own, then with what was never applied
  const bare = less(named(last));
  const shared = less(all.difference(named(fieldSet(bare, atom)).union(named(owned))));
  const gone = all.difference(named(fieldSet(shared, atom))).intersection(named(last));
  return less(gone);
}
