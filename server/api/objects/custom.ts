import { type Judgement, judgeCreate, judgeStatus, judgeUpdate } from '../../model/custom/judge.ts';
import { placeInNamespace } from '../../model/admission.ts';
import { inVersionOf } from '../../model/api-version.ts';
import { generatedName } from '../../model/generated-name.ts';
import type { KubeObject, StoredObject } from '../../model/object.ts';
import { invalid } from '../../model/schema/field-error.ts';
import { badRequest, conflict, internalError, invalidObject, plainFailure, type Status } from '../../model/status.ts';
import { StoreConflict } from '../../store/types.ts';
import { type Body, decodeRequest, warningsOf } from '../decode/custom.ts';
import { ApiProblem } from '../http/problem.ts';
import { trackWrite } from '../managed/track.ts';
import { sameObject, sameText } from './content.ts';
import { newIdentity, sameIdentity, withRevision } from './identity.ts';
import { dropRepeatedOwners } from './owners.ts';
import { readRevision, revisionOf, uidConflict } from './preconditions.ts';
import { retrying } from './retry.ts';
import {
  asStored,
  afterWrite,
  contextKey,
  nameTaken,
  namespaceProblem,
  type Outcome,
  subject,
  updateWrites,
  type WriteContext,
} from './write.ts';

/** Creates a custom resource from the body of a POST. Warnings are collected. @throws ApiProblem 400, 403, 404 (namespace), 409, 422, 500 */
export async function createCustom(context: WriteContext, body: Body, warnings: string[]): Promise<Outcome> {
  const { kind } = context;
  const { object, problems } = decodeRequest(kind, body, context.options.fieldValidation);
  warnings.push(...warningsOf(problems));
  for (const field of ['uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'selfLink'])
    delete (object.metadata as Record<string, unknown>)[field];
  refuseIf(placeInNamespace(kind, object.metadata, context.namespace));
  warn(warnings, dropRepeatedOwners(object.metadata, false));
  track(context, undefined, object);
  return storeNew(context, object, warnings);
}

/**
 * Stores a new custom resource that is read, and has its managers.
 * @param operation Apply counts as an update that finds nothing, which may name a resourceVersion
 * @throws ApiProblem 403, 404 (namespace), 409, 422, 500
 */
export async function storeNew(
  context: WriteContext,
  object: KubeObject,
  warnings: string[],
  operation: 'Create' | 'Apply' = 'Create',
): Promise<Outcome> {
  const { view, kind, namespace, options } = context;
  const ready = kind.namespaced
    ? namespaceProblem(view, namespace, subject(kind, object.metadata.name ?? ''))
    : undefined;
  if (ready !== undefined) throw ready;
  const { metadata } = object;
  if (!metadata.name && metadata.generateName) metadata.name = generatedName(metadata.generateName);
  settle(judgeCreate(kind, object), warnings);
  refuseIf(context.unstorable?.());
  const revision = revisionOf(metadata.resourceVersion);
  if (!options.dryRun && operation === 'Create' && revision !== undefined && revision !== 0n)
    throw new ApiProblem(plainFailure('resourceVersion should not be set on objects to be created'));
  const stored = newIdentity(kind, object, operation === 'Create');
  const { name } = stored.metadata;
  const key = { ...contextKey(context), name };
  const exists = nameTaken(kind, stored.metadata, view.get(key));
  if (view.get(key) !== undefined) throw exists;
  if (options.dryRun) return { code: 201, object: withRevision(stored, metadata.resourceVersion), warnings };
  delete (stored.metadata as { selfLink?: string }).selfLink;
  try {
    const [event] = await view.store.write([{ type: 'put', key, object: asStored(kind, stored), by: options.manager }]);
    return { code: 201, object: event?.object ?? stored, warnings };
  } catch (error) {
    throw error instanceof StoreConflict ? exists : error;
  }
}

/** Replaces a custom resource by the body of a PUT. Warnings are collected. @throws ApiProblem 400, 404, 409, 422 */
export async function replaceCustom(context: WriteContext, body: Body, warnings: string[]): Promise<Outcome> {
  const { kind } = context;
  const { object, problems } = decodeRequest(kind, body, context.options.fieldValidation);
  warnings.push(...warningsOf(problems));
  refuseIf(placeInNamespace(kind, object.metadata, context.namespace));
  checkName(context, object);
  warn(warnings, dropRepeatedOwners(object.metadata, false));
  const { uid } = object.metadata;
  return changeCustom(context, warnings, (current) => {
    if (uid !== undefined && uid !== current.metadata.uid) throw uidConflict(context, uid, current.metadata.uid);
    const changed = structuredCopy(object);
    track(context, current, changed);
    return changed;
  });
}

/**
 * Changes a custom resource; when another write came first, once more from its result.
 * @param change gives the object as it is to be, with its managers; it is not what is stored that it changes
 * @throws ApiProblem 404, 409, 422, 500, and what `change` throws
 */
export async function changeCustom(
  context: WriteContext,
  warnings: string[],
  change: (current: StoredObject, warnings: string[]) => KubeObject,
): Promise<Outcome> {
  return retrying(context, warnings, (found, own) => {
    const current = inVersionOf(context.kind, found);
    return storeChange(context, current, change(current, own), own);
  });
}

async function storeChange(
  context: WriteContext,
  current: StoredObject,
  object: KubeObject,
  warnings: string[],
): Promise<Outcome> {
  const { view, kind, namespace, options, subresource } = context;
  const ready =
    kind.namespaced && view.namespace(namespace) === undefined ? namespaceProblem(view, namespace) : undefined;
  if (ready !== undefined) throw ready;
  warn(warnings, dropRepeatedOwners(object.metadata, true));
  checkRevision(context, object, current);
  checkType(object);
  settle(subresource === 'status' ? judgeStatus(kind, object, current) : judgeUpdate(kind, object, current), warnings);
  refuseIf(context.unstorable?.());
  const stored = sameIdentity(kind, object, current);
  if (sameObject(stored, current)) return { code: 200, object: current, warnings };
  if (options.dryRun) return { code: 200, object: stored, warnings };
  // it is in the answer of a dry run, but is never stored
  delete (stored.metadata as { selfLink?: string }).selfLink;
  if (sameText(stored, current)) return { code: 200, object: current, warnings };
  const events = await view.store.write(updateWrites(context, current, stored, subresource === 'status'));
  return { code: 200, object: afterWrite(events, stored), warnings };
}

/** A patch may take away what an object is. @throws ApiProblem 500 */
function checkType({ apiVersion }: KubeObject): void {
  const parts = apiVersion.split('/');
  if (parts.length > 2) throw new ApiProblem(internalError("Object 'Kind' is missing in 'object has no kind field '"));
  if (apiVersion === '' || parts[1] === '')
    throw new ApiProblem(internalError("Object 'apiVersion' is missing in 'object has no apiVersion field'"));
}

function checkRevision({ kind, name }: WriteContext, object: KubeObject, current: StoredObject): void {
  const revision = readRevision(object.metadata.resourceVersion);
  if (revision === 0n) {
    const error = invalid('metadata.resourceVersion', 0, 'must be specified for an update');
    throw new ApiProblem(invalidObject(subject(kind, name), [error]));
  }
  if (revision !== BigInt(current.metadata.resourceVersion)) throw new ApiProblem(conflict(subject(kind, name)));
}

/** @throws ApiProblem 400 when the object has another name than the URL */
export function checkName({ name }: WriteContext, object: KubeObject): void {
  const found = object.metadata.name ?? '';
  if (found === name) return;
  const message =
    found === ''
      ? `the name of the object (${name} based on URL) was undeterminable: name must be provided`
      : `the name of the object (${found}) does not match the name on the URL (${name})`;
  throw new ApiProblem(badRequest(message));
}

/** Notes in the object who manages what, from what the client has said. */
export function track(context: WriteContext, current: StoredObject | undefined, object: KubeObject): void {
  const { kind, options, subresource } = context;
  const managed = trackWrite(kind, current, object, options.manager, subresource);
  delete object.metadata.managedFields;
  if (managed.length > 0) object.metadata.managedFields = managed;
}

function settle({ refusal, warnings: found }: Judgement, warnings: string[]): void {
  if (refusal === undefined) warnings.push(...found);
  else {
    warnings.push(...found);
    throw new ApiProblem(refusal);
  }
}

export function refuseIf(status: Status | undefined): void {
  if (status !== undefined) throw new ApiProblem(status);
}

export function warn(warnings: string[], text: string | undefined): void {
  if (text !== undefined) warnings.push(text);
}

/** A copy whose top and metadata may be changed. */
function structuredCopy(object: KubeObject): KubeObject {
  return { ...object, metadata: { ...object.metadata } };
}
