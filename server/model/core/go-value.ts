import { numberText } from '../schema/field-error.ts';
import { isNumber, toInteger } from '../schema/exact-number.ts';
import { isObject } from '../schema/normalize.ts';
import type { Json } from '../schema/types.ts';

/** Kind of the Go value that stands for a value of JSON; '' for null, which has none. */
export type GoKind = '' | 'map' | 'slice' | 'string' | 'bool' | 'int64' | 'float64';

/** Kind of a value as Go has read it from JSON. */
export function goKind(value: Json): GoKind {
  if (value === null) return '';
  if (Array.isArray(value)) return 'slice';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (isNumber(value)) return toInteger(value) === undefined ? 'float64' : 'int64';
  return 'map';
}

const TYPES: Record<GoKind, string> = {
  '': '%!s(<nil>)',
  map: 'map[string]interface {}',
  slice: '[]interface {}',
  string: 'string',
  bool: 'bool',
  int64: 'int64',
  float64: 'float64',
};

/** Type of a value as Go has read it from JSON, as %s prints it. */
export function goTypeName(value: Json): string {
  return TYPES[goKind(value)];
}

/** A value as Go's %v prints it. */
export function goPrint(value: Json): string {
  if (value === null) return '<nil>';
  if (isNumber(value)) return numberText(value);
  if (Array.isArray(value)) return `[${value.map(goPrint).join(' ')}]`;
  if (!isObject(value)) return value.toString();
  const parts = Object.keys(value)
    .sort()
    .map((key) => `${key}:${goPrint(value[key] ?? null)}`);
  return `map[${parts.join(' ')}]`;
}
