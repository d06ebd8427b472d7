import type { Admission, AdmitOptions } from './admission-result.ts';
import { apiVersionOf, apiVersionsOf } from './api-version.ts';
import { admitCore } from './core/admit-core.ts';
import { generatedName } from './generated-name.ts';
import type { Kind } from './kind.ts';
import { knownManagers, saidManagers } from './managed-fields.ts';
import { validateMetadata } from './metadata.ts';
import type { KubeObject, ObjectMeta } from './object.ts';
import { MetadataError, readMetadata } from './read-metadata.ts';
import { type FieldError, invalid, NO_FIELD, quote } from './schema/field-error.ts';
import { validateListKeys } from './schema/list-keys.ts';
import { cloneJson, isObject, normalize } from './schema/normalize.ts';
import { Correlated } from './schema/ratchet.ts';
import { hasRules, validateRules } from './schema/rules.ts';
import { validateStructure } from './schema/structural.ts';
import type { Json, JsonObject } from './schema/types.ts';
import { badRequest, invalidObject, type Status } from './status.ts';

export type { Admission, AdmitOptions } from './admission-result.ts';
export { apiVersionOf, apiVersionsOf } from './api-version.ts';

const NOT_CHECKED =
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation';

const BLOCKING = new Set([
  'FieldValueRequired',
  'FieldValueTypeInvalid',
  'FieldValueNotSupported',
  'FieldValueTooLong',
  'FieldValueTooMany',
]);

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

  const unknown: string[] = [];
  let metadata: ObjectMeta;
  try {
    metadata = readMetadata(value.metadata, unknown);
  } catch (error) {
    if (error instanceof MetadataError) return refuse(badRequest(unreadable(kind, error.message)));
    throw error;
  }
  metadata.managedFields = saidManagers(metadata.managedFields);
  const body: JsonObject = { ...value };
  delete body.metadata;
  unknown.push(...normalize(body, kind.schema));
  if (unknown.length > 0) {
    const problems = unknown.sort().map((path) => `unknown field ${quote(path)}`);
    const mode = options.fieldValidation ?? 'Warn';
    if (mode === 'Strict') return refuse(badRequest(unreadable(kind, `strict decoding error: ${problems.join(', ')}`)));
    if (mode === 'Warn') warnings.push(...problems);
  }

  const scope = placeInNamespace(kind, metadata, options.namespace);
  if (scope !== undefined) return refuse(scope);
  if (options.operation === 'create' && !metadata.name && metadata.generateName)
    metadata.name = generatedName(metadata.generateName);

  const object = assemble(kind, body, metadata);
  carryStatus(kind, object, options);
  const errors = validate(kind, object, options, warnings);
  if (errors.length > 0) {
    const subject = { group: kind.group, resource: kind.kind, name: metadata.name ?? '' };
    return refuse(invalidObject(subject, errors));
  }
  return { accepted: true, object, warnings };
}

function assemble(kind: Kind, body: JsonObject, metadata: ObjectMeta): KubeObject {
  const object: KubeObject = { apiVersion: apiVersionOf(kind), kind: kind.kind, metadata };
  for (const [key, member] of Object.entries(body)) if (key !== 'apiVersion' && key !== 'kind') object[key] = member;
  return object;
}

/** Only the status subresource writes status; a new object has the status that its schema gives it. */
function carryStatus(kind: Kind, object: KubeObject, options: AdmitOptions): void {
  if (options.status) {
    if (options.old === undefined) return;
    for (const key of Object.keys(object)) if (key !== 'status' && key !== 'metadata') delete object[key];
    for (const [key, member] of Object.entries(options.old))
      if (key !== 'status' && key !== 'metadata') object[key] = member;
    return;
  }
  if (!kind.hasStatus) return;
  delete object.status;
  if (options.operation === 'update' && options.old?.status !== undefined) object.status = options.old.status;
  else if (kind.schema.type === 'object' && kind.schema.properties.status?.default !== undefined)
    object.status = cloneJson(kind.schema.properties.status.default);
}

function validate(kind: Kind, object: KubeObject, options: AdmitOptions, warnings: string[]): FieldError[] {
  const { metadata, ...rest } = object;
  const value = rest as JsonObject;
  const judged = { ...metadata, managedFields: knownManagers(kind, metadata.managedFields) };
  const errors = validateMetadata(judged, kind.namespaced, kind.nameForm ?? 'subdomain');
  const old = options.operation === 'update' ? (options.old as Json | undefined) : undefined;
  const beside = old === undefined ? undefined : Correlated.root(value, old, kind.schema);
  errors.push(...validateStructure(value, kind.schema, '', beside));
  // an object that was stored with duplicates may keep them
  if (old === undefined || validateListKeys(old, kind.schema).length === 0)
    errors.push(...validateListKeys(value, kind.schema));
  if (errors.some((error) => BLOCKING.has(error.reason)))
    return hasRules(kind.schema) ? [...errors, invalid(NO_FIELD, null, NOT_CHECKED)] : errors;
  const tolerated: string[] = [];
  errors.push(...validateRules(value, kind.schema, old, tolerated));
  warnings.push(...new Set(tolerated));
  return errors;
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

function placeInNamespace(kind: Kind, metadata: ObjectMeta, namespace: string | undefined): Status | undefined {
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
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
