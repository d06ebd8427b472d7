import type { Binding } from '../../server/contract/control.ts';
import { translate } from '../../server/gateway/translate.ts';
import { admit } from '../../server/model/admission.ts';
import type { Kind } from '../../server/model/kind.ts';
import { keyOf, keyText, type KubeObject, type StoredObject } from '../../server/model/object.ts';
import { readObject } from '../../server/model/zod.ts';
import { shadowedRules } from '../../server/routing/shadowed.ts';
import type { Snapshot } from '../../server/routing/snapshot.ts';
import type { Finding } from '../overview/finding.ts';
import { findProblems } from '../overview/problems.ts';

/** What is around a text. */
export interface Surroundings {
  objects: readonly KubeObject[];
  snapshot: Snapshot | undefined;
  bindings: readonly Binding[];
}

/** An object as it would be stored, and whether the API takes it. */
export interface Edited {
  object: KubeObject;
  accepted: boolean;
}

// addresses play no part in what is compared
const POOL = '127.77.0.0/16';

/** What a value would become among the objects that are there; null for what does not fit the schema. */
export function editedAmong(kind: Kind, value: unknown, objects: readonly KubeObject[], now: string): Edited | null {
  const read = readObject(kind, value);
  if (read === undefined) return null;
  const namespace = kind.namespaced ? (read.metadata.namespace ?? 'default') : '';
  const target = keyText({ group: kind.group, kind: kind.kind, namespace, name: read.metadata.name ?? '' });
  const old = objects.find((object) => keyText(keyOf(object)) === target);
  const admission = admit(kind, value, {
    operation: old ? 'update' : 'create',
    ...(old ? { old } : {}),
    ...(namespace === '' ? {} : { namespace }),
  });
  const object = admission.accepted ? admission.object : read;
  return {
    accepted: admission.accepted,
    object: {
      ...object,
      metadata: {
        ...object.metadata,
        ...(namespace === '' ? {} : { namespace }),
        uid: old?.metadata.uid ?? 'new',
        resourceVersion: old?.metadata.resourceVersion ?? '0',
        // the one that is new is the youngest, which decides between policies
        creationTimestamp: old?.metadata.creationTimestamp ?? now,
        generation: (old?.metadata.generation ?? 0) + 1,
      },
      ...(old?.status === undefined ? {} : { status: old.status }),
    },
  };
}

/** The objects with others in the place of those of the same key, or beside them. */
export function withObjects(objects: readonly KubeObject[], changed: readonly KubeObject[]): KubeObject[] {
  const keys = new Set(changed.map((object) => keyText(keyOf(object))));
  return [...objects.filter((object) => !keys.has(keyText(keyOf(object)))), ...changed];
}

/** Runs the translation over objects. */
export function translated(
  objects: readonly KubeObject[],
  around: Surroundings,
  now: string,
): ReturnType<typeof translate> {
  return translate(objects as readonly StoredObject[], {
    revision: 0,
    pool: POOL,
    bindings: around.bindings,
    now,
    ...(around.snapshot ? { previous: around.snapshot } : {}),
  });
}

/** The findings of the overview, by id, for objects with the conditions that a translation gave them. */
export function findingsOf(state: ReturnType<typeof translate>, objects: readonly KubeObject[]): Map<string, Finding> {
  const statuses = new Map(state.statuses.map((change) => [keyText(change.key), change.status]));
  const judged = objects.map((object) => ({
    ...object,
    status: statuses.get(keyText(keyOf(object))) ?? object.status,
  }));
  const found = findProblems(Object.fromEntries(Map.groupBy(judged as KubeObject[], (object) => object.kind)), {
    snapshot: state.snapshot,
    served: null,
    bindings: [],
    urls: {},
    notActing: {},
    shadowed: shadowedRules(state.snapshot),
  });
  return new Map(found.map((finding) => [finding.id, finding]));
}
