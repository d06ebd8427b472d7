import {
  floatText,
  formatName,
  type FieldError,
  invalid,
  NO_FIELD,
  quote,
  requiredValue,
  tooLong,
  tooMany,
  unsupported,
  wrongType,
} from './field-error.ts';
import { isInt64, isNumber, toDouble, toInteger } from './exact-number.ts';
import { checkOneOf } from './one-of.ts';
import { childPath, isObject, memberSchema } from './normalize.ts';
import type { Correlated } from './ratchet.ts';
import { isBase64, isDateTime, matchesPattern } from './pattern.ts';
import type {
  IntegerSchema,
  IntOrStringSchema,
  Json,
  ListSchema,
  MapSchema,
  ObjectSchema,
  Schema,
  StringSchema,
} from './types.ts';

/**
 * What the structural schema has against a value, with the API server's reasons and words. Siblings come in the order of the
 * schema. Unknown members are passed over: they are pruned before. With `beside`, what an update leaves unchanged is passed over too.
 */
export function validateStructure(value: Json, schema: Schema, path = '', beside?: Correlated): FieldError[] {
  const errors = new ErrorList();
  check(value, schema, path, errors, beside);
  return errors.all;
}

/** Collects errors; the same sentence is said once. */
class ErrorList {
  readonly all: FieldError[] = [];
  readonly #seen = new Set<string>();

  add(error: FieldError): void {
    const key = `${error.field}\n${error.message}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.all.push(error);
  }
}

function check(value: Json, schema: Schema, path: string, errors: ErrorList, beside: Correlated | undefined): void {
  if (beside?.equal) return;
  switch (schema.type) {
    case 'object':
      return checkObject(value, schema, path, errors, beside);
    case 'map':
      return checkMap(value, schema, path, errors, beside);
    case 'list':
      return checkList(value, schema, path, errors, beside);
    case 'string':
      return checkString(value, schema, path, errors);
    case 'integer':
      return checkInteger(value, schema, path, errors);
    case 'number':
      if (!isNumber(value)) errors.add(typeError(path, schema.format ?? 'number', value, 'number'));
      return;
    case 'boolean':
      if (typeof value !== 'boolean') errors.add(wrongTypeAt(path, 'boolean', typeName(value)));
      return;
    case 'int-or-string':
      return checkIntOrString(value, schema, path, errors);
    case 'any':
  }
}

function checkObject(
  value: Json,
  schema: ObjectSchema,
  path: string,
  errors: ErrorList,
  beside: Correlated | undefined,
): void {
  if (!isObject(value)) errors.add(wrongTypeAt(path, 'object', typeName(value)));
  if (schema.oneOf !== undefined && value !== null)
    for (const error of checkOneOf(value, schema.oneOf, path)) errors.add(error);
  if (!isObject(value)) return;
  for (const [key, member] of Object.entries(schema.properties)) {
    const child = Object.hasOwn(value, key) ? value[key] : undefined;
    if (child !== undefined) check(child, member, childPath(path, key), errors, beside?.member(key));
    else if (member.required) errors.add(requiredValue(childPath(path, key)));
  }
}

function checkMap(
  value: Json,
  schema: MapSchema,
  path: string,
  errors: ErrorList,
  beside: Correlated | undefined,
): void {
  if (!isObject(value)) {
    errors.add(wrongTypeAt(path, 'object', typeName(value)));
    return;
  }
  const keys = Object.keys(value);
  if (schema.maxProperties !== undefined && keys.length > schema.maxProperties)
    errors.add(tooMany(path, keys.length, schema.maxProperties));
  for (const key of keys) {
    const member = memberSchema(schema, key);
    if (member !== undefined) check(value[key] ?? null, member, childPath(path, key), errors, beside?.member(key));
  }
}

function checkList(
  value: Json,
  schema: ListSchema,
  path: string,
  errors: ErrorList,
  beside: Correlated | undefined,
): void {
  if (!Array.isArray(value)) {
    errors.add(wrongTypeAt(path, 'array', typeName(value)));
    return;
  }
  value.forEach((item, index) => check(item, schema.items, `${path}[${index}]`, errors, beside?.element(index)));
  if (schema.minItems !== undefined && value.length < schema.minItems)
    errors.add(invalid(path, value.length, `${path} in body should have at least ${schema.minItems} items`));
  if (schema.maxItems !== undefined && value.length > schema.maxItems)
    errors.add(tooMany(path, value.length, schema.maxItems));
}

function checkString(value: Json, schema: StringSchema, path: string, errors: ErrorList): void {
  if (typeof value !== 'string') {
    // where there is a format, the API server lets lists pass
    if (schema.format !== undefined && Array.isArray(value)) return;
    if (schema.format !== undefined && value !== null) errors.add(wrongTypeAt(path, schema.format, formatName(value)));
    else errors.add(wrongTypeAt(path, 'string', typeName(value)));
    checkEnum(value, schema.enum, schema.enumTwice, path, errors);
    return;
  }
  const length = schema.maxLength === undefined && schema.minLength === undefined ? 0 : Array.from(value).length;
  if (schema.maxLength !== undefined && length > schema.maxLength) errors.add(tooLong(path, schema.maxLength));
  else if (schema.minLength !== undefined && length < schema.minLength)
    errors.add(invalid(path, value, `${path} in body should be at least ${schema.minLength} chars long`));
  else if (schema.pattern !== undefined && !matchesPattern(schema.pattern, value))
    errors.add(invalid(path, value, `${path} in body should match '${schema.pattern}'`));
  if (schema.format !== undefined && !(schema.format === 'byte' ? isBase64(value) : isDateTime(value)))
    errors.add(wrongTypeAt(path, schema.format, value));
  checkEnum(value, schema.enum, schema.enumTwice, path, errors);
}

function checkEnum(
  value: Json,
  values: readonly (string | number)[] | undefined,
  twice: boolean | undefined,
  path: string,
  errors: ErrorList,
): void {
  if (values === undefined || values.some((one) => isSame(one, value))) return;
  // the schemas of allOf do not look at null
  if (twice && value === null) return;
  errors.add(unsupported(path, value, values));
  if (twice) errors.add(invalid(NO_FIELD, '', `"${path}" must validate all the schemas (allOf). None validated`));
}

/** A float is cut to an integer before it is compared. */
function isSame(one: string | number, value: Json): boolean {
  return one === value || (typeof one === 'number' && isNumber(value) && one === Math.trunc(toDouble(value)));
}

/** The numbers that each format of an integer holds. */
export const INTEGER_RANGES = { int32: [-(2 ** 31), 2 ** 31 - 1], int64: [-(2 ** 63), 2 ** 63] } as const;

function checkInteger(value: Json, schema: IntegerSchema, path: string, errors: ErrorList): void {
  if (!isNumber(value)) {
    errors.add(typeError(path, schema.format ?? 'integer', value, 'integer'));
  } else {
    const double = toDouble(value);
    const integer = toInteger(value);
    if (integer === undefined && !isNearlyWhole(double))
      errors.add(typeError(path, schema.format ?? 'integer', value, 'integer'));
    if (!isInRange(integer ?? double, schema.format ?? 'int64')) {
      const form = schema.format === undefined ? 'integer (default format)' : `integer with format ${schema.format}`;
      errors.add(invalid(NO_FIELD, '', `Checked value must be of type ${form} in ${path}`));
    }
    // floats are compared with limits that are floats, and print so
    const limit = integer === undefined ? floatText : String;
    if (schema.maximum !== undefined && double > schema.maximum)
      errors.add(invalid(path, value, `${path} in body should be less than or equal to ${limit(schema.maximum)}`));
    if (schema.minimum !== undefined && double < schema.minimum)
      errors.add(invalid(path, value, `${path} in body should be greater than or equal to ${limit(schema.minimum)}`));
  }
  checkEnum(value, schema.enum, false, path, errors);
}

/** What a float may lack of a whole number, relative to it. */
const EPSILON = 1e-9;

/** Whether the API server lets a float pass for an integer. Source: go-openapi swag IsFloat64AJSONInteger. */
function isNearlyWhole(double: number): boolean {
  if (Math.abs(double) > Number.MAX_SAFE_INTEGER) return false;
  const whole = Math.trunc(double);
  if (whole === double) return true;
  return whole > 0 && (double - whole) / (double + whole) < EPSILON;
}

function isInRange(value: bigint | number, format: 'int32' | 'int64'): boolean {
  const [low, high] = INTEGER_RANGES[format];
  // the lowest integer prints as another when it is a float
  return (typeof value === 'bigint' || (isInt64(value) && value > -(2 ** 63))) && value >= low && value <= high;
}

function checkIntOrString(value: Json, schema: IntOrStringSchema, path: string, errors: ErrorList): void {
  if (typeof value === 'string') {
    const failing = schema.patterns.filter((pattern) => !matchesPattern(pattern, value));
    for (const pattern of failing) errors.add(invalid(path, value, `${path} in body should match '${pattern}'`));
    if (failing.length > 0) {
      const none = failing.length === schema.patterns.length ? '. None validated' : '';
      errors.add(invalid(NO_FIELD, '', `"${path}" must validate all the schemas (allOf)${none}`));
    }
    return;
  }
  const number = isNumber(value) ? (toInteger(value) ?? toDouble(value)) : undefined;
  const whole = typeof number === 'bigint' || (number !== undefined && isNearlyWhole(number));
  if (whole && isInRange(number ?? 0, 'int64')) return;
  if (!whole) errors.add(wrongTypeAt(path, 'integer,string', typeName(value)));
  if (value === null) return;
  errors.add(invalid(NO_FIELD, '', `"${path}" must validate at least one schema (anyOf)`));
  if (!whole) errors.add(wrongTypeAt(path, 'integer', typeName(value)));
  if (number !== undefined && !isInRange(number, 'int64'))
    errors.add(invalid(NO_FIELD, '', `Checked value must be of type integer (default format) in ${path}`));
}

/** A number schema names its format for values that have one, and its type for the others. */
function typeError(path: string, format: string, value: Json, type: string): FieldError {
  if (typeof value === 'string' || Array.isArray(value) || value === null || format === type)
    return wrongTypeAt(path, type, typeName(value));
  return wrongTypeAt(path, format, formatName(value));
}

function wrongTypeAt(path: string, wanted: string, found: string): FieldError {
  return wrongType(path, found, `${path} in body must be of type ${wanted}: ${quote(found)}`);
}

function typeName(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (isNumber(value)) return toInteger(value) === undefined ? 'number' : 'integer';
  return typeof value;
}
