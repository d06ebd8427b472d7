import type { Admission, AdmitOptions } from './admission-result.ts';
import { apiVersionOf, apiVersionsOf } from './api-version.ts';
import { admitCore } from './core/admit-core.ts';
import { DecodeError } from './core/decode.ts';
import { type Judgement, judgeCreate, judgeStatus, judgeUpdate } from './custom/judge.ts';
import { readCustom, type ReadObject } from './custom/read.ts';
import { generatedName } from './generated-name.ts';
import type { Kind } from './kind.ts';
import { knownManagers } from './managed-fields.ts';
import type { KubeObject, ObjectMeta } from './object.ts';
import { ExactNumber } from './schema/exact-number.ts';
import { invalid } from './schema/field-error.ts';
import { cloneJson, isObject } from './schema/normalize.ts';
import type { Json, JsonObject } from './schema/types.ts';
import { badRequest, invalidObject, type Status } from './status.ts';

export type { Admission, AdmitOptions } from './admission-result.ts';
export { apiVersionOf, apiVersionsOf } from './api-version.ts';

/**
 * Judges a write as a Kubernetes API server with the official CRDs does: unknown fields, nulls, defaults, metadata, structure,
 * list keys, and rules, in that order. Never throws, whatever the input; does not change it.
 */
export function admit(kind: Kind, input: unknown, options: AdmitOptions): Admission {
  const warnings: string[] = [];
  const refuse = (status: Status): Admission => ({ accepted: false, status, warnings });
  let value: Json;
  try {
    value = cloneJson(input);
  } catch (error) {
    return refuse(badRequest(error instanceof Error ? error.message : String(error)));
  }
  if (!isObject(value)) return refuse(badRequest(`the body must be one object, found ${describe(value)}`));
  if (kind.rules !== undefined) return admitCore({ ...kind, rules: kind.rules }, value, options);
  const mismatch = typeMismatch(kind, value, options.exactVersion ? [apiVersionOf(kind)] : apiVersionsOf(kind));
  if (mismatch !== undefined) return refuse(mismatch);

  let read: ReadObject;
  try {
    read = readCustom(kind, value);
  } catch (error) {
    if (error instanceof DecodeError) return refuse(badRequest(unreadable(kind, error.message)));
    throw error;
  }
  const { object, unknown } = read;
  const problems = unknown.map((path) => `unknown field "${path}"`);
  const mode = options.fieldValidation ?? 'Warn';
  if (problems.length > 0 && mode === 'Strict')
    return refuse(badRequest(unreadable(kind, `strict decoding error: ${problems.join(', ')}`)));
  if (mode === 'Warn') warnings.push(...problems);
  object.apiVersion = apiVersionOf(kind);

  const scope = placeInNamespace(kind, object.metadata, options.namespace);
  if (scope !== undefined) return refuse(scope);
  const { metadata } = object;
  if (metadata.managedFields !== undefined) metadata.managedFields = knownManagers(kind, metadata.managedFields);
  const judgement = judge(kind, object, options);
  warnings.push(...judgement.warnings);
  return judgement.refusal === undefined ? { accepted: true, object, warnings } : refuse(judgement.refusal);
}

/** Judges and prepares a custom resource, in place. */
function judge(kind: Kind, object: KubeObject, { operation, old, status }: AdmitOptions): Judgement {
  if (operation === 'update' && old !== undefined)
    return status ? judgeStatus(kind, object, old) : judgeUpdate(kind, object, old);
  const { metadata } = object;
  if (!metadata.name && metadata.generateName) metadata.name = generatedName(metadata.generateName);
  return judgeCreate(kind, object);
}

function typeMismatch(kind: Kind, value: JsonObject, versions: readonly string[]): Status | undefined {
  if (typeof value.kind !== 'string' || value.kind === '')
    return badRequest(`Object 'Kind' is missing; it must be ${kind.kind}`);
  if (typeof value.apiVersion !== 'string' || value.apiVersion === '')
    return badRequest(`Object 'apiVersion' is missing; it must be ${apiVersionOf(kind)}`);
  if (!versions.includes(value.apiVersion))
    return badRequest(
      `the API version in the data (${value.apiVersion}) does not match the expected API version (${apiVersionOf(kind)})`,
    );
  if (value.kind === kind.kind) return undefined;
  const { name = '' } = isObject(value.metadata) ? value.metadata : {};
  const subject = { group: kind.group, resource: value.kind, name: typeof name === 'string' ? name : '' };
  return invalidObject(subject, [invalid('kind', value.kind, `must be ${kind.kind}`)]);
}

/** Takes the namespace of the request where the object names none; why it is in the wrong one. */
export function placeInNamespace(kind: Kind, metadata: ObjectMeta, namespace: string | undefined): Status | undefined {
  if (!kind.namespaced) {
    delete metadata.namespace;
    return undefined;
  }
  if (namespace === undefined || namespace === '' || metadata.namespace === namespace) return undefined;
  if (metadata.namespace)
    return badRequest('the namespace of the provided object does not match the namespace sent on the request');
  metadata.namespace = namespace;
  return undefined;
}

function unreadable(kind: Kind, problem: string): string {
  return `${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: ${problem}`;
}

function describe(value: Json): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return `a ${value instanceof ExactNumber ? 'number' : typeof value}`;
}
