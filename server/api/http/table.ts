import type { Kind, PrinterColumn } from '../../model/kind.ts';
import type { StoredObject } from '../../model/object.ts';
import { humanAge } from './human-age.ts';

/** What a row carries beside its cells. */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

/** `metadata` of a list. */
export interface ListMeta {
  resourceVersion: string;
  continue?: string;
  remainingItemCount?: number;
}

/** An object with nothing but its metadata. */
export function partialObject(object: StoredObject): object {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata };
}

/** `includeObject` of the query. */
export function includeObject(query: URLSearchParams): IncludeObject {
  const value = query.get('includeObject');
  return value === 'None' || value === 'Object' ? value : 'Metadata';
}

/** Objects as `kubectl get` prints them. @param head false leaves out the columns, as in the later events of a watch */
export function table(
  kind: Kind,
  objects: readonly StoredObject[],
  metadata: ListMeta,
  include: IncludeObject,
  head = true,
): object {
  const now = Date.now();
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: head
      ? kind.columns.map(({ name, type, format, description, priority }) => ({
          name,
          type,
          format: format ?? '',
          description,
          priority,
        }))
      : null,
    rows: objects.map((object) => ({
      cells: kind.columns.map((column) => cell(column, object, now)),
      ...(include === 'None' ? {} : { object: include === 'Object' ? object : partialObject(object) }),
    })),
  };
}

function cell(column: PrinterColumn, object: StoredObject, now: number): string | number | boolean | null {
  const value = column.value(object) ?? null;
  if (column.type !== 'date' || value === null) return value;
  const time = Date.parse(String(value));
  return Number.isNaN(time) ? '<unknown>' : humanAge(now - time);
}
