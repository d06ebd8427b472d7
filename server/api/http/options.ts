import { apiVersionOf } from '../../model/admission.ts';
import type { Kind } from '../../model/kind.ts';
import { invalidObject } from '../../model/status.ts';
import { type FieldError, forbidden, isPrintable, requiredValue, unsupported } from '../../model/schema/field-error.ts';
import { managerNameErrors } from '../../model/managed-fields.ts';
import { byteLength } from '../../model/names.ts';
import { ApiProblem } from './problem.ts';

/** Options of a write, from the query. */
export interface WriteOptions {
  dryRun: boolean;
  fieldValidation: 'Strict' | 'Warn' | 'Ignore';
  /** Who writes: `fieldManager`, else what the User-Agent says up to the first `/`. */
  manager: string;
  force: boolean;
}

const VALIDATIONS = ['Ignore', 'Strict', 'Warn'] as const;
const LONGEST_MANAGER = 128;

/** Name of the options of a write. */
export type OptionsName = 'CreateOptions' | 'UpdateOptions' | 'PatchOptions' | 'ApplyOptions' | 'DeleteOptions';

/**
 * Reads the options of a write. Source: apimachinery meta/v1/validation.
 * @param options ApplyOptions are PatchOptions of an apply
 * @throws ApiProblem 422
 */
export function writeOptions(
  query: URLSearchParams,
  userAgent: string | undefined,
  options: OptionsName,
): WriteOptions {
  const dryRun = query.getAll('dryRun');
  const validation = query.get('fieldValidation') || 'Warn';
  const fieldValidation = VALIDATIONS.find((value) => value === validation);
  const given = query.get('fieldManager') ?? '';
  const errors = [
    ...(options === 'ApplyOptions' && given === ''
      ? [requiredValue('fieldManager', 'is required for apply patch')]
      : []),
    ...(options === 'PatchOptions' && query.has('force')
      ? [forbidden('force', 'may not be specified for non-apply patch')]
      : []),
    ...managerNameErrors('fieldManager', given),
    ...dryRunErrors(dryRun),
    ...(fieldValidation === undefined ? [unsupported('fieldValidation', validation, ['', ...VALIDATIONS])] : []),
  ];
  if (fieldValidation === undefined || errors.length > 0) {
    const resource = options === 'ApplyOptions' ? 'PatchOptions' : options;
    throw new ApiProblem(invalidObject({ group: 'meta.k8s.io', resource, name: '' }, errors));
  }
  return {
    dryRun: dryRun.length > 0,
    fieldValidation,
    manager: given || agentName(userAgent ?? '') || 'unknown',
    force: flag(query, 'force'),
  };
}

/** What is wrong with `dryRun`. */
export function dryRunErrors(dryRun: string[]): FieldError[] {
  return dryRun.every((value) => value === 'All') ? [] : [unsupported('dryRun', dryRun, ['All'])];
}

/** What a User-Agent says up to the first `/`, without letters that cannot be shown. Source: apiserver prefixFromUserAgent. */
function agentName(userAgent: string): string {
  const [name = ''] = userAgent.split('/');
  let short = '';
  for (const letter of Buffer.from(name, 'latin1').toString())
    if (isPrintable(letter)) {
      if (byteLength(short + letter) > LONGEST_MANAGER) break;
      short += letter;
    }
  return short;
}

/** False for `0` and `false`, true for everything else. Source: apimachinery Convert_Slice_string_To_bool. */
export function isFlag(value: string): boolean {
  return value !== '0' && value.toLowerCase() !== 'false';
}

/** True for a flag that is there and not off. */
export function flag(query: URLSearchParams, name: string): boolean {
  const value = query.get(name);
  return value !== null && isFlag(value);
}

/** `LISTKIND` and `apiVersion` of a list of a kind. */
export function listType(kind: Kind): { kind: string; apiVersion: string } {
  return { kind: `${kind.kind}List`, apiVersion: apiVersionOf(kind) };
}
