import { apiVersionOf } from '../api-version.ts';
import type { Kind } from '../kind.ts';
import { quote } from '../schema/field-error.ts';
import { isRegistered } from './registered-kinds.ts';

/** The version of what does not say its version where a version is not taken for granted. Source: apimachinery runtime APIVersionInternal. */
export const INTERNAL = '__internal';

/**
 * Why an object that says what it is cannot be read as one of a core kind; undefined where it can, though its version may be another one.
 * Source: apimachinery serializer/json Decode, serializer/versioning.
 */
export function typeProblem(kind: Kind, given: { group: string; version: string; kind: string }): string | undefined {
  const apiVersion = given.group === '' ? given.version : `${given.group}/${given.version}`;
  if (apiVersion === apiVersionOf(kind) && given.kind === kind.kind) return undefined;
  const internal = kind.group === '' ? 'core' : kind.group.replace(/\..*$/, '');
  if (given.version === INTERNAL && given.group === kind.group) {
    if (given.kind === kind.kind) return undefined;
    return isRegistered(apiVersionOf(kind), given.kind)
      ? `converting (${internal}.${given.kind}) to (${internal}.${kind.kind}): unknown conversion`
      : `no kind ${quote(given.kind)} is registered for the internal version of group ${quote(kind.group)} in scheme "pkg/runtime/scheme.go:111"`;
  }
  if (!isRegistered(apiVersion, given.kind))
    return `no kind ${quote(given.kind)} is registered for version ${quote(apiVersion)} in scheme "pkg/runtime/scheme.go:111"`;
  if (given.kind === kind.kind && given.group === kind.group) return undefined;
  return `converting (${given.version}.${given.kind}) to (${internal}.${kind.kind}): unknown conversion`;
}
