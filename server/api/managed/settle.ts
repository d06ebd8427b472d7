import { withNullLists } from '../../model/core/decode.ts';
import type { Kind } from '../../model/kind.ts';
import type { KubeObject } from '../../model/object.ts';
import type { Json, JsonObject } from '../../model/schema/types.ts';
import type { Comparison } from './compare.ts';
import type { Manager, Writer } from './entries.ts';
import { pathOf, type PathSet, withoutBelow } from './paths.ts';

/** Members of an object that nobody manages. Source: apimachinery managedfields stripMetaManager. */
const NOBODYS = new Set(
  [
    ['apiVersion'],
    ['kind'],
    ['metadata'],
    ...'name namespace creationTimestamp selfLink uid clusterName generation managedFields resourceVersion'
      .split(' ')
      .map((name) => ['metadata', name]),
  ].map((names) => pathOf(names.map((name) => `f:${name}`))),
);

/** An object as fields of it are managed: without the managers. */
export function unmanaged(kind: Kind, object: KubeObject): Json {
  const { managedFields: _managed, ...metadata } = object.metadata;
  return { ...(withNullLists(kind, object) as unknown as JsonObject), metadata: metadata as JsonObject };
}

/** Paths that a writer may manage: none that only the server sets, nor those that its subresource does not write. */
export function manageable(paths: PathSet, kind: Kind, subresource: string): PathSet {
  return writable(paths, kind, subresource).difference(NOBODYS);
}

/** Paths that a write to a subresource does not reset. */
export function writable(paths: PathSet, kind: Kind, subresource: string): PathSet {
  if (subresource === 'status') return withoutBelow(paths, kind.rules === undefined ? ['metadata', 'spec'] : ['spec']);
  return subresource === '' && kind.hasStatus ? withoutBelow(paths, ['status']) : paths;
}

/** Which fields of others a change takes from them. */
export interface Taken {
  /** What another value is given to, or that is new. */
  conflicts: { manager: Manager; paths: PathSet }[];
  /** The others with what is left to them. */
  left: Manager[];
}

/** What a change takes from managers. Source: structured-merge-diff Updater.update. */
export function taken(
  { modified, added, removed }: Comparison,
  managers: readonly Manager[],
  kind: Kind,
  writer: Writer,
): Taken {
  const changed = modified.union(added);
  // a write to the object resets the status in its own version alone
  const own = {
    changed: writable(changed, kind, writer.subresource),
    removed: writable(removed, kind, writer.subresource),
  };
  const conflicts: Taken['conflicts'] = [];
  const left: Manager[] = [];
  for (const manager of managers) {
    const resets = writer.subresource === 'status' || manager.apiVersion === writer.apiVersion;
    const seen = resets ? own : { changed, removed };
    const paths = manager.paths.intersection(seen.changed);
    if (paths.size > 0) conflicts.push({ manager, paths });
    const kept = manager.paths.difference(paths).difference(seen.removed);
    if (kept.size > 0) left.push(kept.size === manager.paths.size ? manager : { ...manager, paths: kept });
  }
  return { conflicts, left };
}
