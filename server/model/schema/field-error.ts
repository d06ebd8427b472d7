import { type ExactNumber, isNumber, toDouble, toInteger } from './exact-number.ts';
import { goEscapes, goJson } from './go-json.ts';
import type { Json } from './types.ts';

/** Reasons of a cause. Source: apimachinery util/validation/field. */
type FieldErrorType =
  | 'FieldValueRequired'
  | 'FieldValueDuplicate'
  | 'FieldValueInvalid'
  | 'FieldValueTypeInvalid'
  | 'FieldValueNotSupported'
  | 'FieldValueForbidden'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany';

/** What is wrong with one field. `field` is `<nil>` where the API server names none. */
export interface FieldError {
  reason: FieldErrorType;
  field: string;
  message: string;
}

/** The field that stands for "no field". */
export const NO_FIELD = '<nil>';

const ESCAPES: Record<string, string> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
  '\v': '\\v',
  '\x07': '\\a',
};

/** A string as Go's %q prints it. */
export function quote(text: string): string {
  if (/^[ !#-[\]-~]*$/.test(text)) return `"${text}"`;
  let out = '"';
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    const escape = ESCAPES[char];
    if (escape !== undefined) out += escape;
    else if (code < 0x20 || code === 0x7f) out += `\\x${code.toString(16).padStart(2, '0')}`;
    else if (isPrintable(char)) out += char;
    else if (code < 0x10000) out += `\\u${code.toString(16).padStart(4, '0')}`;
    else out += `\\U${code.toString(16).padStart(8, '0')}`;
  }
  return `${out}"`;
}

/** Whether Go prints a character as it is. Source: unicode.IsPrint. */
export function isPrintable(char: string): boolean {
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(char);
}

/** A number as Go's %v prints it. */
export function numberText(value: number | ExactNumber): string {
  return toInteger(value)?.toString() ?? floatText(toDouble(value));
}

/** A float as Go's %v prints it: with an exponent from a million on. */
export function floatText(value: number): string {
  const [mantissa, power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return Object.is(value, -0) ? '-0' : String(value);
  const digits = String(Math.abs(exponent)).padStart(2, '0');
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${digits}`;
}

function valueText(value: Json): string {
  if (typeof value === 'string') return quote(value);
  if (isNumber(value)) return numberText(value);
  if (value === null || typeof value !== 'object') return String(value);
  return goJson(value);
}

/** JSON as Go writes a struct: its members stay in order. */
function orderedText(value: Json): string {
  return goEscapes(JSON.stringify(value));
}

/** `Required value`. */
export function requiredValue(field: string, detail = ''): FieldError {
  return { reason: 'FieldValueRequired', field, message: join('Required value', detail) };
}

/** `Invalid value: VALUE: DETAIL`; without a value (undefined) it is left out. */
export function invalid(field: string, value: Json | undefined, detail: string): FieldError {
  return { reason: 'FieldValueInvalid', field, message: join(printed('Invalid value', value), detail) };
}

/** `Invalid value: VALUE: DETAIL` for a Go struct: its members stay in the order in which they are given. */
export function invalidStruct(field: string, value: Json, detail: string): FieldError {
  return { reason: 'FieldValueInvalid', field, message: join(`Invalid value: ${orderedText(value)}`, detail) };
}

/** `Invalid value: VALUE: DETAIL` for text whose Go type has a name of its own: Go prints it as JSON. */
export function invalidNamed(field: string, value: string, detail: string): FieldError {
  return { reason: 'FieldValueInvalid', field, message: `Invalid value: ${goJson(value)}: ${detail}` };
}

/** `Invalid value: VALUE: DETAIL` for a value of the wrong type. */
export function wrongType(field: string, value: string, detail: string): FieldError {
  return { reason: 'FieldValueTypeInvalid', field, message: join(printed('Invalid value', value), detail) };
}

/** `Unsupported value: VALUE: supported values: "A", "B"`. */
export function unsupported(field: string, value: Json, supported: readonly (string | number)[]): FieldError {
  const detail = `supported values: ${supported.map((one) => quote(String(one))).join(', ')}`;
  return { reason: 'FieldValueNotSupported', field, message: join(printed('Unsupported value', value), detail) };
}

/** `Duplicate value: VALUE`. */
export function duplicate(field: string, value: Json): FieldError {
  return { reason: 'FieldValueDuplicate', field, message: printed('Duplicate value', value) };
}

/** `Forbidden: DETAIL`. */
export function forbidden(field: string, detail: string): FieldError {
  return { reason: 'FieldValueForbidden', field, message: join('Forbidden', detail) };
}

/** `Too long: may not be more than N bytes` (the limit counts code points all the same). */
export function tooLong(field: string, max: number): FieldError {
  const unit = max === 1 ? 'byte' : 'bytes';
  return { reason: 'FieldValueTooLong', field, message: `Too long: may not be more than ${max} ${unit}` };
}

/** `Too many: N: must have at most MAX items`. */
export function tooMany(field: string, actual: number, max: number): FieldError {
  const unit = max === 1 ? 'item' : 'items';
  return { reason: 'FieldValueTooMany', field, message: `Too many: ${actual}: must have at most ${max} ${unit}` };
}

function printed(head: string, value: Json | undefined): string {
  return value === undefined ? head : `${head}: ${valueText(value)}`;
}

function join(head: string, detail: string): string {
  return detail === '' ? head : `${head}: ${detail}`;
}

/** The format that the API server sees in a value. */
export function formatName(value: Json): string {
  if (!isNumber(value)) return '';
  return toInteger(value) === undefined ? 'float64' : 'int64';
}
