import { isObject } from '../../model/schema/normalize.ts';
import type { JsonObject } from '../../model/schema/types.ts';
import { fromFields, type PathSet, toFields } from './paths.ts';

/** Who manages which fields. Source: meta/v1 ManagedFieldsEntry. */
export interface Manager {
  name: string;
  operation: 'Apply' | 'Update';
  subresource: string;
  apiVersion: string;
  time: string;
  paths: PathSet;
}

/** Reads managedFields; entries that cannot be read are left out. */
export function readManagers(managedFields: unknown): Manager[] {
  if (!Array.isArray(managedFields)) return [];
  return managedFields.flatMap((entry: unknown): Manager[] => {
    if (!isObject(entry) || typeof entry.manager !== 'string') return [];
    if (entry.operation !== 'Apply' && entry.operation !== 'Update') return [];
    const text = (field: string): string => (typeof entry[field] === 'string' ? entry[field] : '');
    return [
      {
        name: entry.manager,
        operation: entry.operation,
        subresource: text('subresource'),
        apiVersion: text('apiVersion'),
        time: text('time'),
        paths: fromFields(entry.fieldsV1),
      },
    ];
  });
}

/** Writes managedFields, applies first, then by time; managers of nothing are left out. */
export function writeManagers(managers: readonly Manager[]): JsonObject[] {
  return managers
    .filter(({ paths }) => paths.size > 0)
    .sort(
      (a, b) =>
        order(a) - order(b) ||
        compare(a.time, b.time) ||
        compare(a.name, b.name) ||
        compare(a.apiVersion, b.apiVersion),
    )
    .map(({ name, operation, subresource, apiVersion, time, paths }) => ({
      manager: name,
      operation,
      apiVersion,
      ...(time === '' ? {} : { time }),
      fieldsType: 'FieldsV1',
      fieldsV1: toFields(paths),
      ...(subresource === '' ? {} : { subresource }),
    }));
}

function order(manager: Manager): number {
  return manager.operation === 'Apply' ? 0 : 1;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** True when two entries are of the same writer; one that applies may do it in several versions. */
export function sameManager(a: Manager, b: Omit<Manager, 'time' | 'paths'>): boolean {
  const version = a.operation === 'Apply' || a.apiVersion === b.apiVersion;
  return a.name === b.name && a.operation === b.operation && a.subresource === b.subresource && version;
}
