import { apiVersionOf } from '../../model/admission.ts';
import type { Kind } from '../../model/kind.ts';
import { badRequest, invalidObject } from '../../model/status.ts';
import { unsupported } from '../../model/schema/field-error.ts';
import { failure, ApiProblem } from './problem.ts';

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
  const dryRun = query.getAll('dryRun').filter((value) => value !== '');
  const badRun = dryRun.find((value) => value !== 'All');
  if (badRun !== undefined) throw new ApiProblem(invalidObject(subject, [unsupported('dryRun', badRun, ['All'])]));
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

/** True for `1`, `true` and the name alone. */
export function flag(query: URLSearchParams, name: string): boolean {
  const value = query.get(name);
  return value !== null && !['0', 'false', 'f', 'F', 'False', 'FALSE'].includes(value);
}

/** A whole number of the query that is not negative. @throws ApiProblem 400 */
export function count(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name);
  if (value === null || value === '') return undefined;
  if (!/^\d{1,15}$/.test(value))
    throw new ApiProblem(badRequest(`${name}: must be a whole number that is not negative, found "${value}"`));
  return Number(value);
}

/** `resourceVersion` of the query; undefined where it is absent or ''. @throws ApiProblem 500, as the API server does */
export function revisionOption(query: URLSearchParams): number | undefined {
  const value = query.get('resourceVersion');
  if (value === null || value === '') return undefined;
  if (/^\d{1,15}$/.test(value)) return Number(value);
  const message = `Internal error occurred: resourceVersion: Invalid value: ${JSON.stringify(value)}: strconv.ParseUint: parsing ${JSON.stringify(value)}: invalid syntax`;
  throw new ApiProblem(failure(500, 'InternalError', message));
}

/** `LISTKIND` and `apiVersion` of a list of a kind. */
export function listType(kind: Kind): { kind: string; apiVersion: string } {
  return { kind: `${kind.kind}List`, apiVersion: apiVersionOf(kind) };
}
