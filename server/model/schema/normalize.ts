import { ExactNumber } from './exact-number.ts';
import type { Json, JsonObject, Schema } from './types.ts';

/** True for a JSON object (not a list, not null, not a number). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);
}

/** Sets an own property, whatever its name. */
export function setProperty(target: JsonObject, key: string, value: Json): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}

/** Deepest nesting that is looked at. */
const MAX_DEPTH = 1000;

/**
 * A deep copy as JSON: undefined members vanish, other non-JSON values become null.
 * @throws RangeError when it is nested deeper than MAX_DEPTH, or holds a number that JSON has not (`.inf` in YAML).
 */
export function cloneJson(value: unknown, depth = 0): Json {
  if (depth > MAX_DEPTH) throw new RangeError('exceeded max depth');
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`json: unsupported value: ${nonFinite(value)}`);
    return value;
  }
  if (value instanceof ExactNumber) return value;
  if (Array.isArray(value)) return value.map((item) => cloneJson(item, depth + 1));
  if (typeof value !== 'object') return null;
  const copy: JsonObject = {};
  for (const [key, member] of Object.entries(value))
    if (member !== undefined) setProperty(copy, key, cloneJson(member, depth + 1));
  return copy;
}

/** As Go prints it. */
function nonFinite(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '+Inf' : '-Inf';
}

/** Schema of a member of an object, undefined when the member is unknown. */
export function memberSchema(schema: Schema, key: string): Schema | undefined {
  if (schema.type === 'object') return Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
  return schema.type === 'map' ? schema.values : undefined;
}

/** Path of a member: `a.b`. */
export function childPath(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

/** Deletes what the schema does not know, in place, and returns the paths of it. */
function pruneUnknown(value: Json, schema: Schema, path = '', unknown: string[] = []): string[] {
  if (schema.type === 'any') return unknown;
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      if (schema.type === 'list') pruneUnknown(item, schema.items, `${path}[${index}]`, unknown);
      else pruneUnder(item, `${path}[${index}]`, unknown);
    });
  } else if (isObject(value)) {
    for (const key of Object.keys(value)) {
      const member = memberSchema(schema, key);
      if (member !== undefined) pruneUnknown(value[key] ?? null, member, childPath(path, key), unknown);
      else {
        unknown.push(childPath(path, key));
        delete value[key];
      }
    }
  }
  return unknown;
}

/** Below a value that has the wrong type, every member is unknown. Lists may be nested deeper than calls. */
function pruneUnder(value: Json, path: string, unknown: string[]): void {
  const left: [Json, string][] = [[value, path]];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const [one, at] = next;
    if (Array.isArray(one)) one.forEach((item, index) => left.push([item, `${at}[${index}]`]));
    else if (isObject(one))
      for (const key of Object.keys(one)) {
        unknown.push(childPath(at, key));
        delete one[key];
      }
  }
}

/** Deletes null members that have no default, in place. Null list elements stay, and fail validation. */
export function dropNulls(value: Json, schema: Schema): void {
  if (Array.isArray(value)) {
    if (schema.type === 'list') for (const item of value) dropNulls(item, schema.items);
  } else if (isObject(value)) {
    for (const key of Object.keys(value)) {
      const member = memberSchema(schema, key);
      // below what is not known nothing has a schema
      if (member === undefined) continue;
      const child = value[key] ?? null;
      if (child === null && member.default === undefined) delete value[key];
      else dropNulls(child, member);
    }
  }
}

/** Fills in defaults, in place. Running it again changes nothing. */
export function applyDefaults(value: Json, schema: Schema): void {
  if (Array.isArray(value)) {
    if (schema.type !== 'list') return;
    const { items } = schema;
    value.forEach((item, index) => {
      if (item === null && items.default !== undefined) value[index] = cloneJson(items.default);
      applyDefaults(value[index] ?? null, items);
    });
  } else if (isObject(value)) {
    if (schema.type === 'object')
      for (const [key, member] of Object.entries(schema.properties))
        if (member.default !== undefined && (value[key] ?? null) === null) value[key] = cloneJson(member.default);
    for (const key of Object.keys(value)) {
      const member = memberSchema(schema, key);
      if (member !== undefined) applyDefaults(value[key] ?? null, member);
    }
  }
}

/** What the API server makes of a value before it judges it: without unknown members and nulls, with defaults. In place; returns the paths of unknown members. */
export function normalize(value: Json, schema: Schema): string[] {
  const unknown = pruneUnknown(value, schema);
  dropNulls(value, schema);
  applyDefaults(value, schema);
  return unknown;
}
