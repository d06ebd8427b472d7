import { apiVersionOf } from '../../model/admission.ts';
import type { Kind } from '../../model/kind.ts';
import { invalidObject } from '../../model/status.ts';
import { unsupported } from '../../model/schema/field-error.ts';
import { ApiProblem } from './problem.ts';

/** Options of a write, from the query. */
export interface WriteOptions {
  dryRun: boolean;
  fieldValidation: 'Strict' | 'Warn' | 'Ignore';
  /** Who writes: `fieldManager`, else what the User-Agent says up to the first `/`. */
  manager: string;
  /** True when `fieldManager` was in the query. */
  managerGiven: boolean;
  force: boolean;
}

const VALIDATIONS = ['Ignore', 'Warn', 'Strict'] as const;

/** Reads the options of a write. @param options name of the options object, for errors. @throws ApiProblem 422 */
export function writeOptions(query: URLSearchParams, userAgent: string | undefined, options: string): WriteOptions {
  const subject = { group: 'meta.k8s.io', resource: options, name: '' };
  const dryRun = query.getAll('dryRun');
  if (dryRun.some((value) => value !== 'All'))
    throw new ApiProblem(invalidObject(subject, [unsupported('dryRun', dryRun, ['All'])]));
  const validation = query.get('fieldValidation') || 'Warn';
  const fieldValidation = VALIDATIONS.find((value) => value === validation);
  if (fieldValidation === undefined)
    throw new ApiProblem(invalidObject(subject, [unsupported('fieldValidation', validation, VALIDATIONS)]));
  const given = query.get('fieldManager') ?? '';
  const agent = (userAgent ?? '').split('/')[0]?.trim() ?? '';
  return {
    dryRun: dryRun.length > 0,
    fieldValidation,
    manager: (given || agent || 'unknown').slice(0, 128),
    managerGiven: given !== '',
    force: flag(query, 'force'),
  };
}

/** True for the name alone and for any value but `0` and `false`. */
export function flag(query: URLSearchParams, name: string): boolean {
  const value = query.get(name);
  return value !== null && value !== '0' && value.toLowerCase() !== 'false';
}

/** `LISTKIND` and `apiVersion` of a list of a kind. */
export function listType(kind: Kind): { kind: string; apiVersion: string } {
  return { kind: `${kind.kind}List`, apiVersion: apiVersionOf(kind) };
}
