import type { PrinterColumn } from './kind.ts';
import type { Condition, KubeObject } from './object.ts';

/** The first column of every kind. */
export const nameColumn: PrinterColumn = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description: 'Name of the object, unique in its namespace.',
  priority: 0,
  value: (object) => object.metadata.name,
};

/** The time since creation; the value is the RFC 3339 time itself. */
export const ageColumn: PrinterColumn = {
  name: 'Age',
  type: 'date',
  description: 'Time since the object was created.',
  priority: 0,
  value: (object) => object.metadata.creationTimestamp,
};

/** A column of text. */
export function textColumn(
  name: string,
  description: string,
  value: (object: KubeObject) => string | undefined,
  priority: 0 | 1 = 0,
): PrinterColumn {
  return { name, type: 'string', description, priority, value };
}

/** A member of a value of unknown shape, undefined where there is none. */
export function member(value: unknown, ...path: string[]): unknown {
  let current = value;
  for (const name of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, name)) return undefined;
    current = (current as Record<string, unknown>)[name];
  }
  return current;
}

/** A member that is text. */
export function textMember(value: unknown, ...path: string[]): string | undefined {
  const found = member(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

/** The elements of a list, none where it is no list. */
export function elements(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** `status` of a condition in `status.conditions`. */
export function conditionStatus(object: KubeObject, type: string): string | undefined {
  const conditions = elements(member(object.status, 'conditions')) as Partial<Condition>[];
  return conditions.find((condition) => condition?.type === type)?.status;
}

/** The hosts of a route, as JSON. */
export const hostnamesColumn: PrinterColumn = textColumn(
  'Hostnames',
  'Hosts that the route serves, as JSON.',
  (object) => {
    const hostnames = member(object.spec, 'hostnames');
    return hostnames === undefined ? undefined : JSON.stringify(hostnames);
  },
);
