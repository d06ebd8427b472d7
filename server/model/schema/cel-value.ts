import { celError, type CelError, celList, celMap, type CelValue, isCelError } from '@bufbuild/cel';
import { decodeBase64Url } from './base64.ts';
import { isNumber, toDouble, toInteger } from './exact-number.ts';
import { isObject, memberSchema } from './normalize.ts';
import type { Json, ListSchema, MapSchema, ObjectSchema, Schema } from './types.ts';

/** A value as rules see it, or why they cannot. */
export type Seen = CelValue | CelError;

const RESERVED = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);

/**
 * JSON as CEL sees it through its schema: what does not fit is an error for whoever looks at it, and for nobody else. Each object and list
 * is converted once. Source: apiserver pkg/cel/common UnstructuredToVal.
 */
export class CelValues {
  readonly #seen = new WeakMap<object, Seen>();

  /** The value of a member or element, or of the whole. */
  of(value: Json, schema: Schema): Seen {
    if (value === null) return celError('invalid data, got null for schema with nullable=false');
    if (typeof value !== 'object') return scalar(value, schema);
    let seen = this.#seen.get(value);
    if (seen === undefined) {
      seen = this.#composite(value, schema);
      this.#seen.set(value, seen);
    }
    return seen;
  }

  #composite(value: Json, schema: Schema): Seen {
    switch (schema.type) {
      case 'object':
      case 'map':
        if (isObject(value)) return this.#map(value, schema);
        return celError('invalid data, expected a map for the provided schema with type=object');
      case 'list':
        if (Array.isArray(value)) return this.#list(value, schema);
        return celError('invalid data, expected an array for the provided schema with type=array');
      default:
        return scalar(value, schema);
    }
  }

  #map(value: { [key: string]: Json }, schema: ObjectSchema | MapSchema): Seen {
    const members = new Map<string, CelValue>();
    const errors = new Map<string, CelError>();
    for (const [key, child] of Object.entries(value)) {
      const member = memberSchema(schema, key);
      if (member === undefined || (child === null && schema.type === 'object')) continue;
      const name = schema.type === 'object' && RESERVED.has(key) ? `__${key}__` : key;
      const seen = this.of(child, member);
      if (isCelError(seen)) errors.set(name, seen);
      else members.set(name, seen);
    }
    const map = celMap(members);
    if (errors.size === 0) return map;
    // an error goes where its member is asked for; the evaluator passes on whatever it gets
    const errorAt = (key: unknown): CelValue | undefined => errors.get(String(key)) as unknown as CelValue | undefined;
    return Object.assign(celMap(members), {
      get: (key: string) => errorAt(key) ?? map.get(key),
      has: (key: string) => (errorAt(key) ?? map.has(key)) as boolean,
    });
  }

  #list(value: readonly Json[], { items }: ListSchema): Seen {
    const elements = value.map((item) => this.of(item, items));
    const fine = elements.flatMap((element) => (isCelError(element) ? [] : [element]));
    if (fine.length === elements.length) return celList(fine);
    const isStruct = items.type === 'object' || items.type === 'map';
    const all = elements.map((element) => (isStruct && isCelError(element) ? broken(element) : element)) as CelValue[];
    const values = (): IterableIterator<CelValue> => all.values();
    return Object.assign(
      celList(all.map(() => null)),
      { get: (index: number) => all[index], values },
      { [Symbol.iterator]: values },
    );
  }
}

/** What stands for an object that is none: an error for whoever asks for a member, while those before it are looked at as usual. */
function broken(error: CelError): CelValue {
  const said = (): CelValue => error as unknown as CelValue;
  return Object.assign(celMap(new Map()), { get: said, has: said as () => boolean });
}

function scalar(value: Json, schema: Schema): Seen {
  const number = isNumber(value) ? value : undefined;
  switch (schema.type) {
    case 'string':
      if (typeof value !== 'string') return celError(`invalid data, expected string, got ${goType(value)}`);
      return schema.format === 'byte' ? bytes(value) : value;
    case 'integer': {
      const integer = number === undefined ? undefined : toInteger(number);
      return integer ?? celError(`invalid data, expected int, got ${goType(value)}`);
    }
    case 'number':
      return number === undefined ? celError(`invalid data, expected float, got ${goType(value)}`) : toDouble(number);
    case 'boolean':
      return typeof value === 'boolean' ? value : celError(`invalid data, expected bool, got ${goType(value)}`);
    case 'int-or-string': {
      const integer = number === undefined ? undefined : toInteger(number);
      if (typeof value === 'string') return value;
      return integer ?? celError('invalid data, expected XIntOrString value to be either a string or integer');
    }
    case 'list':
      return celError('invalid data, expected an array for the provided schema with type=array');
    case 'any':
      // no rule looks at such values
      return null;
    default:
      return celError('invalid data, expected a map for the provided schema with type=object');
  }
}

/**
 * Text of format `byte` is read in the alphabet of URLs, though the format itself wants the standard one.
 * Source: kube-openapi strfmt Base64.UnmarshalText.
 */
function bytes(text: string): Seen {
  const decoded = decodeBase64Url(text);
  if (decoded instanceof Uint8Array) return decoded;
  return celError(`Invalid byte formatted string ${text}: illegal base64 data at input byte ${decoded.corruptAt}`);
}

/** How Go names the type of a value. */
function goType(value: Json): string {
  if (Array.isArray(value)) return '[]interface {}';
  if (isNumber(value)) return toInteger(value) === undefined ? 'float64' : 'int64';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' ? 'string' : 'map[string]interface {}';
}
