import type { Admission, AdmitOptions } from '../admission-result.ts';
import { apiVersionOf } from '../api-version.ts';
import { generatedName } from '../generated-name.ts';
import { saidManagers } from '../managed-fields.ts';
import { groupVersion } from '../object.ts';
import { quote } from '../schema/field-error.ts';
import type { JsonObject } from '../schema/types.ts';
import { badRequest, type Status } from '../status.ts';
import { DecodeError } from './decode.ts';
import { judgeCore } from './judge.ts';
import { type CoreKind, encodeCore, placeCore, readCore } from './read.ts';
import { typeProblem } from './read-type.ts';

/** Judges a write of a whole object of a core kind, without what a server does beside: identity and managers. */
export function admitCore(kind: CoreKind, input: JsonObject, options: AdmitOptions): Admission {
  const warnings: string[] = [];
  const refuse = (status: Status): Admission => ({ accepted: false, status, warnings });
  const problem = typeOf(kind, input);
  if (problem !== undefined) return refuse(badRequest(problem));
  const unknown: string[] = [];
  const unreadable = (problem: string): Status =>
    badRequest(`${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: ${problem}`);
  let object;
  try {
    object = readCore(kind, input, unknown);
  } catch (error) {
    if (error instanceof DecodeError) return refuse(unreadable(error.message));
    throw error;
  }
  const problems = unknown.map((path) => `unknown field ${quote(path)}`);
  const mode = options.fieldValidation ?? 'Warn';
  if (problems.length > 0 && mode === 'Strict')
    return refuse(unreadable(`strict decoding error: ${problems.join(', ')}`));
  if (mode === 'Warn') warnings.push(...problems);

  const { metadata } = object;
  metadata.managedFields = saidManagers(metadata.managedFields);
  const misplaced = placeCore(kind, metadata, options.namespace);
  if (misplaced !== undefined) return refuse(misplaced);
  const old = options.operation === 'update' ? options.old : undefined;
  if (old === undefined && !metadata.name && metadata.generateName)
    metadata.name = generatedName(metadata.generateName);

  const said = encodeCore(kind, object, true);
  const subresource = options.status === true && old !== undefined ? 'status' : '';
  const judged = judgeCore(kind, object, { old, subresource, allotter: options.allotter });
  warnings.push(...judged.warnings);
  if (judged.refusal !== undefined) return refuse(judged.refusal);
  return { accepted: true, object: encodeCore(kind, object), said, warnings };
}

/** Why an object is not one of a kind. What it does not say is taken for granted. */
function typeOf(kind: CoreKind, { apiVersion, kind: name }: JsonObject): string | undefined {
  const wanted = apiVersionOf(kind);
  if (typeof apiVersion === 'string' && apiVersion.split('/').length > 2)
    return `unexpected GroupVersion string: ${apiVersion}`;
  const { group, version } = groupVersion(typeof apiVersion === 'string' && apiVersion !== '' ? apiVersion : wanted);
  const given = { group, version, kind: typeof name === 'string' && name !== '' ? name : kind.kind };
  const problem = typeProblem(kind, given);
  const head = `${given.kind} in version ${quote(version)} cannot be handled as a ${kind.kind}`;
  if (problem !== undefined) return `${head}: ${problem}`;
  return version === kind.version
    ? undefined
    : `the API version in the data (${group}/${version}) does not match the expected API version (${wanted})`;
}
