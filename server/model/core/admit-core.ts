import type { Admission, AdmitOptions } from '../admission-result.ts';
import { apiVersionOf } from '../api-version.ts';
import { generatedName } from '../generated-name.ts';
import type { CoreRules, Kind } from '../kind.ts';
import { coreFinalizerErrors } from '../names.ts';
import { knownManagers, saidManagers } from '../managed-fields.ts';
import { validateMetadata, validateMetadataUpdate } from '../metadata.ts';
import type { KubeObject, ObjectMeta } from '../object.ts';
import { type FieldError, invalid, quote } from '../schema/field-error.ts';
import type { JsonObject } from '../schema/types.ts';
import { badRequest, invalidObject, type Status } from '../status.ts';
import { DecodeError, decodeStruct, encodeStruct } from './decode.ts';
import { typeProblem } from './read-type.ts';

/** A core kind with its rules. */
export type CoreKind = Kind & { rules: CoreRules };

/**
 * Judges a write to a core kind as the API server does: Go's decoder, defaults, what is allotted, the strategy of the kind, its
 * validation. Source: apiserver registry/generic Store.Create and Update.
 */
export function admitCore(kind: CoreKind, input: JsonObject, options: AdmitOptions): Admission {
  const warnings: string[] = [];
  const refuse = (status: Status): Admission => ({ accepted: false, status, warnings });
  const { rules } = kind;
  const mismatch = typeProblem(kind, input, options.shown);
  if (mismatch !== undefined) return refuse(mismatch);
  const unknown: string[] = [];
  let object: KubeObject;
  try {
    object = decodeStruct(input, rules.type, unknown) as unknown as KubeObject;
  } catch (error) {
    if (error instanceof DecodeError) return refuse(badRequest(unreadable(kind, error.message)));
    throw error;
  }
  const problems = unknown.map((path) => `unknown field ${quote(path)}`);
  const mode = options.fieldValidation ?? 'Warn';
  if (problems.length > 0 && mode === 'Strict')
    return refuse(badRequest(unreadable(kind, `strict decoding error: ${problems.join(', ')}`)));
  if (mode === 'Warn') warnings.push(...problems);

  object.apiVersion = apiVersionOf(kind);
  object.kind = kind.kind;
  object.metadata ??= {};
  object.metadata.managedFields = saidManagers(object.metadata.managedFields);
  rules.defaults(object);
  const misplaced = place(kind, object.metadata, options.namespace);
  if (misplaced !== undefined) return refuse(misplaced);
  const old = options.operation === 'update' ? options.old : undefined;
  if (old === undefined && !object.metadata.name && object.metadata.generateName)
    object.metadata.name = generatedName(object.metadata.generateName);

  const said = structuredClone(object);
  const errors = judge(kind, object, old, options);
  if (!Array.isArray(errors)) return refuse(errors);
  if (errors.length > 0)
    return refuse(invalidObject({ group: kind.group, resource: kind.kind, name: object.metadata.name ?? '' }, errors));
  warnings.push(...rules.warnings(object, old));
  rules.canonicalize?.(object);
  const written = (one: KubeObject, emptyLists = false): KubeObject => {
    const encoded = encodeStruct(one as unknown as JsonObject, rules.type, emptyLists) as unknown as KubeObject;
    const { managedFields } = one.metadata;
    // an empty list of managers says something
    if (managedFields?.length === 0) encoded.metadata.managedFields = managedFields;
    return { ...encoded, apiVersion: object.apiVersion, kind: object.kind };
  };
  return { accepted: true, object: written(object), said: written(said, true), warnings };
}

/** Allots, prepares and validates, in place. */
function judge(
  kind: CoreKind,
  object: KubeObject,
  old: KubeObject | undefined,
  options: AdmitOptions,
): FieldError[] | Status {
  const { rules } = kind;
  const status = options.status === true;
  if (old !== undefined) keepIdentity(object.metadata, old.metadata);
  if (!status) {
    const problem = rules.allot?.(object, old, options.allotter) ?? [];
    if (!Array.isArray(problem) || problem.length > 0) return problem;
  }
  if (status && old !== undefined) rules.prepareStatus?.(object, old);
  else rules.prepare(object, old);
  const own = status && old !== undefined ? rules.validateStatus?.(object, old) : rules.validate(object, old);
  const errors = [...metadataErrors(kind, object.metadata, old?.metadata, status), ...(own ?? [])];
  return errors.length > 0 || status ? errors : (rules.admission?.(object, old) ?? []);
}

function metadataErrors(
  kind: CoreKind,
  written: ObjectMeta,
  old: ObjectMeta | undefined,
  status: boolean,
): FieldError[] {
  const { namespaced, nameForm = 'subdomain', rules } = kind;
  const metadata = { ...written, managedFields: knownManagers(kind, written.managedFields) };
  const finalizers = (metadata.finalizers ?? []).flatMap((name, index) =>
    coreFinalizerErrors(name).map((error) => invalid(`metadata.finalizers[${index}]`, name, error)),
  );
  if (old === undefined) return [...validateMetadata(metadata, namespaced, nameForm), ...finalizers];
  const errors = [...validateMetadata(metadata, namespaced, 'path'), ...validateMetadataUpdate(metadata, old)];
  for (const check of status ? (['update'] as const) : rules.repeats)
    errors.push(
      ...(check === 'metadata'
        ? validateMetadata(metadata, namespaced, nameForm)
        : validateMetadataUpdate(metadata, old)),
      ...finalizers,
    );
  return errors;
}

/** What an update cannot touch. Source: apiserver registry/rest BeforeUpdate. */
function keepIdentity(metadata: ObjectMeta, old: ObjectMeta): void {
  metadata.uid ??= old.uid;
  delete metadata.generation;
  metadata.deletionGracePeriodSeconds ??= old.deletionGracePeriodSeconds;
  for (const field of ['generation', 'creationTimestamp', 'deletionTimestamp'] as const)
    if (old[field] !== undefined) Object.assign(metadata, { [field]: old[field] });
  metadata.deletionGracePeriodSeconds ??= old.deletionGracePeriodSeconds;
}

function place(kind: Kind, metadata: ObjectMeta, namespace: string | undefined): Status | undefined {
  if (!kind.namespaced) {
    delete metadata.namespace;
    return undefined;
  }
  if (!namespace || metadata.namespace === namespace) return undefined;
  if (metadata.namespace)
    return badRequest('the namespace of the provided object does not match the namespace sent on the request');
  metadata.namespace = namespace;
  return undefined;
}

function unreadable(kind: Kind, problem: string): string {
  return `${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: ${problem}`;
}
