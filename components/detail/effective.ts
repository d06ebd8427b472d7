import { fieldPath, isSame, valueAt, type Path } from '../editor/values.ts';
import type { PolicySpec } from '../../server/gateway/shapes.ts';

/** A field that a policy sets, and the policy that it comes from. */
export interface EffectiveField {
  /** Below `spec`, as people write it: `loadBalancer.type`. */
  field: string;
  value: string;
  /** `own`: of the policy in force; `base`: of the one that it is merged onto; `none`: of a broader one that counts no more. */
  from: 'own' | 'base' | 'none';
  /** Value of the broader policy that does not count. */
  over?: string;
}

/** What a policy says about itself rather than about traffic. */
const ABOUT = new Set(['targetRef', 'targetRefs', 'targetSelectors', 'mergeType']);

/**
 * The fields in force where one policy counts, or where it is merged onto a broader one: members of objects are merged, everything else is
 * replaced as a whole, lists included. Without a merge nothing of the broader one counts.
 */
export function effectiveFields(own: Partial<PolicySpec>, base?: Partial<PolicySpec>, merged = true): EffectiveField[] {
  const mine = values(own);
  const broader = base === undefined ? [] : values(base);
  const fields = mine.map(({ path, value }): EffectiveField => {
    const other = base === undefined ? undefined : valueAt(base, path);
    const differs = other !== undefined && !isSame(other, value);
    return { field: fieldPath(path), value: textOf(value), from: 'own', ...(differs ? { over: textOf(other) } : {}) };
  });
  for (const { path, value } of broader)
    if (valueAt(own, path) === undefined)
      fields.push({ field: fieldPath(path), value: textOf(value), from: merged ? 'base' : 'none' });
  return fields;
}

function values(spec: Partial<PolicySpec>): { path: Path; value: unknown }[] {
  return Object.entries(spec).flatMap(([name, value]) => (ABOUT.has(name) ? [] : below(value, [name])));
}

function below(value: unknown, path: Path): { path: Path; value: unknown }[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [{ path, value }];
  return Object.entries(value).flatMap(([key, member]) => below(member, [...path, key]));
}

/** A value in one line; of an object with a name the name is enough. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  const { name } = value as { name?: unknown };
  return typeof name === 'string' ? name : JSON.stringify(value);
}
