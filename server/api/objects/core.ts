import { judgeCore } from '../../model/core/judge.ts';
import { type CoreKind, encodeCore, placeCore } from '../../model/core/read.ts';
import { generatedName } from '../../model/generated-name.ts';
import { saidManagers } from '../../model/managed-fields.ts';
import type { KubeObject, StoredObject } from '../../model/object.ts';
import { cloneJson } from '../../model/schema/normalize.ts';
import type { Allotter } from '../../model/service/allotter.ts';
import { plainFailure } from '../../model/status.ts';
import { StoreConflict } from '../../store/types.ts';
import { warningsOf } from '../decode/custom.ts';
import { type CoreBody, decodeCoreRequest } from '../decode/core.ts';
import { ApiProblem } from '../http/problem.ts';
import { trackWrite } from '../managed/track.ts';
import { sameObject, sameText } from './content.ts';
import { checkName, refuseIf, warn } from './custom.ts';
import { newIdentity, withRevision } from './identity.ts';
import { dropRepeatedOwners } from './owners.ts';
import { checkRevision, revisionOf, uidConflict } from './preconditions.ts';
import { retrying } from './retry.ts';
import {
  afterWrite,
  contextKey,
  nameTaken,
  namespaceProblem,
  type Outcome,
  subject,
  updateWrites,
  type WriteContext,
} from './write.ts';

/** A write to an object of a core kind. */
export type CoreContext = WriteContext & { kind: CoreKind };

/** How often a name is made when it is taken. */
const NAMES = 8;

/** What only the server writes. Source: apiserver registry/rest WipeObjectMetaSystemFields. */
const WIPED = ['uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'selfLink'];

/** Creates an object from the body of a POST. Warnings are collected. @throws ApiProblem 400, 403, 404 (namespace), 409, 422, 500 */
export async function createCore(context: CoreContext, body: CoreBody, warnings: string[]): Promise<Outcome> {
  const { kind, options, namespace } = context;
  const { object, problems } = decodeCoreRequest(kind, body, options.fieldValidation);
  warnings.push(...warningsOf(problems));
  for (const field of WIPED) delete (object.metadata as Record<string, unknown>)[field];
  refuseIf(placeCore(kind, object.metadata, namespace));
  warn(warnings, dropRepeatedOwners(object.metadata, false));
  trackCore(context, undefined, object);
  const generates = !object.metadata.name && Boolean(object.metadata.generateName);
  for (let attempt = 1; ; attempt += 1)
    try {
      return await storeNewCore(context, copyOf(object), warnings);
    } catch (error) {
      const taken = error instanceof ApiProblem && error.status.reason === 'AlreadyExists';
      if (!taken || !generates || attempt === NAMES) throw error;
    }
}

/**
 * Stores a new object that is read, and has its managers.
 * @throws ApiProblem 403, 404 (namespace), 409, 422, 500
 */
export async function storeNewCore(
  context: CoreContext,
  object: KubeObject,
  warnings: string[],
  byUpdate = false,
): Promise<Outcome> {
  const { view, kind, namespace } = context;
  const ready = kind.namespaced
    ? namespaceProblem(view, namespace, subject(kind, object.metadata.name ?? ''))
    : undefined;
  if (ready !== undefined) throw ready;
  const { metadata } = object;
  if (!metadata.name && metadata.generateName) metadata.name = generatedName(metadata.generateName);
  return allotting(context, (allotter) => putNew(context, object, warnings, allotter, byUpdate));
}

async function putNew(
  context: CoreContext,
  object: KubeObject,
  warnings: string[],
  allotter: Allotter | undefined,
  byUpdate: boolean,
): Promise<Outcome> {
  const { view, kind, options } = context;
  settle(kind, object, { old: undefined, subresource: context.subresource, allotter }, warnings);
  const sent = object.metadata.resourceVersion;
  const revision = revisionOf(sent);
  if (!byUpdate && !options.dryRun && revision !== undefined && revision !== 0n)
    throw new ApiProblem(plainFailure('resourceVersion should not be set on objects to be created'));
  const stored = newIdentity(kind, encodeCore(kind, object), !byUpdate);
  const { name } = stored.metadata;
  const key = { ...contextKey(context), name };
  const existing = view.get(key);
  if (existing !== undefined) throw nameTaken(kind, stored.metadata, existing);
  if (options.dryRun) return { code: 201, object: withRevision(stored, sent), warnings };
  delete (stored.metadata as { selfLink?: string }).selfLink;
  try {
    const [event] = await view.store.write([{ type: 'put', key, object: stored, by: options.manager }]);
    return { code: 201, object: event?.object ?? stored, warnings };
  } catch (error) {
    if (error instanceof StoreConflict) throw nameTaken(kind, stored.metadata, error.current);
    throw error;
  }
}

/** Replaces an object by the body of a PUT. Warnings are collected. @throws ApiProblem 400, 404, 409, 422, 500 */
export async function replaceCore(context: CoreContext, body: CoreBody, warnings: string[]): Promise<Outcome> {
  const { kind, options, namespace, view } = context;
  const { object, problems } = decodeCoreRequest(kind, body, options.fieldValidation);
  warnings.push(...warningsOf(problems));
  refuseIf(placeCore(kind, object.metadata, namespace));
  checkName(context, object);
  warn(warnings, dropRepeatedOwners(object.metadata, false));
  const { uid = '' } = object.metadata;
  if (view.get(contextKey(context)) === undefined && kind.rules.createsOnUpdate) {
    if (uid !== '') throw uidConflict(context, uid, '');
    trackCore(context, undefined, object);
    checkRevision(context, object, undefined);
    return storeNewCore(context, object, warnings, true);
  }
  return changeCore(context, warnings, (current) => {
    if (uid !== '' && uid !== current.metadata.uid) throw uidConflict(context, uid, current.metadata.uid);
    const changed = copyOf(object);
    trackCore(context, current, changed);
    return changed;
  });
}

/**
 * Changes an object; when another write came first, once more from its result.
 * @param change gives the object as it is to be, with its managers
 * @throws ApiProblem 404, 409, 422, 500, and what `change` throws
 */
export async function changeCore(
  context: CoreContext,
  warnings: string[],
  change: (current: StoredObject, warnings: string[]) => KubeObject,
): Promise<Outcome> {
  return retrying(context, warnings, (current, own) =>
    allotting(context, (allotter) => storeChange(context, current, change(current, own), own, allotter)),
  );
}

async function storeChange(
  context: CoreContext,
  current: StoredObject,
  object: KubeObject,
  warnings: string[],
  allotter: Allotter | undefined,
): Promise<Outcome> {
  const { view, kind, options, subresource } = context;
  warn(warnings, dropRepeatedOwners(object.metadata, true));
  checkRevision(context, object, current);
  settle(kind, object, { old: current, subresource, allotter }, warnings);
  const { resourceVersion } = current.metadata;
  const encode = (emptyLists: boolean): StoredObject => {
    const encoded = encodeCore(kind, object, emptyLists);
    return { ...encoded, metadata: { ...encoded.metadata, resourceVersion } } as StoredObject;
  };
  const stored = encode(false);
  const same = sameObject(stored, current) && stored.metadata.generation === current.metadata.generation;
  if (same) return { code: 200, object: current, warnings };
  if (options.dryRun) return { code: 200, object: stored, warnings };
  // what is stored has no link to itself
  for (const { metadata } of [object, stored]) delete (metadata as { selfLink?: string }).selfLink;
  if (sameText(stored, current)) return { code: 200, object: current, warnings };
  const events = await view.store.write(updateWrites(context, current, stored, subresource === 'status'));
  // what has gone is not read again, which would lose empty lists
  const shown = events[0]?.type === 'DELETED' ? encode(true) : stored;
  return { code: 200, object: afterWrite(events, shown), warnings };
}

/** Notes in the object who manages what, from what the client has said. */
export function trackCore(context: CoreContext, current: StoredObject | undefined, object: KubeObject): void {
  const { kind, options, subresource } = context;
  object.metadata.managedFields = saidManagers(object.metadata.managedFields);
  const said = encodeCore(kind, object, true);
  const managed = trackWrite(kind, current, said, options.manager, subresource);
  if (managed.length > 0) object.metadata.managedFields = managed;
  else delete object.metadata.managedFields;
}

/** A copy that a write may change. */
function copyOf(object: KubeObject): KubeObject {
  return cloneJson(object) as unknown as KubeObject;
}

/** Judges in place. @throws ApiProblem with what refuses it */
function settle(kind: CoreKind, object: KubeObject, write: Parameters<typeof judgeCore>[2], warnings: string[]): void {
  const { refusal, warnings: found } = judgeCore(kind, object, write);
  warnings.push(...found);
  if (refusal !== undefined) throw new ApiProblem(refusal);
}

/** Keeps what a cluster would allot from other writes until this one is done. */
async function allotting<Result>(
  { view, kind, options }: CoreContext,
  write: (allotter: Allotter | undefined) => Promise<Result>,
): Promise<Result> {
  if (kind.rules.allot === undefined) return write(undefined);
  const { allotter, end } = view.network.reserve(options.dryRun);
  try {
    return await write(allotter);
  } finally {
    end();
  }
}
