import type { CoreChange, Subresource } from '../kind.ts';
import { validateMetadata, validateMetadataUpdate } from '../metadata.ts';
import { coreFinalizerErrors } from '../names.ts';
import type { KubeObject, ObjectMeta } from '../object.ts';
import { type FieldError, invalid } from '../schema/field-error.ts';
import type { Allotter } from '../service/allotter.ts';
import { invalidObject, type Status } from '../status.ts';
import type { CoreKind } from './read.ts';

/** What is said of a write. */
export interface CoreJudgement {
  /** Why it is refused. */
  refusal: Status | undefined;
  /** Texts of Warning headers. */
  warnings: string[];
}

/** How an object is written. */
export interface CoreWrite {
  /** What is stored; undefined for a new object. */
  old: KubeObject | undefined;
  subresource: Subresource;
  allotter: Allotter | undefined;
}

/**
 * Allots, prepares and judges an object of a core kind, in place: what is allotted, the strategy of the kind, its validation. Source:
 * apiserver registry/generic Store.Create and Update, registry/rest BeforeCreate and BeforeUpdate.
 */
export function judgeCore(kind: CoreKind, object: KubeObject, write: CoreWrite): CoreJudgement {
  const errors = problems(kind, object, write);
  const name = object.metadata.name ?? '';
  if (!Array.isArray(errors)) return { refusal: errors, warnings: [] };
  if (errors.length > 0)
    return { refusal: invalidObject({ group: kind.group, resource: kind.kind, name }, errors), warnings: [] };
  const { rules } = kind;
  const { old, subresource } = write;
  const warnings =
    old === undefined ? rules.create.warnings(object) : changeOf(kind, subresource).warnings(object, old);
  rules.canonicalize?.(object);
  const late = subresource === '' ? (rules.admission?.(object, old) ?? []) : [];
  const refusal = late.length > 0 ? invalidObject({ group: kind.group, resource: kind.kind, name }, late) : undefined;
  return { refusal, warnings };
}

function changeOf({ rules }: CoreKind, subresource: Subresource): CoreChange {
  return subresource === '' ? rules.change : (rules.subresources[subresource] ?? rules.change);
}

function problems(
  kind: CoreKind,
  object: KubeObject,
  { old, subresource, allotter }: CoreWrite,
): FieldError[] | Status {
  const { rules } = kind;
  if (subresource === '') {
    const problem = rules.allot?.(object, old, allotter) ?? [];
    if (!Array.isArray(problem) || problem.length > 0) return problem;
  }
  if (old === undefined) {
    rules.create.prepare(object);
    return [...createErrors(kind, object.metadata), ...rules.create.validate(object)];
  }
  const change = changeOf(kind, subresource);
  object.metadata.generation = old.metadata.generation;
  change.prepare(object, old);
  keepIdentity(object.metadata, old.metadata);
  return [...changeErrors(kind, object.metadata, old.metadata, change), ...change.validate(object, old)];
}

function createErrors({ namespaced, nameForm = 'subdomain' }: CoreKind, metadata: ObjectMeta): FieldError[] {
  return [...validateMetadata(metadata, namespaced, nameForm), ...finalizerErrors(metadata)];
}

function changeErrors(kind: CoreKind, metadata: ObjectMeta, old: ObjectMeta, { repeats }: CoreChange): FieldError[] {
  const { namespaced, nameForm = 'subdomain' } = kind;
  const errors = [...validateMetadata(metadata, namespaced, 'path'), ...validateMetadataUpdate(metadata, old)];
  for (const check of repeats)
    errors.push(
      ...(check === 'metadata'
        ? validateMetadata(metadata, namespaced, nameForm)
        : validateMetadataUpdate(metadata, old)),
      ...finalizerErrors(metadata),
    );
  return errors;
}

function finalizerErrors({ finalizers = [] }: ObjectMeta): FieldError[] {
  return finalizers.flatMap((name, index) =>
    coreFinalizerErrors(name).map((error) => invalid(`metadata.finalizers[${index}]`, name, error)),
  );
}

/** What an update cannot touch. Source: apiserver registry/rest BeforeUpdate. */
function keepIdentity(metadata: ObjectMeta, old: ObjectMeta): void {
  metadata.uid ||= old.uid;
  if (old.creationTimestamp !== undefined) metadata.creationTimestamp = old.creationTimestamp;
  if (old.deletionTimestamp !== undefined) metadata.deletionTimestamp = old.deletionTimestamp;
  metadata.deletionGracePeriodSeconds ??= old.deletionGracePeriodSeconds;
}
