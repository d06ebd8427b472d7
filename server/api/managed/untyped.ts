import type { Kind } from '../../model/kind.ts';
import { isObject } from '../../model/schema/normalize.ts';
import type { JsonObject } from '../../model/schema/types.ts';
import { plainFailure, type Status } from '../../model/status.ts';
import { objectAtom, printedKind } from './atom.ts';
import { problemText, typeProblems } from './typed.ts';

/**
 * Why an applied object does not fit its types: unknown fields, lists and objects that are none, scalars of another type. Undefined when it
 * fits. Server-side apply cannot tell owners of such fields, so that it refuses them whatever fieldValidation says.
 */
export function untypedStatus(kind: Kind, config: JsonObject): Status | undefined {
  const problems = typeProblems(config, objectAtom(kind), false);
  if (problems.length === 0) return undefined;
  return plainFailure(`failed to create typed patch object (${printedPatch(kind, config)}): ${problemText(problems)}`);
}

/** What is applied as Go names it: namespace, name and kind. */
export function printedPatch(kind: Kind, config: JsonObject): string {
  const { name = '', namespace = '' } = isObject(config.metadata) ? config.metadata : {};
  const text = (value: typeof name): string => (typeof value === 'string' ? value : '');
  return `${text(namespace)}/${text(name)}; ${printedKind(kind)}`;
}
