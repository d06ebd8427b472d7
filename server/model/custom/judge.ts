import { apiVersionOf } from '../api-version.ts';
import type { Kind } from '../kind.ts';
import { validateMetadata, validateMetadataUpdate } from '../metadata.ts';
import { finalizerWarnings } from '../names.ts';
import { groupVersion, type KubeObject } from '../object.ts';
import { type FieldError, invalid, NO_FIELD } from '../schema/field-error.ts';
import { validateListKeys } from '../schema/list-keys.ts';
import { cloneJson } from '../schema/normalize.ts';
import { Correlated } from '../schema/ratchet.ts';
import { hasRules, validateRules } from '../schema/rules.ts';
import { validateStructure } from '../schema/structural.ts';
import type { Json, JsonObject } from '../schema/types.ts';
import { invalidObject, type Status } from '../status.ts';

const NOT_CHECKED =
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation';

const BLOCKING = new Set([
  'FieldValueRequired',
  'FieldValueTypeInvalid',
  'FieldValueNotSupported',
  'FieldValueTooLong',
  'FieldValueTooMany',
]);

/** What is said of a write. */
export interface Judgement {
  /** Why it is refused. */
  refusal: Status | undefined;
  /** Texts of Warning headers. */
  warnings: string[];
}

/**
 * Prepares and judges a new custom resource, in place. Source: apiserver registry/rest BeforeCreate with the strategy of custom resources.
 */
export function judgeCreate(kind: Kind, object: KubeObject): Judgement {
  if (kind.hasStatus) delete object.status;
  delete object.metadata.generation;
  const warnings: string[] = [];
  const types = typeErrors(kind, object);
  const errors =
    types.length > 0
      ? [...types, ...keyErrors(kind, object, undefined)]
      : [
          ...validateMetadata(object.metadata, kind.namespaced, kind.nameForm ?? 'subdomain'),
          ...validateStructure(withoutMetadata(object), kind.schema),
          ...keyErrors(kind, object, undefined),
        ];
  errors.push(...ruleErrors(kind, object, undefined, errors, warnings));
  if (errors.length === 0) {
    warnings.push(...finalizerWarnings(object.metadata.finalizers ?? []));
    if (kind.hasStatus) giveStatus(kind, object);
  }
  return { refusal: refusal(object, errors), warnings };
}

/** What the schema says of the status of an object that has none. */
function giveStatus(kind: Kind, object: KubeObject): void {
  const given = kind.schema.properties.status?.default;
  if (given !== undefined) object.status = cloneJson(given);
}

/** Prepares and judges a changed custom resource, in place. Source: apiserver registry/rest BeforeUpdate. */
export function judgeUpdate(kind: Kind, object: KubeObject, old: KubeObject): Judgement {
  if (kind.hasStatus) {
    delete object.status;
    if (old.status !== undefined) object.status = old.status;
  }
  keepIdentity(object, old);
  const warnings: string[] = [];
  const errors = commonErrors(kind, object, old);
  const types = typeErrors(kind, object);
  if (types.length > 0) errors.push(...types);
  else {
    const beside = Correlated.root(withoutMetadata(object), old as unknown as Json, kind.schema);
    errors.push(...validateMetadataUpdate(object.metadata, old.metadata));
    errors.push(...validateStructure(withoutMetadata(object), kind.schema, '', beside));
  }
  errors.push(...keyErrors(kind, object, old));
  errors.push(...ruleErrors(kind, object, old, errors, warnings));
  const before = new Set(old.metadata.finalizers);
  if (errors.length === 0)
    warnings.push(...finalizerWarnings((object.metadata.finalizers ?? []).filter((name) => !before.has(name))));
  return { refusal: refusal(object, errors), warnings };
}

/**
 * Prepares and judges a write to the status subresource: status is that of `object`, the rest that of `old`. In place.
 * Source: apiextensions-apiserver registry/customresource statusStrategy.
 */
export function judgeStatus(kind: Kind, object: KubeObject, old: KubeObject): Judgement {
  const { status } = object;
  const { managedFields } = object.metadata;
  for (const key of Object.keys(object)) delete object[key];
  Object.assign(object, old, { metadata: { ...old.metadata, managedFields } });
  if (managedFields === undefined) delete object.metadata.managedFields;
  delete object.status;
  if (status !== undefined) object.status = status;
  const warnings: string[] = [];
  const errors = [...commonErrors(kind, object, old), ...validateMetadataUpdate(object.metadata, old.metadata)];
  const schema = kind.schema.properties.status;
  if (status !== undefined && schema !== undefined) {
    const root = Correlated.root(withoutMetadata(object), old as unknown as Json, kind.schema);
    const found = validateStructure(status as Json, schema, '', root.member('status'));
    errors.push(...found.map((error) => ({ ...error, field: statusField(error.field) })));
  }
  errors.push(...keyErrors(kind, object, old));
  errors.push(...ruleErrors(kind, object, old, errors, warnings));
  return { refusal: refusal(object, errors), warnings };
}

/** The field names the status, the words do not. */
function statusField(field: string): string {
  if (field === NO_FIELD || field === '') return 'status';
  return field.startsWith('[') ? `status${field}` : `status.${field}`;
}

/** What an update cannot touch. */
function keepIdentity({ metadata }: KubeObject, old: KubeObject): void {
  delete metadata.generation;
  if (metadata.deletionTimestamp === null) delete metadata.deletionTimestamp;
  metadata.uid ??= old.metadata.uid;
  metadata.deletionGracePeriodSeconds ??= old.metadata.deletionGracePeriodSeconds;
  for (const field of ['generation', 'creationTimestamp', 'deletionTimestamp'] as const)
    if (old.metadata[field] !== undefined) Object.assign(metadata, { [field]: old.metadata[field] });
  for (const field of ['uid', 'deletionGracePeriodSeconds'] as const)
    if (metadata[field] === undefined) delete metadata[field];
}

function commonErrors(kind: Kind, object: KubeObject, old: KubeObject): FieldError[] {
  return [
    ...validateMetadata(object.metadata, kind.namespaced, 'path'),
    ...validateMetadataUpdate(object.metadata, old.metadata),
  ];
}

function typeErrors(kind: Kind, object: KubeObject): FieldError[] {
  const errors: FieldError[] = [];
  if (object.kind !== kind.kind) errors.push(invalid('kind', object.kind, `must be ${kind.kind}`));
  const version = apiVersionOf(kind);
  // an empty group is not shown
  if (object.apiVersion !== version)
    errors.push(invalid('apiVersion', object.apiVersion.replace(/^\//, ''), `must be ${version}`));
  return errors;
}

/** An object that was stored with duplicates may keep them. */
function keyErrors(kind: Kind, object: KubeObject, old: KubeObject | undefined): FieldError[] {
  const kept = old !== undefined && validateListKeys(withoutMetadata(old), kind.schema).length > 0;
  return kept ? [] : validateListKeys(withoutMetadata(object), kind.schema);
}

function ruleErrors(
  kind: Kind,
  object: KubeObject,
  old: KubeObject | undefined,
  errors: readonly FieldError[],
  warnings: string[],
): FieldError[] {
  if (!hasRules(kind.schema)) return [];
  if (errors.some(({ reason }) => BLOCKING.has(reason))) return [invalid(NO_FIELD, null, NOT_CHECKED)];
  const tolerated: string[] = [];
  const before = old === undefined ? undefined : withoutMetadata(old);
  const found = validateRules(withoutMetadata(object), kind.schema, before, tolerated);
  warnings.push(...new Set(tolerated));
  return found;
}

function withoutMetadata({ metadata: _metadata, ...body }: KubeObject): JsonObject {
  return body as JsonObject;
}

/** Errors name the kind that the object says it is. */
function refusal(object: KubeObject, errors: readonly FieldError[]): Status | undefined {
  if (errors.length === 0) return undefined;
  const { group } = groupVersion(object.apiVersion);
  return invalidObject({ group, resource: object.kind, name: object.metadata.name ?? '' }, errors);
}
