import { keyOf, keyText, type ObjectKey, type StoredObject } from '../../model/object.ts';
import { isObject } from '../../model/schema/normalize.ts';
import type { StoreWrite } from '../../store/types.ts';
import { isHeldBack } from './finalizers.ts';
import { marked, now } from './identity.ts';
import type { ObjectView } from './view.ts';

/** The finalizer that stands for what is in a namespace; it is taken off when all of that is gone. */
const CONTENTS = 'kubernetes';

/** True for a Namespace. */
export function isNamespace({ group, kind }: { group: string; kind: string }): boolean {
  return group === '' && kind === 'Namespace';
}

/** Objects that live in a namespace. */
function contents(view: ObjectView, namespace: string): StoredObject[] {
  return view.store.all().filter((object) => object.metadata.namespace === namespace);
}

/** A namespace that is being deleted, as a cluster shows it. */
export function terminating(namespace: StoredObject): StoredObject {
  if (namespace.metadata.deletionTimestamp !== undefined) return namespace;
  const status = { ...(isObject(namespace.status) ? namespace.status : {}), phase: 'Terminating' };
  return { ...namespace, metadata: { ...namespace.metadata, deletionTimestamp: now() }, status };
}

/** A namespace that has nothing in it any more. */
function emptied(namespace: StoredObject): StoredObject {
  const finalizers = specFinalizers(namespace).filter((name) => name !== CONTENTS);
  return { ...namespace, spec: finalizers.length === 0 ? {} : { finalizers } };
}

function specFinalizers({ spec }: StoredObject): unknown[] {
  return isObject(spec) && Array.isArray(spec.finalizers) ? spec.finalizers : [];
}

function isHeld(namespace: StoredObject): boolean {
  return specFinalizers(namespace).length > 0 || isHeldBack(namespace.metadata);
}

/**
 * Writes that end a namespace: what is in it goes first, then the Namespace. Objects with finalizers are only marked, and the Namespace
 * stays, terminating, until the last of them is gone, and until nobody holds the Namespace itself.
 */
export function endNamespace(view: ObjectView, namespace: StoredObject, by: string): StoreWrite[] {
  const inside = contents(view, namespace.metadata.name).map((object): StoreWrite | undefined => {
    const key = keyOf(object);
    const expect = object.metadata.resourceVersion;
    if (!isHeldBack(object.metadata)) return { type: 'delete', key, expect, by };
    if (object.metadata.deletionTimestamp !== undefined) return undefined;
    const text = view.store.text(key);
    return { type: 'put', key, object: marked(object), expect, by, ...(text === undefined ? {} : { text }) };
  });
  const writes = inside.filter((write) => write !== undefined);
  const stays = inside.some((write) => write?.type !== 'delete');
  if (namespace.metadata.deletionTimestamp !== undefined && stays) return writes;
  return [...writes, endingWrite(terminating(namespace), stays, wayOf(view, namespace, by))];
}

/** How a namespace is written. */
interface Way {
  /** Revision that it must have; undefined where it need not be there. */
  expect: string | undefined;
  /** Its text where that is kept. */
  text: string | undefined;
  by: string;
}

/**
 * The write of a namespace that is being deleted, or of its end when nothing is in it and nobody holds it.
 * @param stays true while something is in it
 */
function endingWrite(namespace: StoredObject, stays: boolean, { expect, text, by }: Way): StoreWrite {
  const key = keyOf(namespace);
  const object = stays ? namespace : emptied(namespace);
  if (!stays && !isHeld(object)) return { type: 'delete', key, expect, by };
  return { type: 'put', key, object, expect, by, ...(text === undefined ? {} : { text }) };
}

/** Writes of a change to a namespace that is being deleted. */
export function endingWrites(view: ObjectView, namespace: StoredObject, way: Way): StoreWrite[] {
  return [endingWrite(namespace, contents(view, namespace.metadata.name).length > 0, way)];
}

/** Writes to terminating namespaces which these deletions leave empty. */
export function departures(view: ObjectView, leaving: readonly ObjectKey[], by: string): StoreWrite[] {
  const gone = new Set(leaving.map(keyText));
  const names = new Set(leaving.map((key) => key.namespace).filter((name) => name !== ''));
  return [...names].flatMap((name): StoreWrite[] => {
    const namespace = view.namespace(name);
    if (namespace?.metadata.deletionTimestamp === undefined) return [];
    if (contents(view, name).some((object) => !gone.has(keyText(keyOf(object))))) return [];
    return [endingWrite(namespace, false, wayOf(view, namespace, by))];
  });
}

function wayOf(view: ObjectView, namespace: StoredObject, by: string): Way {
  const expect = view.isMadeUp(namespace) ? undefined : namespace.metadata.resourceVersion;
  return { expect, text: view.store.text(keyOf(namespace)), by };
}
