import { type ExactNumber, isNumber, toDouble, toInteger } from './exact-number.ts';
import { isObject, memberSchema } from './normalize.ts';
import type { Json, Schema } from './types.ts';

/**
 * A value of an update beside the stored one. What did not change is not judged again, however wrong it is: a stricter schema must not
 * lock up objects that were stored before it. Source: apiserver pkg/cel/common CorrelatedObject (validation ratcheting).
 */
export class Correlated {
  readonly value: Json;
  readonly old: Json;
  readonly schema: Schema;
  #equal: boolean | undefined;

  constructor(value: Json, old: Json, schema: Schema) {
    this.value = value;
    this.old = old;
    this.schema = schema;
  }

  /** The root of an update. It never counts as unchanged, since its metadata differ. */
  static root(value: Json, old: Json, schema: Schema): Correlated {
    const root = new Correlated(value, old, schema);
    root.#equal = false;
    return root;
  }

  /** The member beside its old value; undefined where one of them is absent or the schema does not know it. */
  member(key: string): Correlated | undefined {
    const { value, old } = this;
    if (!isObject(value) || !isObject(old) || !Object.hasOwn(value, key) || !Object.hasOwn(old, key)) return undefined;
    const schema = memberSchema(this.schema, key);
    return schema && new Correlated(value[key] ?? null, old[key] ?? null, schema);
  }

  /** The element beside the old one with the same keys. Only lists with keys tell their elements apart. */
  element(index: number): Correlated | undefined {
    const { value, old, schema } = this;
    if (schema.type !== 'list' || schema.listType !== 'map' || !Array.isArray(value) || !Array.isArray(old))
      return undefined;
    const item = value[index] ?? null;
    const before = withSameKeys(old, item, schema.mapKeys ?? []);
    return before === undefined ? undefined : new Correlated(item, before, schema.items);
  }

  /** Whether nothing changed. */
  get equal(): boolean {
    this.#equal ??= this.#compare();
    return this.#equal;
  }

  #compare(): boolean {
    const { value, old, schema } = this;
    if (value === null || old === null) return value === old;
    if (Array.isArray(value) && Array.isArray(old)) {
      if (value.length !== old.length) return false;
      if (schema.type !== 'list' || schema.listType !== 'map') return sameJson(value, old);
      return value.every((_, index) => this.element(index)?.equal ?? false);
    }
    if (isObject(value) && isObject(old)) {
      const keys = Object.keys(value);
      return keys.length === Object.keys(old).length && keys.every((key) => this.member(key)?.equal ?? false);
    }
    return sameJson(value, old);
  }
}

/** The first object of a list that has the same keys as an item; keys have to be there, and scalar. */
export function withSameKeys(list: readonly Json[], item: Json, mapKeys: readonly string[]): Json | undefined {
  if (!isObject(item)) return undefined;
  const keyed = mapKeys.every((key) => Object.hasOwn(item, key) && isScalar(item[key] ?? null));
  if (!keyed) return undefined;
  return list.find((other) => isObject(other) && mapKeys.every((key) => sameJson(other[key], item[key])));
}

function isScalar(value: Json): boolean {
  return value !== null && (typeof value !== 'object' || isNumber(value));
}

/** An integer and a float are not the same, whatever their values. */
function sameNumber(a: number | ExactNumber, b: number | ExactNumber): boolean {
  return toInteger(a) === toInteger(b) && (toInteger(a) !== undefined || toDouble(a) === toDouble(b));
}

/** Deep equality; the order of members does not count. */
function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((one, at) => sameJson(one, b[at]));
  if (isNumber(a) && isNumber(b)) return sameNumber(a, b);
  if (!isObject(a)) return a === b;
  if (!isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]))
  );
}
