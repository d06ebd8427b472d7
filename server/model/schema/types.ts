import type { ExactNumber } from './exact-number.ts';

/** Any JSON value. */
export type Json = null | boolean | number | ExactNumber | string | Json[] | { [key: string]: Json };

/** A JSON object. */
export type JsonObject = { [key: string]: Json };

/** A check that goes beyond structure: a CEL expression over `self` (and `oldSelf`), and what is said when it is false. */
export interface Rule {
  message: string;
  expression: string;
}

interface Common {
  /** One or two short sentences for completion, hover and `kubectl explain`. */
  description: string;
  /** What forms call it; absent: the words of its name. */
  label?: string;
  /** Filled in where the value is absent or null and its parent is present. */
  default?: Json;
  /** The parent object must have this property. */
  required?: true;
  rules?: readonly Rule[];
}

/** Properties of an object, in the order in which they are shown. */
export type Properties = { readonly [name: string]: Schema };

/** An object with named properties; any other is unknown and pruned. */
export interface ObjectSchema<P extends Properties = Properties> extends Common {
  type: 'object';
  properties: P;
  /** 'atomic': replaced whole by server-side apply. */
  mapType?: 'atomic';
  /** Exactly one of these must hold. */
  oneOf?: readonly Constraint[];
}

/** An object whose keys are free and whose values share a schema. */
export interface MapSchema<V extends Schema = Schema> extends Common {
  type: 'map';
  values: V;
  /** 'atomic': replaced whole by server-side apply. */
  mapType?: 'atomic';
  maxProperties?: number;
}

/** A list; `set` and `map` forbid duplicates (of scalars, of the keys). */
export interface ListSchema<I extends Schema = Schema> extends Common {
  type: 'list';
  items: I;
  listType?: 'atomic' | 'set' | 'map';
  mapKeys?: readonly string[];
  minItems?: number;
  maxItems?: number;
}

export interface StringSchema<E extends string = string> extends Common {
  type: 'string';
  enum?: readonly E[];
  /** Values that are known where any other may be written too. */
  suggestions?: readonly E[];
  /** What forms call a value; absent: itself. */
  labels?: { readonly [V in E]?: string };
  /** What a value means, in one short sentence. */
  meanings?: { readonly [V in E]?: string };
  /** The official schema states the enum once more under allOf, so that a wrong value has a second cause. */
  enumTwice?: true;
  /** RE2 syntax. */
  pattern?: string;
  /** What the pattern wants, in words that go on from `must be`. */
  wanted?: string;
  /** Lengths count Unicode code points. */
  minLength?: number;
  maxLength?: number;
  format?: 'date-time' | 'byte';
}

export interface IntegerSchema extends Common {
  type: 'integer';
  /** What is counted, as it is written behind the number: `%`, `s`. */
  unit?: string;
  format?: 'int32' | 'int64';
  minimum?: number;
  maximum?: number;
  enum?: readonly number[];
}

export interface NumberSchema extends Common {
  type: 'number';
  format?: 'float' | 'double';
}

export interface BooleanSchema extends Common {
  type: 'boolean';
}

/** An integer, or a string that matches every pattern. */
export interface IntOrStringSchema extends Common {
  type: 'int-or-string';
  patterns: readonly string[];
  /** What the patterns want, in words that go on from `must be`. */
  wanted?: string;
}

/** Any JSON; nothing inside is pruned or checked. */
export interface AnySchema extends Common {
  type: 'any';
}

/** Structural schema of a value. Source: apiextensions/v1 structural schemas. */
export type Schema =
  | ObjectSchema
  | MapSchema
  | ListSchema
  | StringSchema
  | IntegerSchema
  | NumberSchema
  | BooleanSchema
  | IntOrStringSchema
  | AnySchema;

/** The value validations that may stand below oneOf. */
export interface Constraint {
  properties?: { readonly [name: string]: Constraint };
  enum?: readonly string[];
  format?: 'ipv4' | 'ipv6';
  anyOf?: readonly Constraint[];
  not?: Constraint;
}

type Flatten<T> = { [K in keyof T]: T[K] };

/** Properties that are there after admission: required ones and those with a default. */
type Present<P extends Properties> = {
  [K in keyof P]: P[K] extends { required: true } | { default: Json } ? K : never;
}[keyof P];

/** The TypeScript type of an admitted value. */
export type Infer<S> = S extends { type: 'string'; enum?: readonly (infer E)[] }
  ? E
  : S extends { type: 'integer' | 'number' }
    ? number
    : S extends { type: 'boolean' }
      ? boolean
      : S extends { type: 'int-or-string' }
        ? number | string
        : S extends { type: 'list'; items: infer I }
          ? Infer<I>[]
          : S extends { type: 'map'; values: infer V }
            ? { [key: string]: Infer<V> }
            : S extends { type: 'object'; properties: infer P extends Properties }
              ? Flatten<{ [K in Present<P>]: Infer<P[K]> } & { [K in Exclude<keyof P, Present<P>>]?: Infer<P[K]> }>
              : unknown;

/** Properties that an author has to write: required ones without a default. */
type Demanded<P extends Properties> = {
  [K in keyof P]: P[K] extends { default: Json } ? never : P[K] extends { required: true } ? K : never;
}[keyof P];

/** The TypeScript type of a valid value as it may be written: what has a default may be missing at any depth. */
export type Authored<S> = S extends { type: 'list'; items: infer I }
  ? Authored<I>[]
  : S extends { type: 'map'; values: infer V }
    ? { [key: string]: Authored<V> }
    : S extends { type: 'object'; properties: infer P extends Properties }
      ? Flatten<{ [K in Demanded<P>]: Authored<P[K]> } & { [K in Exclude<keyof P, Demanded<P>>]?: Authored<P[K]> }>
      : Infer<S>;
