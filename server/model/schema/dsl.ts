import type {
  AnySchema,
  BooleanSchema,
  Constraint,
  IntegerSchema,
  IntOrStringSchema,
  Json,
  ListSchema,
  MapSchema,
  NumberSchema,
  ObjectSchema,
  Properties,
  Rule,
  Schema,
  StringSchema,
} from './types.ts';

type Options<S, Own extends string> = Omit<S, 'type' | 'description' | 'default' | 'required' | Own>;

/** An object with the given properties. */
export function object<const P extends Properties>(
  description: string,
  properties: P,
  options: { rules?: readonly Rule[]; mapType?: 'atomic'; oneOf?: readonly Constraint[] } = {},
): ObjectSchema<P> {
  return { type: 'object', description, properties, ...options };
}

/** An object with free keys. */
export function map<V extends Schema>(
  description: string,
  values: V,
  options: Options<MapSchema<V>, 'values'> = {},
): MapSchema<V> {
  return { type: 'map', description, values, ...options };
}

/** A list without statement on how it merges. */
export function list<I extends Schema>(
  description: string,
  items: I,
  options: Options<ListSchema<I>, 'items'> = {},
): ListSchema<I> {
  return { type: 'list', description, items, ...options };
}

/** A list that server-side apply replaces whole. */
export function atomicList<I extends Schema>(
  description: string,
  items: I,
  options: Options<ListSchema<I>, 'items' | 'listType' | 'mapKeys'> = {},
): ListSchema<I> {
  return { type: 'list', description, items, listType: 'atomic', ...options };
}

/** A list without duplicates. */
export function setList<I extends Schema>(
  description: string,
  items: I,
  options: Options<ListSchema<I>, 'items' | 'listType' | 'mapKeys'> = {},
): ListSchema<I> {
  return { type: 'list', description, items, listType: 'set', ...options };
}

/** A list of objects that are told apart by `mapKeys`. */
export function mapList<I extends Schema>(
  description: string,
  mapKeys: readonly string[],
  items: I,
  options: Options<ListSchema<I>, 'items' | 'listType' | 'mapKeys'> = {},
): ListSchema<I> {
  return { type: 'list', description, items, listType: 'map', mapKeys, ...options };
}

/** A string; with `enum` its type is the union of the values. */
export function string<const E extends string = string>(
  description: string,
  options: Options<StringSchema<E>, never> = {},
): StringSchema<E> {
  return { type: 'string', description, ...options };
}

/** A whole number. */
export function integer(description: string, options: Options<IntegerSchema, never> = {}): IntegerSchema {
  return { type: 'integer', description, ...options };
}

/** A whole number of 32 bits. */
export function int32(description: string, options: Options<IntegerSchema, 'format'> = {}): IntegerSchema {
  return { type: 'integer', description, format: 'int32', ...options };
}

/** A whole number of 64 bits. */
export function int64(description: string, options: Options<IntegerSchema, 'format'> = {}): IntegerSchema {
  return { type: 'integer', description, format: 'int64', ...options };
}

/** A number, possibly with a fraction. */
export function number(description: string, options: Options<NumberSchema, never> = {}): NumberSchema {
  return { type: 'number', description, ...options };
}

/** true or false. */
export function boolean(description: string): BooleanSchema {
  return { type: 'boolean', description };
}

/** An integer, or a string that matches all patterns. */
export function intOrString(
  description: string,
  patterns: readonly string[] = [],
  options: Options<IntOrStringSchema, 'patterns'> = {},
): IntOrStringSchema {
  return { type: 'int-or-string', description, patterns, ...options };
}

/** Any JSON. */
export function any(description: string): AnySchema {
  return { type: 'any', description };
}

/** The same schema with the name that forms give it. */
export function labelled<S extends Schema>(label: string, schema: S): S {
  return { ...schema, label };
}

/** The parent must have this property. */
export function required<S extends Schema>(schema: S): S & { required: true } {
  return { ...schema, required: true };
}

/** The value that stands in for an absent one. */
export function withDefault<S extends Schema, const D extends Json>(value: D, schema: S): S & { default: D } {
  return { ...schema, default: value };
}

/** The same schema with another description. */
export function describe<S extends Schema>(description: string, schema: S): S {
  return { ...schema, description };
}

/** A CEL rule. */
export function rule(message: string, expression: string): Rule {
  return { message, expression };
}
