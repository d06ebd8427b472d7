import { celValue, evaluate } from './cel.ts';
import { type FieldError, invalid } from './field-error.ts';
import { childPath, isObject, memberSchema } from './normalize.ts';
import type { Json, Rule, Schema } from './types.ts';

const usesOldSelf = (rule: Rule): boolean => /\boldSelf\b/.test(rule.expression);

/**
 * Runs the CEL rules of a value that has passed the structural schema: parents first, members in the order of the schema.
 * `old` is the stored value; rules that compare with it are passed over where there is none.
 */
export function validateRules(value: Json, schema: Schema, old?: Json, path = ''): FieldError[] {
  if (value === null) return [];
  const errors = ownRules(value, schema, old, path);
  if (Array.isArray(value)) {
    if (schema.type === 'list') {
      const { items } = schema;
      value.forEach((item, index) => {
        const before = correlated(old, item, schema.mapKeys);
        errors.push(...validateRules(item, items, before, `${path}[${index}]`));
      });
    }
  } else if (isObject(value)) {
    for (const key of memberOrder(value, schema)) {
      const member = memberSchema(schema, key);
      const child = value[key];
      if (member === undefined || child === undefined) continue;
      const before = isObject(old) && Object.hasOwn(old, key) ? old[key] : undefined;
      errors.push(
        ...validateRules(child, member, before, schema.type === 'map' ? `${path}[${key}]` : childPath(path, key)),
      );
    }
  }
  return errors;
}

const withRules = new WeakMap<Schema, boolean>();

/** Whether a schema has a rule anywhere. */
export function hasRules(schema: Schema): boolean {
  let found = withRules.get(schema);
  if (found === undefined) {
    found = (schema.rules ?? []).length > 0 || children(schema).some(hasRules);
    withRules.set(schema, found);
  }
  return found;
}

function children(schema: Schema): Schema[] {
  if (schema.type === 'object') return Object.values(schema.properties);
  if (schema.type === 'list') return [schema.items];
  return schema.type === 'map' ? [schema.values] : [];
}

function ownRules(value: Json, schema: Schema, old: Json | undefined, path: string): FieldError[] {
  const rules = schema.rules ?? [];
  if (rules.length === 0) return [];
  const self = celValue(value, schema);
  const oldSelf = old === undefined ? null : celValue(old, schema);
  const composite = typeof value === 'object';
  const errors: FieldError[] = [];
  for (const rule of rules) {
    if (usesOldSelf(rule) && (old === undefined || old === null)) continue;
    const result = evaluate(rule.expression, { self, oldSelf });
    if ('error' in result)
      errors.push(invalid(path, schemaTypeName(schema), `${result.error} evaluating rule: ${rule.message}`));
    else if (!result.holds) errors.push(invalid(path, composite ? undefined : value, rule.message));
  }
  return errors;
}

function memberOrder(value: { [key: string]: Json }, schema: Schema): string[] {
  if (schema.type !== 'object') return Object.keys(value);
  return Object.keys(schema.properties).filter((key) => Object.hasOwn(value, key));
}

/** The stored list element with the same keys. Only lists with keys tell their elements apart. */
function correlated(old: Json | undefined, item: Json, mapKeys: readonly string[] | undefined): Json | undefined {
  if (!Array.isArray(old) || mapKeys === undefined || !isObject(item)) return undefined;
  return old.find((other) => isObject(other) && mapKeys.every((key) => other[key] === item[key]));
}

function schemaTypeName(schema: Schema): string {
  if (schema.type === 'map') return 'object';
  if (schema.type === 'list') return 'array';
  return schema.type === 'int-or-string' || schema.type === 'any' ? '' : schema.type;
}
