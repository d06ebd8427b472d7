import { compareTexts } from '../../model/schema/go-json.ts';
import { isObject } from '../../model/schema/normalize.ts';
import type { JsonObject } from '../../model/schema/types.ts';
import { fromFields, type PathSet, toFields } from './paths.ts';

/** Who writes, and how. */
export interface Writer {
  name: string;
  operation: 'Apply' | 'Update';
  subresource: string;
  apiVersion: string;
}

/** Who manages which fields. Source: meta/v1 ManagedFieldsEntry. */
export interface Manager extends Writer {
  /** '' where it is not known. */
  time: string;
  paths: PathSet;
}

/** Reads managedFields; entries that cannot be read are left out, and of two of the same writer the last counts. */
export function readManagers(managedFields: unknown): Manager[] {
  if (!Array.isArray(managedFields)) return [];
  const found = new Map<string, Manager>();
  for (const entry of managedFields as unknown[]) {
    if (!isObject(entry)) continue;
    if (entry.operation !== 'Apply' && entry.operation !== 'Update') continue;
    const text = (field: string): string => (typeof entry[field] === 'string' ? entry[field] : '');
    const manager: Manager = {
      name: text('manager'),
      operation: entry.operation,
      subresource: text('subresource'),
      apiVersion: text('apiVersion'),
      time: text('time'),
      paths: fromFields(entry.fieldsV1),
    };
    found.set(identityOf(manager), manager);
  }
  return [...found.values()];
}

/** Writes managedFields, applies first, then by time. */
export function writeManagers(managers: readonly Manager[]): JsonObject[] {
  return managers
    .toSorted(
      (a, b) =>
        compareTexts(a.operation, b.operation) ||
        compareTexts(a.time, b.time) ||
        compareTexts(a.name, b.name) ||
        compareTexts(a.apiVersion, b.apiVersion) ||
        compareTexts(a.subresource, b.subresource),
    )
    .map(({ name, operation, subresource, apiVersion, time, paths }) => ({
      ...(name === '' ? {} : { manager: name }),
      operation,
      apiVersion,
      ...(time === '' ? {} : { time }),
      fieldsType: 'FieldsV1',
      fieldsV1: toFields(paths),
      ...(subresource === '' ? {} : { subresource }),
    }));
}

/** True when two entries are of the same writer; one that applies may do it in several versions. */
export function sameManager(a: Writer, b: Writer): boolean {
  return identityOf(a) === identityOf(b);
}

/** What tells writers apart, in the order in which Go sorts them. */
export function identityOf({ name, operation, subresource, apiVersion }: Writer): string {
  return JSON.stringify({
    ...(name === '' ? {} : { manager: name }),
    operation,
    ...(operation === 'Apply' ? {} : { apiVersion }),
    ...(subresource === '' ? {} : { subresource }),
  });
}
