import { keyOf, keyText, type ObjectKey, type StoredObject } from '../../model/object.ts';
import type { StoreWrite } from '../../store/types.ts';
import { marked } from './identity.ts';
import type { ObjectView } from './view.ts';

/** Objects that live in a namespace. */
function contents(view: ObjectView, namespace: string): StoredObject[] {
  return view.store.all().filter((object) => object.metadata.namespace === namespace);
}

/**
 * Writes that end a namespace: what is in it goes first, then the Namespace. Objects with finalizers are only marked, and the Namespace
 * stays, terminating, until the last of them is gone.
 */
export function endNamespace(view: ObjectView, namespace: StoredObject, by: string): StoreWrite[] {
  const inside = contents(view, namespace.metadata.name).map((object): StoreWrite | undefined => {
    const key = keyOf(object);
    const expect = object.metadata.resourceVersion;
    if ((object.metadata.finalizers ?? []).length === 0) return { type: 'delete', key, expect, by };
    if (object.metadata.deletionTimestamp !== undefined) return undefined;
    const text = view.store.text(key);
    return { type: 'put', key, object: marked(object), expect, by, ...(text === undefined ? {} : { text }) };
  });
  const writes = inside.filter((write) => write !== undefined);
  const key = keyOf(namespace);
  const expect = namespace.metadata.resourceVersion;
  const held = inside.some((write) => write?.type !== 'delete') || (namespace.metadata.finalizers ?? []).length > 0;
  if (!held) return [...writes, { type: 'delete', key, expect, by }];
  if (namespace.metadata.deletionTimestamp !== undefined) return writes;
  const object = terminating(namespace);
  const text = view.store.text(key);
  return [...writes, { type: 'put', key, object, expect, by, ...(text === undefined ? {} : { text }) }];
}

/** A namespace that is being deleted. */
export function terminating(namespace: StoredObject): StoredObject {
  const object = marked(namespace);
  const { deletionGracePeriodSeconds: _grace, ...metadata } = object.metadata;
  return { ...object, metadata, status: { phase: 'Terminating' } };
}

/** Writes that end terminating namespaces which these deletions leave empty. */
export function departures(view: ObjectView, leaving: readonly ObjectKey[], by: string): StoreWrite[] {
  const gone = new Set(leaving.map(keyText));
  const names = new Set(leaving.map((key) => key.namespace).filter((name) => name !== ''));
  return [...names].flatMap((name): StoreWrite[] => {
    const namespace = view.namespace(name);
    if (namespace?.metadata.deletionTimestamp === undefined || (namespace.metadata.finalizers ?? []).length > 0)
      return [];
    if (contents(view, name).some((object) => !gone.has(keyText(keyOf(object))))) return [];
    return [{ type: 'delete', key: keyOf(namespace), expect: namespace.metadata.resourceVersion, by }];
  });
}
