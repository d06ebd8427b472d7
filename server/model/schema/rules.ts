import { evaluate } from './cel.ts';
import { CelValues, type Seen } from './cel-value.ts';
import { type FieldError, invalid } from './field-error.ts';
import { childPath, isObject, memberSchema } from './normalize.ts';
import { Correlated, withSameKeys } from './ratchet.ts';
import type { Json, Rule, Schema } from './types.ts';

const usesOldSelf = (rule: Rule): boolean => /\boldSelf\b/.test(rule.expression);

/**
 * Runs the CEL rules of a value that has passed the structural schema: parents first, members in the order of the schema.
 * `old` is the stored value; rules that compare with it are passed over where there is none, and what others have against an unchanged value goes to
 * `warnings`.
 */
export function validateRules(value: Json, schema: Schema, old?: Json, warnings: string[] = []): FieldError[] {
  const beside = old === undefined ? undefined : Correlated.root(value, old, schema);
  return validate(value, schema, { old, beside, unchanged: false, warnings, values: new CelValues() }, '');
}

interface Before {
  /** What `oldSelf` is. */
  old: Json | undefined;
  beside: Correlated | undefined;
  /** Of the nearest parent that has an old value to compare with. */
  unchanged: boolean;
  warnings: string[];
  values: CelValues;
}

function validate(value: Json, schema: Schema, before: Before, path: string): FieldError[] {
  if (value === null) return [];
  const { old, beside, warnings, values } = before;
  const unchanged = beside?.equal ?? before.unchanged;
  const errors = ownRules(value, schema, { ...before, unchanged }, path);
  if (Array.isArray(value)) {
    if (schema.type === 'list') {
      const { items } = schema;
      value.forEach((item, index) => {
        const oldItem = Array.isArray(old) && schema.mapKeys ? withSameKeys(old, item, schema.mapKeys) : undefined;
        const inside = { old: oldItem, beside: beside?.element(index), unchanged, warnings, values };
        errors.push(...validate(item, items, inside, `${path}[${index}]`));
      });
    }
  } else if (isObject(value)) {
    for (const key of memberOrder(value, schema)) {
      const member = memberSchema(schema, key);
      const child = value[key];
      if (member === undefined || child === undefined) continue;
      const oldChild = isObject(old) && Object.hasOwn(old, key) ? old[key] : undefined;
      const inside = { old: oldChild, beside: beside?.member(key), unchanged, warnings, values };
      errors.push(...validate(child, member, inside, schema.type === 'map' ? `${path}[${key}]` : childPath(path, key)));
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

function ownRules(
  value: Json,
  schema: Schema,
  { old, unchanged, warnings, values }: Before,
  path: string,
): FieldError[] {
  const rules = (schema.rules ?? []).filter((rule) => !usesOldSelf(rule) || (old ?? null) !== null);
  if (rules.length === 0) return [];
  const self = values.of(value, schema);
  const oldSelf = (old ?? null) === null ? undefined : values.of(old ?? null, schema);
  const composite = ['object', 'map', 'list'].includes(schema.type);
  const errors: FieldError[] = [];
  for (const rule of rules) {
    const variables: Record<string, Seen> = oldSelf !== undefined && usesOldSelf(rule) ? { self, oldSelf } : { self };
    const result = evaluate(rule.expression, variables);
    if ('error' in result)
      errors.push(invalid(path, schemaTypeName(schema), `${result.error} evaluating rule: ${rule.message}`));
    // a rule that cannot be evaluated is an error even where nothing changed
    else if (!result.holds) {
      const error = invalid(path, composite ? undefined : value, rule.message);
      if (unchanged && !usesOldSelf(rule)) warnings.push(`${error.field}: ${error.message}`);
      else errors.push(error);
    }
  }
  return errors;
}

function memberOrder(value: { [key: string]: Json }, schema: Schema): string[] {
  if (schema.type !== 'object') return Object.keys(value);
  return Object.keys(schema.properties).filter((key) => Object.hasOwn(value, key));
}

function schemaTypeName(schema: Schema): string {
  if (schema.type === 'map') return 'object';
  if (schema.type === 'list') return 'array';
  return schema.type === 'int-or-string' || schema.type === 'any' ? '' : schema.type;
}
