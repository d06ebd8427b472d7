import type { Kind } from './kind.ts';

/** `apiVersion` of a kind. */
export function apiVersionOf(kind: Kind): string {
  return kind.group === '' ? kind.version : `${kind.group}/${kind.version}`;
}

/** Every `apiVersion` that a kind is written with, its own first. */
export function apiVersionsOf(kind: Kind): string[] {
  return [kind.version, ...(kind.otherVersions ?? [])].map((version) => apiVersionOf({ ...kind, version }));
}
