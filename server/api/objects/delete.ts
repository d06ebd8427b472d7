import type { Kind } from '../../model/kind.ts';
import { keyOf, keyText, type StoredObject } from '../../model/object.ts';
import { isObject } from '../../model/schema/normalize.ts';
import { conflict, deleted, notFound, refused, type Status } from '../../model/status.ts';
import { StoreConflict, type StoreWrite } from '../../store/types.ts';
import { ApiProblem } from '../http/problem.ts';
import { marked } from './identity.ts';
import { departures, endNamespace } from './namespaces.ts';
import { contextKey, subject, type WriteContext } from './write.ts';

const ATTEMPTS = 10;

/** `preconditions` of DeleteOptions. */
export interface Preconditions {
  uid?: string;
  resourceVersion?: string;
}

/** Reads `preconditions` of a DeleteOptions body. */
export function preconditions(options: unknown): Preconditions {
  if (!isObject(options) || !isObject(options.preconditions)) return {};
  const { uid, resourceVersion } = options.preconditions;
  return {
    ...(typeof uid === 'string' ? { uid } : {}),
    ...(typeof resourceVersion === 'string' ? { resourceVersion } : {}),
  };
}

/**
 * Deletes an object, or marks it when it has finalizers.
 * @returns Status Success, or the object for kinds and cases where the API server returns that
 * @throws ApiProblem 403 for Namespace `default`, 404, 409
 */
export async function deleteObject(context: WriteContext, conditions: Preconditions): Promise<Status | StoredObject> {
  const { view, kind, name } = context;
  const key = contextKey(context);
  for (let attempt = 1; ; attempt += 1) {
    const current = view.get(key);
    if (current === undefined) throw new ApiProblem(notFound(subject(kind, name)));
    checkConditions(kind, current, conditions);
    if (isNamespace(kind) && name === 'default')
      throw new ApiProblem(refused('namespaces "default" is forbidden: this namespace may not be deleted'));
    const writes = deletion(context, current);
    try {
      const events = context.options.dryRun ? [] : await view.store.write(writes);
      const own = writes.find((write) => keyText(write.key) === keyText(key));
      const event = events.find((candidate) => keyText(candidate.key) === keyText(key));
      const after = event?.object ?? (own?.type === 'put' ? own.object : current);
      if (own?.type !== 'delete' || returnsObject(kind)) return after;
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

function returnsObject(kind: Kind): boolean {
  return kind.group === '' && (kind.kind === 'Namespace' || kind.kind === 'Service');
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

function checkConditions(kind: Kind, current: StoredObject, conditions: Preconditions): void {
  const wrong = (['uid', 'resourceVersion'] as const).find(
    (field) => conditions[field] !== undefined && conditions[field] !== current.metadata[field],
  );
  if (wrong === undefined) return;
  const status = conflict(subject(kind, current.metadata.name));
  const [head] = (status.message ?? '').split(': ');
  const label = wrong === 'uid' ? 'UID' : 'ResourceVersion';
  status.message =
    `${head}: Precondition failed: ${label} in precondition: ${conditions[wrong]}, ` +
    `${label} in object meta: ${current.metadata[wrong]}`;
  throw new ApiProblem(status);
}
