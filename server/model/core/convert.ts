import { ExactNumber, isInt64, isNumber, toDouble, toInteger } from '../schema/exact-number.ts';
import { goJson } from '../schema/go-json.ts';
import { isObject, setProperty } from '../schema/normalize.ts';
import type { Json, JsonObject } from '../schema/types.ts';
import { DecodeError, emptyTexts, zero } from './decode.ts';
import { timeProblem, wholeSeconds } from './go-time.ts';
import type { GoScalar, GoStruct, GoType } from './go-types.ts';
import { goKind } from './go-value.ts';

/**
 * Turns an object that was patched as a whole into a Go struct, as the API server does after a strategic merge patch: fields are looked at
 * in the order of the struct, the first that does not fit is the error. Source: apimachinery runtime FromUnstructured.
 * @param unknown gets the paths of unknown fields, sorted
 * @throws DecodeError
 */
export function convertStruct(value: JsonObject, type: GoStruct, unknown: string[]): JsonObject {
  const found: string[] = [];
  const result = struct(value, type, '', found);
  unknown.push(...found.sort());
  return result;
}

function struct(value: Json, type: GoStruct, path: string, unknown: string[]): JsonObject {
  if (!isObject(value)) throw new DecodeError(`cannot restore struct from: ${goKind(value)}`);
  const result = emptyTexts(type);
  const below = (key: string): string => (path === '' ? key : `${path}.${key}`);
  for (const [key, { of }] of Object.entries(type.fields)) {
    const member = Object.hasOwn(value, key) ? (value[key] ?? null) : null;
    if (member !== null) result[key] = convert(member, of, below(key), unknown);
  }
  for (const key of Object.keys(value)) if (!Object.hasOwn(type.fields, key)) unknown.push(below(key));
  return result;
}

function convert(value: Json, type: GoType, path: string, unknown: string[]): Json {
  switch (type.type) {
    case 'struct':
      return struct(value, type, path, unknown);
    case 'list':
      if (!Array.isArray(value)) throw new DecodeError(`cannot restore slice from ${goKind(value)}`);
      return value.map((item, index) =>
        item === null ? zero(type.items) : convert(item, type.items, `${path}[${index}]`, unknown),
      );
    case 'map': {
      if (!isObject(value)) throw new DecodeError(`cannot restore map from ${goKind(value)}`);
      const result: JsonObject = {};
      for (const [key, member] of Object.entries(value))
        setProperty(result, key, member === null ? '' : scalar(member, { type: 'string', name: 'string' }));
      return result;
    }
    default:
      return scalar(value, type);
  }
}

function scalar(value: Json, { type, name }: GoScalar): Json {
  const kind = goKind(value);
  switch (type) {
    case 'any':
      return value;
    case 'time':
      return time(value);
    case 'int-or-string':
      if (typeof value === 'string') return value;
      if (isNumber(value) && toDouble(value) === (toDouble(value) | 0)) return toDouble(value);
      throw new DecodeError(`json: cannot unmarshal ${jsonName(value)} into Go value of type int32`);
    case 'string':
      if (kind === 'string') return value;
      // Go could make a letter of an integer
      throw new DecodeError(kind === 'int64' ? `cannot convert int64 to ${name}` : 'unrecognized type: string');
    case 'bool':
      if (kind === 'bool') return value;
      throw new DecodeError('unrecognized type: bool');
    default:
      if (!isNumber(value)) throw new DecodeError(`unrecognized type: ${type}`);
      if (!Number.isInteger(toDouble(value))) throw new DecodeError(`cannot convert float64 to ${name}`);
      return wholeNumber(value, type);
  }
}

const LEAST_INT64 = -(2n ** 63n);

/** Go makes an int64 of a float, the least one of what is beyond them, and cuts that to 32 bits. */
function wholeNumber(value: number | ExactNumber, type: 'int32' | 'int64'): Json {
  const double = toDouble(value);
  const integer = toInteger(value) ?? (isInt64(double) ? BigInt(double) : LEAST_INT64);
  if (type === 'int32') return Number(BigInt.asIntN(32, integer));
  return Number.isSafeInteger(double) ? double : new ExactNumber(integer.toString(), integer);
}

function time(value: Json): string {
  if (typeof value !== 'string')
    throw new DecodeError(`json: cannot unmarshal ${jsonName(value).replace(/ .*/, '')} into Go value of type string`);
  const problem = timeProblem(value);
  if (problem !== undefined) throw new DecodeError(problem);
  return wholeSeconds(value);
}

/** How Go's decoder of JSON names a value that it cannot take. */
function jsonName(value: Json): string {
  if (Array.isArray(value)) return 'array';
  if (isNumber(value)) return `number ${goJson(value)}`;
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
