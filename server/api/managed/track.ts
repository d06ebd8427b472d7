import { apiVersionOf } from '../../model/admission.ts';
import type { Kind, Subresource } from '../../model/kind.ts';
import { knownManagers } from '../../model/managed-fields.ts';
import type { KubeObject } from '../../model/object.ts';
import { now } from '../objects/identity.ts';
import { capUpdates } from './cap.ts';
import { compareOwned, emptyObject } from './compare.ts';
import { type Manager, readManagers, sameManager, writeManagers } from './entries.ts';
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
  const { changed, gone } = compareOwned(kind, old ?? emptyObject(kind), object, schema);
  if (changed.size === 0 && gone.size === 0) return writeManagers(before);
  const left = before.map((one) => ({ ...one, paths: one.paths.difference(changed).difference(gone) }));
  // who only took something away owns nothing for it
  if (changed.size === 0) return writeManagers(left);
  const writer = { name: manager, operation: 'Update' as const, subresource, apiVersion: apiVersionOf(kind) };
  const own = left.find((candidate) => sameManager(candidate, writer));
  const entry: Manager = { ...writer, time: now(), paths: (own?.paths ?? new Set<string>()).union(changed) };
  return writeManagers(capUpdates([...left.filter((one) => one !== own), entry]));
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
