import type { Kind, PrinterColumn } from '../../model/kind.ts';
import type { StoredObject } from '../../model/object.ts';
import { badRequest } from '../../model/status.ts';
import { humanAge } from './human-age.ts';
import { ApiProblem } from './problem.ts';

/** What a row carries beside its cells. */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

/** `metadata` of a list. */
export interface ListMeta {
  resourceVersion: string;
  continue?: string;
  remainingItemCount?: number;
}

/** How a Table is written. */
export interface TableOptions {
  include: IncludeObject;
  /** Version of meta.k8s.io. */
  version: string;
  /** False leaves out the columns, as in the later events of a watch. */
  head?: boolean;
}

/** An object with nothing but its metadata. @param version of meta.k8s.io */
export function partialObject(object: StoredObject, version: string): object {
  return { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}`, metadata: object.metadata };
}

/** `includeObject` of the query. @throws ApiProblem 400 */
export function includeObject(query: URLSearchParams): IncludeObject {
  const value = query.get('includeObject') || 'Metadata';
  if (value === 'None' || value === 'Object' || value === 'Metadata') return value;
  const problem = `includeObject: Invalid value: ${JSON.stringify(value)}: must be 'Metadata', 'Object', 'None', or empty`;
  throw new ApiProblem(badRequest(`Unable to convert to Table as requested: ${problem}`));
}

/** Objects as `kubectl get` prints them. */
export function table(
  kind: Kind,
  objects: readonly StoredObject[],
  metadata: ListMeta,
  { include, version, head = true }: TableOptions,
): { rows: object[] } & Record<string, unknown> {
  const now = Date.now();
  return {
    kind: 'Table',
    apiVersion: `meta.k8s.io/${version}`,
    metadata,
    columnDefinitions: head
      ? kind.columns.map(({ name, type, format, description, priority }) => ({
          name,
          // built-in kinds print the age themselves
          type: kind.core && type === 'date' ? 'string' : type,
          format: format ?? '',
          description,
          priority,
        }))
      : null,
    rows: objects.map((object) => ({
      cells: kind.columns.map((column) => cell(column, object, now) ?? absent(kind, column)),
      object: include === 'None' ? null : include === 'Object' ? object : partialObject(object, version),
    })),
  };
}

/** What stands for no value: built-in kinds print every cell themselves. */
function absent(kind: Kind, { type }: PrinterColumn): string | null {
  if (!kind.core) return null;
  return type === 'date' ? '<unknown>' : '';
}

function cell(column: PrinterColumn, object: StoredObject, now: number): string | number | boolean | null {
  const value = column.value(object) ?? null;
  if (column.type !== 'date' || value === null) return value;
  const time = Date.parse(String(value));
  return Number.isNaN(time) ? '<unknown>' : humanAge(now - time);
}
