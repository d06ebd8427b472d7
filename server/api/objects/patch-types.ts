import type { Kind } from '../../model/kind.ts';
import { unsupportedMediaType } from '../../model/status.ts';
import { ApiProblem } from '../http/problem.ts';

/** Patches of custom resources by their media type. */
export const CUSTOM_PATCHES = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/apply-patch+yaml': 'apply',
} as const;

/** Patches of core kinds. Strategic merge needs struct tags, which only these have. */
export const CORE_PATCHES = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
  'application/apply-patch+yaml': 'apply',
} as const;

/** Media types of the patches that a kind takes. */
export function patchTypes(kind: Kind): string[] {
  return Object.keys(kind.core ? CORE_PATCHES : CUSTOM_PATCHES);
}

/** The patch that a Content-Type names. @throws ApiProblem 415 */
export function patchOf<Patch extends string>(patches: Record<string, Patch>, header: string | undefined): Patch {
  const [type = ''] = (header ?? '').split(';');
  const patch = Object.hasOwn(patches, type) ? patches[type] : undefined;
  if (patch === undefined) throw new ApiProblem(unsupportedMediaType(Object.keys(patches)));
  return patch;
}

/** @throws ApiProblem 415 for a Content-Type that names no patch of the kind */
export function checkPatchType(kind: Kind, header: string | undefined): void {
  patchOf<string>(kind.core ? CORE_PATCHES : CUSTOM_PATCHES, header);
}

/** True for a Content-Type of server-side apply. */
export function isApply(header: string | undefined): boolean {
  return header?.split(';')[0] === 'application/apply-patch+yaml';
}
