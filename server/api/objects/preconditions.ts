import type { KubeObject, StoredObject } from '../../model/object.ts';
import { quote } from '../../model/schema/field-error.ts';
import { conflict, plainFailure } from '../../model/status.ts';
import { ApiProblem } from '../http/problem.ts';
import { subject, type WriteContext } from './write.ts';

/** A resourceVersion as a number; undefined where it is none. */
export function revisionOf(text: string | undefined): bigint | undefined {
  if (text === undefined || text === '') return 0n;
  return /^\d+$/.test(text) && BigInt(text) < 2n ** 64n ? BigInt(text) : undefined;
}

/** A resourceVersion as a number, 0 for none. @throws ApiProblem 500 */
export function readRevision(resourceVersion: string | undefined): bigint {
  const revision = revisionOf(resourceVersion);
  if (revision !== undefined) return revision;
  const problem = /^\d+$/.test(resourceVersion ?? '') ? 'value out of range' : 'invalid syntax';
  throw new ApiProblem(plainFailure(`strconv.ParseUint: parsing ${quote(resourceVersion ?? '')}: ${problem}`));
}

/**
 * An object that names a version has to name the current one.
 * @param current undefined for one that is to be created, whose version has to be a number at least
 * @throws ApiProblem 409, 500
 */
export function checkRevision(
  { kind, name }: WriteContext,
  { metadata: { resourceVersion } }: KubeObject,
  current: StoredObject | undefined,
): void {
  const revision = readRevision(resourceVersion);
  if (revision !== 0n && current !== undefined && revision !== BigInt(current.metadata.resourceVersion))
    throw new ApiProblem(conflict(subject(kind, name)));
}

/** 409 for an object that is another one than was meant. Source: apiserver storage NewInvalidObjError. */
export function uidConflict(
  { kind, namespace, name, options }: WriteContext,
  wanted: string,
  found: string,
): ApiProblem {
  const status = conflict(subject(kind, name));
  const [head] = (status.message ?? '').split(': ');
  const place = [
    ...(kind.rules === undefined ? [kind.group] : []),
    kind.plural,
    ...(kind.group === '' && kind.kind === 'Service' ? ['specs'] : []),
    ...(kind.namespaced ? [namespace] : []),
    name,
  ];
  const root = options.dryRun ? '' : '/registry';
  const key = [root, ...place.filter((part) => part !== '')].join('/');
  status.message =
    `${head}: StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ` +
    `Precondition failed: UID in precondition: ${wanted}, UID in object meta: ${found}`;
  return new ApiProblem(status);
}
