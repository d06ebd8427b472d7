import { apiVersionOf } from '../../model/admission.ts';
import { apiVersionsOf } from '../../model/api-version.ts';
import { encodeStruct, withNullLists } from '../../model/core/decode.ts';
import type { Kind, Subresource } from '../../model/kind.ts';
import type { KubeObject } from '../../model/object.ts';
import type { Json, JsonObject } from '../../model/schema/types.ts';
import { now } from '../objects/identity.ts';
import { objectAtom } from './atom.ts';
import { capped } from './cap.ts';
import { compare } from './compare.ts';
import { type Manager, readManagers, sameManager, type Writer, writeManagers } from './entries.ts';
import { manageable, taken, unmanaged } from './settle.ts';
import { typeProblems } from './typed.ts';

/**
 * managedFields after a write that is not an apply: the writer manages what it added or changed, nobody manages what is gone, and nobody
 * anything of an object that does not fit its types. Source: apimachinery managedfields FieldManager.UpdateNoErrors.
 * @param old undefined for a create
 * @param object with the managedFields that the client sent
 */
export function trackWrite(
  kind: Kind,
  old: KubeObject | undefined,
  object: KubeObject,
  manager: string,
  subresource: Subresource = '',
): JsonObject[] {
  const before = managersBefore(old, object, subresource);
  // whoever has taken away all managers wants none
  if (before.length === 0 && old !== undefined) return [];
  // the status of an object may be written under another kind, whose types nobody knows
  if (kind.rules === undefined && object.kind !== kind.kind) return [];
  const writer: Writer = { name: manager, operation: 'Update', subresource, apiVersion: apiVersionOf(kind) };
  const value = unmanaged(kind, object);
  const after = updated(kind, old === undefined ? emptyObject(kind) : unmanaged(kind, old), value, before, writer);
  return after === undefined ? [] : writeManagers(capped(after));
}

/**
 * Who manages what after an update. Undefined when nobody can: a custom resource does not fit its types, or has managers in versions that
 * its kind does not have.
 */
export function updated(
  kind: Kind,
  old: Json,
  value: Json,
  before: readonly Manager[],
  writer: Writer,
): Manager[] | undefined {
  const atom = objectAtom(kind);
  const managers = knownManagers(kind, before);
  if (managers === undefined) return undefined;
  const fits = (one: Json): boolean => kind.rules !== undefined || typeProblems(one, atom, true).length === 0;
  if (!fits(value) || !fits(old)) return undefined;
  const comparison = compare(old, value, atom);
  const { left } = taken(comparison, managers, kind, writer);
  const paths = manageable(comparison.modified.union(comparison.added), kind, writer.subresource);
  if (paths.size === 0) return left;
  const own = left.find((candidate) => sameManager(candidate, writer));
  const entry: Manager = { ...writer, time: now(), paths: paths.union(own?.paths ?? new Set<string>()) };
  return [...left.filter((candidate) => candidate !== own), entry];
}

/** Managers in versions that the kind has. Others are dropped for built-in kinds, and make a custom resource unmanageable. */
export function knownManagers(kind: Kind, managers: readonly Manager[]): Manager[] | undefined {
  const versions = apiVersionsOf(kind);
  const known = managers.filter(({ apiVersion }) => versions.includes(apiVersion));
  return known.length < managers.length && kind.rules === undefined ? undefined : known;
}

/** What a new object is compared with: Go's structs are there before anything is in them. */
export function emptyObject(kind: Kind): Json {
  return kind.rules === undefined ? {} : withNullLists(kind, encodeStruct({}, kind.rules.type));
}

/** A client may send managedFields of its own, as kubectl does to take over fields; without any, those of the stored object stay. */
function managersBefore(old: KubeObject | undefined, object: KubeObject, subresource: Subresource): Manager[] {
  const sent = subresource === '' ? object.metadata.managedFields : undefined;
  return readManagers(sent ?? old?.metadata.managedFields);
}
