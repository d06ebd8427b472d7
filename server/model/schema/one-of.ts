import { type FieldError, formatName, invalid, NO_FIELD, quote, unsupported, wrongType } from './field-error.ts';
import { childPath, isObject } from './normalize.ts';
import { isIPv6, isLenientIPv4 } from './pattern.ts';
import type { Constraint, Json } from './types.ts';

/** Errors of a constraint, and how many checks were made: the alternative with most checks is the one that is explained. */
interface Outcome {
  errors: FieldError[];
  checks: number;
}

/** What is said when not exactly one alternative holds; empty when one does. */
export function checkOneOf(value: Json, alternatives: readonly Constraint[], path: string): FieldError[] {
  const outcomes = alternatives.map((alternative) => checkConstraint(value, alternative, path));
  const valid = outcomes.filter((outcome) => outcome.errors.length === 0).length;
  if (valid === 1) return [];
  const found = valid === 0 ? 'Found none valid' : `Found ${valid} valid alternatives`;
  const errors = [invalid(NO_FIELD, '', `"${path}" must validate one and only one schema (oneOf). ${found}`)];
  if (valid === 0) errors.push(...best(outcomes).errors);
  return errors;
}

function best(outcomes: Outcome[]): Outcome {
  return outcomes.reduce((first, next) => (next.checks > first.checks ? next : first));
}

/** Steps that every value passes through: type, composition, enum, and one for itself. */
const STEPS = 4;

function checkConstraint(value: Json, constraint: Constraint, path: string): Outcome {
  const outcome: Outcome = { errors: [], checks: STEPS };
  if (constraint.anyOf !== undefined) {
    const outcomes = constraint.anyOf.map((one) => checkConstraint(value, one, path));
    const first = outcomes.find((one) => one.errors.length === 0);
    if (first === undefined)
      outcome.errors.push(invalid(NO_FIELD, '', `"${path}" must validate at least one schema (anyOf)`));
    merge(outcome, first ?? best(outcomes));
  }
  if (constraint.not !== undefined && checkConstraint(value, constraint.not, path).errors.length === 0)
    outcome.errors.push(invalid(NO_FIELD, '', `"${path}" must not validate the schema (not)`));
  if (constraint.format !== undefined && value !== null && !Array.isArray(value)) {
    const text = typeof value === 'string' ? value : formatName(value);
    if (typeof value !== 'string' || !hasFormat(value, constraint.format))
      outcome.errors.push(
        wrongType(path, text, `${path} in body must be of type ${constraint.format}: ${quote(text)}`),
      );
  }
  if (constraint.enum !== undefined && !constraint.enum.some((one) => one === value))
    outcome.errors.push(unsupported(path, value, constraint.enum));
  if (constraint.properties !== undefined && isObject(value))
    for (const [key, member] of Object.entries(constraint.properties)) {
      const child = Object.hasOwn(value, key) ? value[key] : undefined;
      if (child !== undefined) merge(outcome, checkConstraint(child, member, childPath(path, key)));
    }
  return outcome;
}

function hasFormat(value: string, format: 'ipv4' | 'ipv6'): boolean {
  return format === 'ipv4' ? isLenientIPv4(value) : isIPv6(value);
}

function merge(target: Outcome, source: Outcome): void {
  target.errors.push(...source.errors);
  target.checks += source.checks;
}
