import { jsonPath } from './json-path.ts';
import type { PrinterColumn } from './kind.ts';
import type { KubeObject } from './object.ts';

/** The first column of every kind. */
export const nameColumn: PrinterColumn = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description: 'Name of the object, unique in its namespace.',
  priority: 0,
  value: (object) => object.metadata.name,
};

/**
 * A column of a custom resource: what stands at a JSON path, as text where it is text and as JSON where it is not.
 * Source: apiextensions-apiserver tableconvertor.
 */
export function pathColumn(name: string, path: string, description: string, priority: 0 | 1 = 0): PrinterColumn {
  const find = jsonPath(path);
  const value = (object: KubeObject): string | undefined => {
    const found = find(object);
    return found === undefined || typeof found === 'string' ? found : JSON.stringify(found);
  };
  return { name, type: 'string', description, priority, jsonPath: path, value };
}

/** The time since creation; the value is the RFC 3339 time itself. */
export const ageColumn: PrinterColumn = {
  ...pathColumn('Age', '.metadata.creationTimestamp', 'Time since the object was created.'),
  type: 'date',
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

/** The hosts of a route, as JSON. */
export const hostnamesColumn = pathColumn('Hostnames', '.spec.hostnames', 'Hosts that the route serves, as JSON.');
