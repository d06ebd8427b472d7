import type { Path } from './values.ts';

/** What the schema says about one field. */
export interface FieldDocs {
  /** Last steps of the path, enough to tell fields of the same name apart. */
  name: string;
  /** `string`, `list of object`, `integer`. */
  type: string;
  required: boolean;
  description: string;
  /** Values that are allowed, empty for any. */
  values: string[];
  /** As YAML would have it, null for none. */
  default: string | null;
}

type Schema = Record<string, unknown>;

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function memberOf(schema: Schema, step: string | number): Schema | null {
  if (typeof step === 'number') return isSchema(schema['items']) ? schema['items'] : null;
  const { properties, additionalProperties } = schema;
  const own = isSchema(properties) ? properties[step] : undefined;
  if (isSchema(own)) return own;
  return isSchema(additionalProperties) ? additionalProperties : null;
}

/** Names of the members of what is at a path, in lists of their items; empty where there are none. */
export function memberNames(schema: unknown, path: Path): string[] {
  let at: Schema | null = isSchema(schema) ? schema : null;
  for (const step of path) at = at && memberOf(at, step);
  while (at && isSchema(at['items'])) at = at['items'];
  return at && isSchema(at['properties']) ? Object.keys(at['properties']) : [];
}

/** The path of a member: in lists that of the first item's. */
export function memberPath(schema: unknown, path: Path, name: string): Path {
  let at: Schema | null = isSchema(schema) ? schema : null;
  for (const step of path) at = at && memberOf(at, step);
  const own: (string | number)[] = [...path];
  while (at && isSchema(at['items'])) {
    own.push(0);
    at = at['items'];
  }
  return [...own, name];
}

function typeText(schema: Schema): string {
  const all = [schema['type']].flat().filter((type) => typeof type === 'string' && type !== 'null') as string[];
  const items = schema['items'];
  if (all[0] === 'array') return isSchema(items) ? `list of ${typeText(items)}` : 'list';
  return all.join(' or ') || (Array.isArray(schema['anyOf']) ? 'string or integer' : 'any');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Looks a path up in a JSON Schema as `jsonSchemaOf` makes it; null for what it does not know. */
export function fieldDocs(schema: unknown, path: Path): FieldDocs | null {
  if (!isSchema(schema) || path.length === 0) return null;
  let at: Schema = schema;
  let required = false;
  for (const step of path) {
    const next = memberOf(at, step);
    if (!next) return null;
    required = Array.isArray(at['required']) && (at['required'] as unknown[]).includes(step);
    at = next;
  }
  const values = Array.isArray(at['enum']) ? at['enum'] : 'const' in at ? [at['const']] : [];
  return {
    name: path
      .filter((step) => typeof step === 'string')
      .slice(-3)
      .join('.'),
    type: typeText(at),
    required,
    description: typeof at['description'] === 'string' ? at['description'] : '',
    values: values.filter((value) => value !== null).map(textOf),
    default: at['default'] === undefined ? null : textOf(at['default']),
  };
}
