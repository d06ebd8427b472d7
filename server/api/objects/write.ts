import { type Admission, admit } from '../../model/admission.ts';
import { inVersionOf } from '../../model/api-version.ts';
import type { Kind, Subresource } from '../../model/kind.ts';
import type { KubeObject, ObjectKey, StoredObject } from '../../model/object.ts';
import { findKind } from '../../model/registry.ts';
import { forbidden as forbiddenField } from '../../model/schema/field-error.ts';
import { isObject } from '../../model/schema/normalize.ts';
import type { Allotter } from '../../model/service/allotter.ts';
import {
  alreadyExists,
  badRequest,
  conflict,
  forbidden,
  invalidObject,
  notFound,
  plainFailure,
  refused,
  type Subject,
} from '../../model/status.ts';
import { StoreConflict, type StoreEvent, type StoreWrite } from '../../store/types.ts';
import { ApiProblem, printed } from '../http/problem.ts';
import type { WriteOptions } from '../http/options.ts';
import { trackWrite } from '../managed/track.ts';
import { sameManifest, sameObject } from './content.ts';
import { newIdentity, sameIdentity } from './identity.ts';
import { isHeldBack } from './finalizers.ts';
import { departures, endingWrites, isNamespace } from './namespaces.ts';
import type { ObjectView } from './view.ts';

/** What is written, and how. */
export interface WriteContext {
  view: ObjectView;
  /** At the version of the request. */
  kind: Kind;
  namespace: string;
  /** '' for a create. */
  name: string;
  subresource: Subresource;
  options: WriteOptions;
}

/** What came of a write. */
export interface Outcome {
  code: 200 | 201;
  object: StoredObject;
  warnings: string[];
}

/** How often a patch is tried again when another write came first. */
const ATTEMPTS = 10;

/** The key of the object that a write is about. */
export function contextKey({ kind, namespace, name }: WriteContext): ObjectKey {
  return { group: kind.group, kind: kind.kind, namespace, name };
}

/** How errors name the object: by its plural. */
export function subject(kind: Kind, name: string): { group: string; resource: string; name: string } {
  return { group: kind.group, resource: kind.plural, name };
}

/**
 * Creates an object.
 * @param operation Apply when it comes by server-side apply, whose managedFields are in the input
 * @throws ApiProblem 400, 403, 404 (namespace), 409, 422
 */
export async function createObject(
  context: WriteContext,
  input: unknown,
  operation: 'Update' | 'Apply' = 'Update',
): Promise<Outcome> {
  return allotting(context, (allotter) => createWith(context, input, operation, allotter));
}

/** Keeps what a cluster would allot from other writes until this one is done. */
async function allotting<Result>(
  { view, kind, options }: WriteContext,
  write: (allotter: Allotter | undefined) => Promise<Result>,
): Promise<Result> {
  if (kind.rules?.allot === undefined) return write(undefined);
  const { allotter, end } = view.network.reserve(options.dryRun);
  try {
    return await write(allotter);
  } finally {
    end();
  }
}

async function createWith(
  context: WriteContext,
  input: unknown,
  operation: 'Update' | 'Apply',
  allotter: Allotter | undefined,
): Promise<Outcome> {
  const { view, kind, namespace, options } = context;
  const { fieldValidation } = options;
  const admission = admit(kind, input, {
    operation: 'create',
    exactVersion: true,
    namespace,
    fieldValidation,
    allotter,
  });
  const ready = kind.namespaced ? namespaceProblem(view, namespace, subject(kind, nameOf(input))) : undefined;
  if (ready !== undefined && (admission.accepted || admission.status.code !== 400)) throw ready;
  const object = newIdentity(kind, accepted(admission));
  if (operation === 'Update')
    object.metadata = withManagers(object, trackWrite(kind, undefined, said(admission, object), options.manager));
  const { name } = object.metadata;
  const key = { ...contextKey(context), name };
  const { warnings } = admission;
  const exists = nameTaken(kind, name, view.get(key), warnings);
  if (!options.dryRun && isRevision(revisionOf(input)))
    throw new ApiProblem(plainFailure('resourceVersion should not be set on objects to be created'), {}, warnings);
  if (view.get(key) !== undefined) throw exists;
  if (options.dryRun) return { code: 201, object: withRevision(object, revisionOf(input)), warnings };
  try {
    const [event] = await view.store.write([{ type: 'put', key, object: asStored(kind, object), by: options.manager }]);
    return { code: 201, object: event?.object ?? object, warnings };
  } catch (error) {
    throw error instanceof StoreConflict ? exists : error;
  }
}

/** `metadata.name` that a client sends. */
function nameOf(input: unknown): string {
  const { metadata } = isObject(input) ? input : {};
  const { name } = isObject(metadata) ? metadata : {};
  return typeof name === 'string' ? name : '';
}

/** `metadata.resourceVersion` that a client sends. */
function revisionOf(input: unknown): string {
  const { metadata } = isObject(input) ? input : {};
  const { resourceVersion } = isObject(metadata) ? metadata : {};
  return typeof resourceVersion === 'string' ? resourceVersion : '';
}

/** True for a number that is a revision, and not 0. */
function isRevision(text: string): boolean {
  return /^0*[1-9]\d{0,18}$/.test(text);
}

/** Why nothing can be created in a namespace. @param object what was to be created */
export function namespaceProblem(view: ObjectView, name: string, object?: Subject): ApiProblem | undefined {
  const namespace = view.namespace(name);
  if (namespace === undefined) return new ApiProblem(notFound({ group: '', resource: 'namespaces', name }));
  if (namespace.metadata.deletionTimestamp === undefined) return undefined;
  const reason = `unable to create new content in namespace ${name} because it is being terminated`;
  const cause = {
    reason: 'NamespaceTerminating',
    message: `namespace ${name} is being terminated`,
    field: 'metadata.namespace',
  };
  const status = object === undefined ? refused(reason) : forbidden(object, reason);
  return new ApiProblem({ ...status, details: { ...status.details, causes: [cause] } });
}

/** 400 for an object whose name is not that of the path. */
function otherName(found: unknown, name: string, warnings: readonly string[] = []): ApiProblem {
  const none = found === undefined || found === null || found === '';
  const message = none
    ? `the name of the object (${name} based on URL) was undeterminable: name must be provided`
    : `the name of the object (${printed(found)}) does not match the name on the URL (${name})`;
  return new ApiProblem(badRequest(message), {}, warnings);
}

/** What an update makes of the current object. */
export type Change = (current: StoredObject) => unknown;

/**
 * Changes an object; when another write came first, once more from its result, unless the change names a resourceVersion.
 * @param operation Apply when managedFields are in what `change` gives
 * @throws ApiProblem 400, 404, 409, 422
 */
export async function updateObject(
  context: WriteContext,
  change: Change,
  operation: 'Update' | 'Apply' = 'Update',
): Promise<Outcome> {
  const { view, kind, name } = context;
  const key = contextKey(context);
  for (let attempt = 1; ; attempt += 1) {
    const stored = view.get(key);
    if (stored === undefined) throw new ApiProblem(notFound(subject(kind, name)));
    const current = inVersionOf(kind, stored);
    const input = change(current);
    checkPreconditions(kind, current, input);
    try {
      return await allotting(context, (allotter) => writeUpdate(context, current, input, operation, allotter));
    } catch (error) {
      if (!(error instanceof StoreConflict)) throw error;
      if (attempt === ATTEMPTS) throw new ApiProblem(conflict(subject(kind, name)));
    }
  }
}

function checkPreconditions(kind: Kind, current: StoredObject, input: unknown): void {
  if (!isObject(input) || !isObject(input.metadata)) return;
  const { name } = current.metadata;
  const { uid, resourceVersion } = input.metadata;
  if (resourceVersion && resourceVersion !== current.metadata.resourceVersion)
    throw new ApiProblem(conflict(subject(kind, name)));
  if (uid && uid !== current.metadata.uid) {
    const status = conflict(subject(kind, name));
    const [head] = (status.message ?? '').split(': ');
    status.message = `${head}: Precondition failed: UID in precondition: ${printed(uid)}, UID in object meta: ${current.metadata.uid}`;
    throw new ApiProblem(status);
  }
  if (input.metadata.name !== name) throw otherName(input.metadata.name, name);
}

async function writeUpdate(
  context: WriteContext,
  current: StoredObject,
  input: unknown,
  operation: 'Update' | 'Apply',
  allotter: Allotter | undefined,
): Promise<Outcome> {
  const { view, kind, namespace, options, subresource } = context;
  const status = subresource === 'status';
  const { fieldValidation } = options;
  const admission = admit(kind, input, {
    operation: 'update',
    exactVersion: true,
    old: current,
    namespace,
    fieldValidation,
    status,
    allotter,
  });
  const admitted = accepted(admission);
  const object = sameIdentity(
    kind,
    status ? { ...admitted, metadata: statusMetadata(admitted, current) } : admitted,
    current,
  );
  checkFinalizers(kind, current, object);
  if (operation === 'Update')
    object.metadata = withManagers(
      object,
      trackWrite(kind, current, said(admission, object), options.manager, subresource),
    );
  const { warnings } = admission;
  if (sameObject(object, current)) return { code: 200, object: current, warnings };
  if (options.dryRun) return { code: 200, object, warnings };
  const events = await view.store.write(updateWrites(context, current, object, status));
  return { code: 200, object: afterWrite(events, object), warnings };
}

/** Status writes touch no metadata but who manages what. */
function statusMetadata(admitted: KubeObject, current: StoredObject): KubeObject['metadata'] {
  const { managedFields } = admitted.metadata;
  return managedFields === undefined ? current.metadata : { ...current.metadata, managedFields };
}

/** What a client is told of a change: the object as it is stored, or as it was when its last finalizer went. */
export function afterWrite([event]: readonly StoreEvent[], object: StoredObject): StoredObject {
  return event === undefined || event.type === 'DELETED' ? object : event.object;
}

/** 409 for a name that another object has, one that is there or that came first. */
export function nameTaken(
  kind: Kind,
  name: string,
  current: StoredObject | undefined,
  warnings: readonly string[] = [],
): ApiProblem {
  const status = alreadyExists(subject(kind, name));
  if (current?.metadata.deletionTimestamp !== undefined) status.message = `object is being deleted: ${status.message}`;
  return new ApiProblem(status, {}, warnings);
}

/** What is stored of a change: the object, or its end when nothing holds it any more. */
export function updateWrites(
  context: WriteContext,
  current: StoredObject,
  object: StoredObject,
  statusOnly: boolean,
): StoreWrite[] {
  const { view, options } = context;
  const key = contextKey(context);
  const by = options.manager;
  const expect = view.isMadeUp(current) ? undefined : current.metadata.resourceVersion;
  const text = statusOnly || sameManifest(object, current) ? view.store.text(key) : undefined;
  if (object.metadata.deletionTimestamp !== undefined && isNamespace(context.kind))
    return endingWrites(view, object, { expect, text, by });
  if (object.metadata.deletionTimestamp !== undefined && !isHeldBack(object.metadata))
    return [{ type: 'delete', key, expect: current.metadata.resourceVersion, by }, ...departures(view, [key], by)];
  const put = { type: 'put', key, object: asStored(context.kind, object), expect, statusOnly, by } as const;
  return [{ ...put, ...(text === undefined ? {} : { text }) }];
}

/** An object in the version in which its kind is stored. */
export function asStored(kind: Kind, object: StoredObject): StoredObject {
  return inVersionOf(findKind(kind.group, kind.kind) ?? kind, object);
}

function checkFinalizers(kind: Kind, current: StoredObject, object: StoredObject): void {
  if (current.metadata.deletionTimestamp === undefined) return;
  const old = new Set(current.metadata.finalizers ?? []);
  const added = (object.metadata.finalizers ?? []).filter((finalizer) => !old.has(finalizer));
  if (added.length === 0) return;
  const list = added.map((finalizer) => JSON.stringify(finalizer)).join(', ');
  const detail = `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`;
  const errors = [forbiddenField('metadata.finalizers', detail)];
  throw new ApiProblem(invalidObject({ group: kind.group, resource: kind.kind, name: object.metadata.name }, errors));
}

/** The admitted object. @throws ApiProblem with the Status that refuses it */
function accepted(admission: Admission): KubeObject {
  if (admission.accepted) return admission.object;
  throw new ApiProblem(admission.status, {}, admission.warnings);
}

/** What managedFields are told from: what the client said, before the server filled in more. */
function said(admission: Admission, object: StoredObject): KubeObject {
  return admission.accepted && admission.said !== undefined ? admission.said : object;
}

function withManagers(object: StoredObject, managedFields: unknown[]): StoredObject['metadata'] {
  const { managedFields: _old, ...rest } = object.metadata;
  return managedFields.length === 0 ? rest : { ...rest, managedFields };
}

/** What a dry run would have made has no version but that which was sent. */
function withRevision(object: StoredObject, sent: string): StoredObject {
  const { resourceVersion: _revision, ...metadata } = object.metadata;
  const own = sent === '' ? metadata : { ...metadata, resourceVersion: sent };
  return { ...object, metadata: own as StoredObject['metadata'] };
}
