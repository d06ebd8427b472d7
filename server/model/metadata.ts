import {
  byteLength,
  labelErrors,
  labelValueErrors,
  pathPrefixErrors,
  pathSegmentErrors,
  qualifiedNameErrors,
  subdomainErrors,
} from './names.ts';
import { managerErrors } from './managed-fields.ts';
import type { ObjectMeta } from './object.ts';
import {
  type FieldError,
  forbidden,
  invalid,
  invalidNamed,
  invalidStruct,
  quote,
  requiredValue,
  tooLong,
} from './schema/field-error.ts';
import type { JsonObject } from './schema/types.ts';

/** How the name of a kind has to look; `path` is what every name that stands in a URL has to be. */
export type NameForm = 'subdomain' | 'label' | 'path';

const NAME_ERRORS: Record<NameForm, (name: string) => string[]> = {
  subdomain: subdomainErrors,
  label: labelErrors,
  path: pathSegmentErrors,
};

/** So many bytes may all annotations of an object have. */
export const ANNOTATIONS_LIMIT = 256 * 1024;

/** What is wrong with the metadata of a new object. Source: apimachinery ValidateObjectMeta. */
export function validateMetadata(metadata: ObjectMeta, namespaced: boolean, form: NameForm): FieldError[] {
  const errors: FieldError[] = [];
  const { name, generateName } = metadata;
  if (generateName) {
    const found = form === 'path' ? pathPrefixErrors(generateName) : NAME_ERRORS[form](maskTrailingDash(generateName));
    errors.push(...found.map((error) => invalid('metadata.generateName', generateName, error)));
  }
  if (!name) errors.push(requiredValue('metadata.name', 'name or generateName is required'));
  else errors.push(...NAME_ERRORS[form](name).map((error) => invalid('metadata.name', name, error)));
  const { namespace } = metadata;
  if (namespaced && !namespace) errors.push(requiredValue('metadata.namespace'));
  else if (namespaced && namespace)
    errors.push(...labelErrors(namespace).map((error) => invalid('metadata.namespace', namespace, error)));
  else if (namespace) errors.push(forbidden('metadata.namespace', 'not allowed on this type'));
  if ((metadata.generation ?? 0) < 0)
    errors.push(invalid('metadata.generation', metadata.generation, 'must be greater than or equal to 0'));
  errors.push(...labelMapErrors('metadata.labels', metadata.labels ?? {}));
  errors.push(...annotationErrors(metadata.annotations ?? {}), ...ownerErrors(metadata.ownerReferences ?? []));
  errors.push(...finalizerErrors(metadata.finalizers ?? []), ...managerErrors(metadata.managedFields ?? []));
  return errors;
}

/** A prefix may end with a dash. That the letter before it goes too is the API server's own slip. Source: apimachinery maskTrailingDash. */
function maskTrailingDash(prefix: string): string {
  return prefix.length > 1 && prefix.endsWith('-') ? `${prefix.slice(0, -2)}a` : prefix;
}

/** What is wrong with the metadata of a changed object. Source: apimachinery ValidateObjectMetaAccessorUpdate. */
export function validateMetadataUpdate(metadata: ObjectMeta, old: ObjectMeta): FieldError[] {
  const errors: FieldError[] = [];
  if (old.deletionTimestamp !== undefined) {
    const before = new Set(old.finalizers ?? []);
    const added = [...new Set(metadata.finalizers ?? [])].filter((finalizer) => !before.has(finalizer)).sort();
    const list = added.map(quote).join(', ');
    const detail = `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`;
    if (added.length > 0) errors.push(forbidden('metadata.finalizers', detail));
  }
  for (const field of ['name', 'namespace'] as const)
    if ((metadata[field] ?? '') !== (old[field] ?? ''))
      errors.push(invalid(`metadata.${field}`, metadata[field] ?? '', 'field is immutable'));
  if (metadata.uid !== old.uid) errors.push(invalidNamed('metadata.uid', metadata.uid ?? '', 'field is immutable'));
  for (const field of ['creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds'] as const)
    if (metadata[field] !== old[field])
      errors.push(invalid(`metadata.${field}`, shownTime(metadata[field]), 'field is immutable'));
  errors.push(...labelMapErrors('metadata.labels', metadata.labels ?? {}));
  errors.push(...annotationErrors(metadata.annotations ?? {}), ...ownerErrors(metadata.ownerReferences ?? []));
  return [...errors, ...managerErrors(metadata.managedFields ?? [])];
}

/** A time that is not set. */
const NO_TIME = '0001-01-01T00:00:00Z';

/** Go shows a time that is not set as null. */
function shownTime<Value>(value: Value): Value | null {
  return value === undefined || value === NO_TIME ? null : value;
}

/** What is wrong with labels, or with a selector of labels. Source: apimachinery ValidateLabels. */
export function labelMapErrors(field: string, labels: Record<string, string>): FieldError[] {
  return Object.entries(labels).flatMap(([key, value]) => [
    ...qualifiedNameErrors(key).map((error) => invalid(field, key, error)),
    ...labelValueErrors(value).map((error) => invalid(field, value, error)),
  ]);
}

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';

function finalizerErrors(finalizers: string[]): FieldError[] {
  const errors = finalizers.flatMap((finalizer) =>
    qualifiedNameErrors(finalizer).map((error) => invalid('metadata.finalizers', finalizer, error)),
  );
  if (finalizers.includes(ORPHAN) && finalizers.includes(FOREGROUND))
    errors.push(invalid('metadata.finalizers', finalizers, `finalizer ${ORPHAN} and ${FOREGROUND} cannot be both set`));
  return errors;
}

function annotationErrors(annotations: Record<string, string>): FieldError[] {
  const errors: FieldError[] = [];
  for (const key of Object.keys(annotations)) {
    const found = qualifiedNameErrors(key.toLowerCase());
    errors.push(...found.map((error) => invalid('metadata.annotations', key, error)));
  }
  if (annotationsSize(annotations) > ANNOTATIONS_LIMIT) errors.push(tooLong('metadata.annotations', ANNOTATIONS_LIMIT));
  return errors;
}

/** Size of annotations in bytes, names and values. */
export function annotationsSize(annotations: Record<string, unknown>): number {
  let bytes = 0;
  for (const [key, value] of Object.entries(annotations))
    bytes += byteLength(key) + (typeof value === 'string' ? byteLength(value) : 0);
  return bytes;
}

interface Owner {
  apiVersion?: string;
  kind?: string;
  name?: string;
  uid?: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

/** Source: apimachinery ValidateOwnerReferences. */
function ownerErrors(owners: unknown[]): FieldError[] {
  const errors: FieldError[] = [];
  const path = 'metadata.ownerReferences';
  let controller: string | undefined;
  for (const owner of owners as Owner[]) {
    const { apiVersion = '', kind = '', name = '', uid = '' } = owner;
    const version = versionOf(apiVersion);
    if (version === '') errors.push(invalid(`${path}.apiVersion`, apiVersion, 'version must not be empty'));
    for (const [field, value] of Object.entries({ kind, name, uid }))
      if (value === '') errors.push(invalid(`${path}.${field}`, '', 'must not be empty'));
    if (/^\/?v1$/.test(apiVersion) && kind === 'Event')
      errors.push(invalidStruct(path, ordered(owner), '/v1, Kind=Event is disallowed from being an owner'));
    if (owner.controller !== true) continue;
    const current = `${kind}/${name}`;
    if (controller !== undefined) {
      const found = `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${current}`;
      errors.push(invalidStruct(path, (owners as Owner[]).map(ordered), found));
    } else controller = current;
  }
  return errors;
}

/** Version of `GROUP/VERSION`; '' where there is none, or more than one slash. Source: apimachinery ParseGroupVersion. */
function versionOf(apiVersion: string): string {
  const parts = apiVersion.split('/');
  return parts.length > 2 ? '' : (parts.at(-1) ?? '');
}

function ordered({
  apiVersion = '',
  kind = '',
  name = '',
  uid = '',
  controller,
  blockOwnerDeletion,
}: Owner): JsonObject {
  return {
    apiVersion,
    kind,
    name,
    uid,
    ...(controller === undefined ? {} : { controller }),
    ...(blockOwnerDeletion === undefined ? {} : { blockOwnerDeletion }),
  };
}
