import type { Kind } from './kind.ts';
import type { KubeObject } from './object.ts';

/** `apiVersion` of a kind. */
export function apiVersionOf(kind: Kind): string {
  return kind.group === '' ? kind.version : `${kind.group}/${kind.version}`;
}

/** Every `apiVersion` that a kind is written with, its own first. */
export function apiVersionsOf(kind: Kind): string[] {
  return [kind.version, ...(kind.otherVersions ?? [])].map((version) => apiVersionOf({ ...kind, version }));
}

/** An object in the version of a kind; versions of a kind differ in nothing else. */
export function inVersionOf<T extends KubeObject>(kind: Kind, object: T): T {
  const apiVersion = apiVersionOf(kind);
  return object.apiVersion === apiVersion ? object : { ...object, apiVersion };
}

/** The kind as one of its versions has it; versions of a kind have the same fields. */
export function kindAt(kind: Kind, version: string): Kind {
  const versions = [kind.version, ...(kind.otherVersions ?? [])];
  return { ...kind, version, otherVersions: versions.filter((other) => other !== version) };
}
