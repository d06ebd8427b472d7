import type { Kind } from '../../model/kind.ts';
import { keyOf, keyText, type StoredObject } from '../../model/object.ts';
import { conflict, deleted, forbidden, notFound, type Status } from '../../model/status.ts';
import { StoreConflict, type StoreEvent, type StoreWrite } from '../../store/types.ts';
import { ApiProblem } from '../http/problem.ts';
import { finalizersAtEnd } from './collector.ts';
import type { DeleteOptions } from './delete-options.ts';
import { isCollector } from './finalizers.ts';
import { marked } from './identity.ts';
import { departures, endNamespace, isNamespace, terminating } from './namespaces.ts';
import { contextKey, subject, type WriteContext } from './write.ts';

const ATTEMPTS = 10;

/** What came of a deletion. */
export interface Deletion {
  /** 202 where the object is still there though the client wants all that it owns to go. */
  code: 200 | 202;
  /** Status Success, or the object for kinds and cases where the API server returns that. */
  result: Status | StoredObject;
}

/**
 * Deletes an object, or marks it when it has finalizers. Source: apiserver registry/generic Store.Delete.
 * @throws ApiProblem 403 for Namespace `default`, 404, 409
 */
export async function deleteObject(context: WriteContext, options: DeleteOptions): Promise<Deletion> {
  const { view, kind, name } = context;
  const key = contextKey(context);
  for (let attempt = 1; ; attempt += 1) {
    const current = view.get(key);
    if (current === undefined) throw new ApiProblem(notFound(subject(kind, name)));
    checkConditions(kind, current, options);
    if (isNamespace(kind) && name === 'default')
      throw new ApiProblem(forbidden(subject(kind, name), 'this namespace may not be deleted'));
    const finalizers = finalizersAtEnd(kind, current.metadata.finalizers ?? [], options);
    const writes = deletion(context, current, finalizers);
    try {
      const events = context.options.dryRun ? [] : await view.store.write(writes);
      const event = events.find((candidate) => keyText(candidate.key) === keyText(key));
      const gone = finalizers.length === 0 && !isNamespace(kind);
      const code = !gone && options.orphanDependents === false ? 202 : 200;
      if (!gone) return { code, result: shown(kind, current, finalizers, event) };
      const status = deleted(subject(kind, name), current.metadata.uid);
      return { code, result: kind.deleteGivesObject === true ? (event?.object ?? current) : status };
    } catch (error) {
      if (!(error instanceof StoreConflict)) throw error;
      if (attempt === ATTEMPTS) throw new ApiProblem(conflict(subject(kind, name)));
    }
  }
}

/**
 * The object that is being deleted. What a cluster does after it has answered is done at once here, so that it may be gone already: a
 * namespace with nothing in it, and an object that only a collector of garbage holds.
 */
function shown(kind: Kind, current: StoredObject, finalizers: string[], event: StoreEvent | undefined): StoredObject {
  const object = isNamespace(kind) ? terminating(current) : marked(current);
  const { finalizers: _old, ...rest } = object.metadata;
  // the time is that which is stored, and not one of now
  const { resourceVersion, deletionTimestamp } = event?.type === 'MODIFIED' ? event.object.metadata : rest;
  const metadata = { ...rest, resourceVersion, ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }) };
  return { ...object, metadata: { ...metadata, ...(finalizers.length === 0 ? {} : { finalizers }) } };
}

function deletion({ view, kind, options }: WriteContext, current: StoredObject, finalizers: string[]): StoreWrite[] {
  const by = options.manager;
  const left = finalizers.filter((name) => !isCollector(name));
  const { finalizers: old = [], ...rest } = current.metadata;
  const object = { ...current, metadata: left.length === 0 ? rest : { ...rest, finalizers: left } };
  if (isNamespace(kind)) return endNamespace(view, object, by);
  const key = keyOf(current);
  const expect = current.metadata.resourceVersion;
  if (left.length === 0) return [{ type: 'delete', key, expect, by }, ...departures(view, [key], by)];
  if (current.metadata.deletionTimestamp !== undefined && left.length === old.length) return [];
  const text = view.store.text(key);
  return [{ type: 'put', key, object: marked(object), expect, by, ...(text === undefined ? {} : { text }) }];
}

/** @throws ApiProblem 409 when it is another object, or another version of it, that was meant */
function checkConditions(kind: Kind, current: StoredObject, { preconditions }: DeleteOptions): void {
  const wrong = (['uid', 'resourceVersion'] as const).find(
    (field) => preconditions[field] !== undefined && preconditions[field] !== current.metadata[field],
  );
  if (wrong === undefined) return;
  const [wanted, found] = [preconditions[wrong], current.metadata[wrong]];
  const label = wrong === 'uid' ? 'UID' : 'ResourceVersion';
  const { name } = current.metadata;
  const detail = isNamespace(kind)
    ? `Precondition failed: ${label} in precondition: ${wanted}, ${label} in object meta: ${found}`
    : `the ${label} in the precondition (${wanted}) does not match the ${label} in record (${found}). ` +
      `The object might have been ${wrong === 'uid' ? 'deleted and then recreated' : 'modified'}`;
  const named = isNamespace(kind) ? subject(kind, name) : { group: kind.group, resource: kind.kind, name };
  const status = conflict(named);
  const [head] = (status.message ?? '').split(': ');
  throw new ApiProblem({ ...status, message: `${head}: ${detail}` });
}
