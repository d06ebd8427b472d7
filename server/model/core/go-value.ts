import { numberText, quote } from '../schema/field-error.ts';
import { compareTexts } from '../schema/go-json.ts';
import { type ExactNumber, isNumber, toInteger } from '../schema/exact-number.ts';
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

/** A value that has no parts. */
type Scalar = null | string | boolean | number | ExactNumber;

/** What stands around and between the parts of a value. */
interface Notation {
  scalar: (value: Scalar) => string;
  key: (name: string) => string;
  list: readonly [open: string, close: string];
  map: readonly [open: string, close: string];
  between: string;
}

/** A value as Go writes it, whose maps are sorted. It may be nested deeper than calls. */
function written(value: Json, { scalar, key, list, map, between }: Notation): string {
  const out: string[] = [];
  const left: ({ text: string } | { value: Json })[] = [{ value }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if ('text' in next) {
      out.push(next.text);
      continue;
    }
    const one = next.value;
    let parts: { before: string; item: Json }[];
    if (Array.isArray(one)) parts = one.map((item) => ({ before: '', item }));
    else if (isObject(one))
      parts = Object.entries(one)
        .toSorted(([a], [b]) => compareTexts(a, b))
        .map(([name, item]) => ({ before: key(name), item }));
    else {
      out.push(scalar(one));
      continue;
    }
    const [open, close] = Array.isArray(one) ? list : map;
    out.push(open);
    left.push({ text: close });
    for (const [index, { before, item }] of [...parts.entries()].toReversed())
      left.push({ value: item }, { text: (index === 0 ? '' : between) + before });
  }
  return out.join('');
}

const PRINTED: Notation = {
  scalar: (value) => (value === null ? '<nil>' : isNumber(value) ? numberText(value) : String(value)),
  key: (name) => `${name}:`,
  list: ['[', ']'],
  map: ['map[', ']'],
  between: ' ',
};

const SYNTAX: Notation = {
  scalar(value) {
    if (value === null) return 'interface {}(nil)';
    return typeof value === 'string' ? quote(value) : isNumber(value) ? numberText(value) : String(value);
  },
  key: (name) => `${quote(name)}:`,
  list: ['[]interface {}{', '}'],
  map: ['map[string]interface {}{', '}'],
  between: ', ',
};

/** A value as Go's %v prints it. */
export function goPrint(value: Json): string {
  return written(value, PRINTED);
}

/** A value as Go's %#v prints it. */
export function goSyntax(value: Json): string {
  return written(value, SYNTAX);
}
