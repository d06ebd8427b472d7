import type { Kind } from '../../model/kind.ts';
import { keyOf, keyText, type StoredObject } from '../../model/object.ts';
import { conflict, deleted, forbidden, notFound, type Status } from '../../model/status.ts';
import { StoreConflict, type StoreWrite } from '../../store/types.ts';
import { ApiProblem } from '../http/problem.ts';
import type { DeleteOptions, Preconditions } from './delete-options.ts';
import { marked } from './identity.ts';
import { departures, endNamespace, terminating } from './namespaces.ts';
import { contextKey, subject, type WriteContext } from './write.ts';

const ATTEMPTS = 10;

/**
 * Deletes an object, or marks it when it has finalizers.
 * @returns Status Success, or the object for kinds and cases where the API server returns that
 * @throws ApiProblem 403 for Namespace `default`, 404, 409
 */
export async function deleteObject(
  context: WriteContext,
  { preconditions, finalizer }: Pick<DeleteOptions, 'preconditions' | 'finalizer'>,
): Promise<Status | StoredObject> {
  const { view, kind, name } = context;
  const key = contextKey(context);
  for (let attempt = 1; ; attempt += 1) {
    const current = view.get(key);
    if (current === undefined) throw new ApiProblem(notFound(subject(kind, name)));
    checkConditions(kind, current, preconditions);
    if (isNamespace(kind) && name === 'default')
      throw new ApiProblem(forbidden(subject(kind, name), 'this namespace may not be deleted'));
    const writes = deletion(context, current);
    try {
      const events = context.options.dryRun ? [] : await view.store.write(writes);
      const own = writes.find((write) => keyText(write.key) === keyText(key));
      const event = events.find((candidate) => keyText(candidate.key) === keyText(key));
      const after = event?.object ?? (own?.type === 'put' ? own.object : current);
      if (isNamespace(kind) && own?.type === 'delete') return terminating(after);
      if (finalizer !== null && !isNamespace(kind)) return collected(after, current, finalizer);
      if (own?.type !== 'delete' || kind.deleteGivesObject === true) return after;
      return deleted(subject(kind, name), current.metadata.uid);
    } catch (error) {
      if (!(error instanceof StoreConflict)) throw error;
      if (attempt === ATTEMPTS) throw new ApiProblem(conflict(subject(kind, name)));
    }
  }
}

function isNamespace(kind: Kind): boolean {
  return kind.group === '' && kind.kind === 'Namespace';
}

function deletion({ view, kind, options }: WriteContext, current: StoredObject): StoreWrite[] {
  const by = options.manager;
  if (isNamespace(kind)) return endNamespace(view, current, by);
  const key = keyOf(current);
  const expect = current.metadata.resourceVersion;
  if ((current.metadata.finalizers ?? []).length === 0)
    return [{ type: 'delete', key, expect, by }, ...departures(view, [key], by)];
  if (current.metadata.deletionTimestamp !== undefined) return [];
  const text = view.store.text(key);
  return [{ type: 'put', key, object: marked(current), expect, by, ...(text === undefined ? {} : { text }) }];
}

/**
 * What a client is told of an object that a garbage collector has still to deal with. Here that happens at once: nothing makes dependents
 * of objects, so that none have to be deleted first or left behind.
 */
function collected(after: StoredObject, current: StoredObject, finalizer: string): StoredObject {
  const { metadata } = current.metadata.deletionTimestamp === undefined ? marked(current) : current;
  const finalizers = [...new Set([...(metadata.finalizers ?? []), finalizer])];
  return { ...after, metadata: { ...metadata, finalizers, resourceVersion: after.metadata.resourceVersion } };
}

function checkConditions(kind: Kind, current: StoredObject, conditions: Preconditions): void {
  const wrong = (['uid', 'resourceVersion'] as const).find(
    (field) => conditions[field] !== undefined && conditions[field] !== current.metadata[field],
  );
  if (wrong === undefined) return;
  const own = subject(kind, current.metadata.name);
  const status = conflict(isNamespace(kind) ? own : { ...own, resource: kind.kind });
  const [head] = (status.message ?? '').split(': ');
  const [label, guess] = wrong === 'uid' ? ['UID', 'deleted and then recreated'] : ['ResourceVersion', 'modified'];
  status.message = isNamespace(kind)
    ? `${head}: Precondition failed: ${label} in precondition: ${conditions[wrong]}, ` +
      `${label} in object meta: ${current.metadata[wrong]}`
    : `${head}: the ${label} in the precondition (${conditions[wrong]}) does not match ` +
      `the ${label} in record (${current.metadata[wrong]}). The object might have been ${guess}`;
  throw new ApiProblem(status);
}
