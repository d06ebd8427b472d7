import type { Kind } from '../kind.ts';
import type { KubeObject } from '../object.ts';
import { ExactNumber } from '../schema/exact-number.ts';
import { quote } from '../schema/field-error.ts';
import { compareTexts } from '../schema/go-json.ts';
import { membersOf } from '../schema/members.ts';
import { childPath, isObject, setProperty } from '../schema/normalize.ts';
import type { Json, JsonObject } from '../schema/types.ts';
import { hold, nullOver } from './held-values.ts';
import { timeProblem, wholeSeconds } from './go-time.ts';
import type { GoField, GoList, GoScalar, GoStruct, GoType } from './go-types.ts';

/** A body that does not fit its Go type; the message is that of Go's decoder. */
export class DecodeError extends Error {}

/**
 * Reads JSON into a Go struct as the API server does for core kinds: null is absent, names are case-sensitive, the first field of a
 * wrong type is the error, and a member that stands twice is read into what the first has left. Source: sigs.k8s.io/json.
 * @param unknown gets the paths of unknown fields, in the order of the document
 * @param problems gets the unknown and the repeated fields, as warnings name them, in the order of the document
 * @throws DecodeError
 */
export function decodeStruct(
  value: JsonObject,
  type: GoStruct,
  unknown: string[],
  problems: string[] = [],
): JsonObject {
  const decoder = new Decoder(unknown, problems);
  const result = decoder.struct(value, type, '', {});
  if (decoder.first !== undefined) throw new DecodeError(decoder.first);
  return result;
}

class Decoder {
  /** What is wrong with the first field of a wrong type. */
  first: string | undefined;
  readonly unknown: string[];
  readonly problems: string[];
  #owner = '';
  readonly #stack: string[] = [];

  constructor(unknown: string[], problems: string[]) {
    this.unknown = unknown;
    this.problems = problems;
  }

  /** @param result what the members are read into: what an earlier object at this place has left */
  struct(value: JsonObject, type: GoStruct, path: string, result: JsonObject): JsonObject {
    const seen = new Set<string>();
    for (const [key, member] of membersOf(value)) {
      const field = Object.hasOwn(type.fields, key) ? type.fields[key] : undefined;
      if (field === undefined) {
        this.#unknown(childPath(path, key));
        continue;
      }
      this.#notTwice(seen, key, path);
      if (member === null) {
        if (field.of.type === 'int-or-string' && result[key] !== undefined) result[key] = nullOver(result);
        // null empties what can be nil, and leaves the rest alone
        if (field.pointer === true || field.of.type === 'list' || field.of.type === 'map') delete result[key];
        continue;
      }
      const owner = this.#owner;
      this.#owner = type.name.replace(/^.*\./, '');
      this.#stack.push(key);
      const read = this.value(member, field.of, childPath(path, key), result[key]);
      if (read !== undefined) result[key] = read;
      if (field.of.type === 'int-or-string') hold(result, read);
      this.#stack.pop();
      this.#owner = owner;
    }
    for (const [key, text] of Object.entries(emptyTexts(type))) result[key] ??= text;
    return result;
  }

  value(value: Json, type: GoType, path: string, before: Json | undefined): Json | undefined {
    switch (type.type) {
      case 'struct':
        if (!isObject(value)) return this.mismatch(value, type.name);
        return this.struct(value, type, path, isObject(before) ? before : {});
      case 'list':
        return this.list(value, type, path, Array.isArray(before) ? before : []);
      case 'map':
        return this.map(value, type.name, path, isObject(before) ? before : {});
      default:
        return this.scalar(value, type);
    }
  }

  list(value: Json, type: GoList, path: string, before: readonly Json[]): Json | undefined {
    if (!Array.isArray(value)) return this.mismatch(value, type.name);
    return value.map((item, index) => {
      const left = before[index];
      const read = item === null ? left : this.value(item, type.items, `${path}[${index}]`, left);
      return read ?? zero(type.items);
    });
  }

  map(value: Json, name: string, path: string, result: JsonObject): Json | undefined {
    if (!isObject(value)) return this.mismatch(value, name);
    const seen = new Set<string>();
    for (const [key, member] of membersOf(value)) {
      this.#notTwice(seen, key, path);
      const read = member === null ? '' : this.scalar(member, { type: 'string', name: 'string' });
      setProperty(result, key, read ?? '');
    }
    return result;
  }

  #unknown(path: string): void {
    if (!this.unknown.includes(path)) this.unknown.push(path);
    this.#problem(`unknown field ${quote(path)}`);
  }

  #notTwice(seen: Set<string>, key: string, path: string): void {
    if (seen.has(key)) this.#problem(`duplicate field ${quote(childPath(path, key))}`);
    seen.add(key);
  }

  #problem(text: string): void {
    if (!this.problems.includes(text)) this.problems.push(text);
  }

  scalar(value: Json, { type, name }: GoScalar): Json | undefined {
    switch (type) {
      case 'any':
        return value;
      case 'bool':
        return typeof value === 'boolean' ? value : this.mismatch(value, name);
      case 'string':
        return typeof value === 'string' ? value : this.mismatch(value, name);
      case 'int-or-string':
        if (typeof value === 'string') return value;
        return fits(value, 'int32') ? value : this.stop(value, 'int32');
      case 'time': {
        if (typeof value !== 'string') return this.stop(value, 'string');
        const problem = timeProblem(value);
        if (problem !== undefined) throw new DecodeError(problem);
        return wholeSeconds(value);
      }
      default:
        return fits(value, type) ? value : this.mismatch(value, name);
    }
  }

  /** Go reads on after a value of a wrong type, and tells of the first. */
  mismatch(value: Json, name: string): undefined {
    this.first ??= this.message(value, name);
    return undefined;
  }

  /** Types that read themselves end the reading. */
  stop(value: Json, name: string): never {
    throw new DecodeError(this.message(value, name));
  }

  message(value: Json, name: string): string {
    return `json: cannot unmarshal ${goValue(value, name)} into Go struct field ${this.#owner}.${this.#stack.join('.')} of type ${name}`;
  }
}

const LIMITS = { int32: 2 ** 31, int64: 2 ** 63 } as const;

/** A number that is written as an integer, and is in range. */
function fits(value: Json, type: 'int32' | 'int64'): boolean {
  if (value instanceof ExactNumber) return value.integer !== undefined && type === 'int64';
  if (typeof value !== 'number' || !Number.isInteger(value) || value < -LIMITS[type] || value >= LIMITS[type])
    return false;
  // Go reads the digits that are written, which may stand for more than the double
  return Number.isSafeInteger(value) || BigInt(String(value)) >= -(2n ** 63n);
}

/** How Go names a value that it cannot take. */
function goValue(value: Json, name: string): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  if (value instanceof ExactNumber) return name.startsWith('int') ? `number ${value.text}` : 'number';
  if (typeof value === 'number') return name.startsWith('int') ? `number ${value}` : 'number';
  return typeof value;
}

/** Texts that are never absent. */
export function emptyTexts({ fields }: GoStruct): JsonObject {
  const texts = Object.entries(fields).filter(([, { of, always }]) => always === true && of.type === 'string');
  return Object.fromEntries(texts.map(([key]) => [key, '']));
}

/** What stands for null in a list. */
export function zero(type: GoType): Json {
  switch (type.type) {
    case 'string':
      return '';
    case 'struct':
      return emptyTexts(type);
    case 'map':
    case 'any':
      return {};
    case 'list':
      return [];
    case 'bool':
      return false;
    case 'time':
      return null;
    default:
      return 0;
  }
}

/**
 * Writes a struct as Go does: empty members only where they have no `omitempty`, structs always. In the order of the type.
 * Empty lists that Go would write as null are left out; answers show them.
 * @param emptyLists keeps those of the struct itself that were written empty
 */
export function encodeStruct(value: JsonObject, type: GoStruct, emptyLists = false): JsonObject {
  const result: JsonObject = {};
  for (const [key, field] of Object.entries(type.fields)) {
    const member = encodeField(Object.hasOwn(value, key) ? value[key] : undefined, field);
    if (member !== undefined) result[key] = member;
    else if (emptyLists && field.always && Array.isArray(value[key])) result[key] = [];
  }
  return result;
}

function encodeField(value: Json | undefined, { of, pointer, always }: GoField): Json | undefined {
  if (pointer) return value === undefined ? undefined : encode(value, of);
  if (of.type === 'struct') return encodeStruct(isObject(value) ? value : {}, of);
  if (value === undefined || isEmpty(value))
    return always && of.type !== 'list' ? zero(of) : of.type === 'int-or-string' ? (value ?? 0) : undefined;
  return encode(value, of);
}

function encode(value: Json, type: GoType): Json {
  if (type.type === 'struct') return encodeStruct(isObject(value) ? value : {}, type);
  if (type.type === 'list' && Array.isArray(value)) return value.map((item) => encode(item, type.items));
  return type.type === 'map' && isObject(value) ? inOrder(value) : value;
}

/** Go writes maps in the order of their keys. */
function inOrder(map: JsonObject): JsonObject {
  const sorted: JsonObject = {};
  for (const key of Object.keys(map).sort(compareTexts)) setProperty(sorted, key, map[key] ?? null);
  return sorted;
}

function isEmpty(value: Json): boolean {
  if (value === null || value === '' || value === 0 || value === false) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** Go writes lists that may not be left out as null when they are empty. */
export function withNullLists<Value extends KubeObject | JsonObject>(kind: Kind, object: Value): Value {
  const missing = Object.entries(kind.rules?.type.fields ?? {}).filter(
    ([name, { of, always }]) => always === true && of.type === 'list' && object[name] === undefined,
  );
  return missing.length === 0 ? object : { ...object, ...Object.fromEntries(missing.map(([name]) => [name, null])) };
}
