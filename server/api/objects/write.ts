import { inVersionOf } from '../../model/api-version.ts';
import type { Kind, Subresource } from '../../model/kind.ts';
import type { ObjectKey, StoredObject } from '../../model/object.ts';
import { findKind } from '../../model/registry.ts';
import { alreadyExists, forbidden, notFound, refused, type Status, type Subject } from '../../model/status.ts';
import type { StoreEvent, StoreWrite } from '../../store/types.ts';
import { ApiProblem } from '../http/problem.ts';
import type { WriteOptions } from '../http/options.ts';
import { sameManifest } from './content.ts';
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
  /** Why a cluster cannot store what it was given, though it has nothing against it; undefined where it can. */
  unstorable?: () => Status | undefined;
}

/** What came of a write. */
export interface Outcome {
  code: 200 | 201;
  object: StoredObject;
  warnings: string[];
}

/** The key of the object that a write is about. */
export function contextKey({ kind, namespace, name }: WriteContext): ObjectKey {
  return { group: kind.group, kind: kind.kind, namespace, name };
}

/** How errors name the object: by its plural. */
export function subject(kind: Kind, name: string): { group: string; resource: string; name: string } {
  return { group: kind.group, resource: kind.plural, name };
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

/** What a client is told of a change: the object as it is stored, or as it was when its last finalizer went. */
export function afterWrite([event]: readonly StoreEvent[], object: StoredObject): StoredObject {
  return event === undefined || event.type === 'DELETED' ? object : event.object;
}

/**
 * 409 for a name that another object has, one that is there or that came first. Source: apiserver registry/generic Store.Create.
 * @param metadata of what was to be created
 */
export function nameTaken(
  kind: Kind,
  { name, generateName = '' }: StoredObject['metadata'],
  current: StoredObject | undefined,
): ApiProblem {
  const status = alreadyExists(subject(kind, name));
  if (generateName !== '') {
    status.message += ', the server was not able to generate a unique name for the object';
    status.details = { ...status.details, retryAfterSeconds: 1 };
  }
  if (current?.metadata.deletionTimestamp !== undefined) status.message = `object is being deleted: ${status.message}`;
  return new ApiProblem(status);
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
