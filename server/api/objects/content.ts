import { isDeepStrictEqual } from 'node:util';
import type { KubeObject, ObjectMeta } from '../../model/object.ts';
import { parseExact } from '../../model/schema/exact-json.ts';

/** Where kubectl keeps what it applied last. */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** True when nothing but metadata and status differs; then `generation` stays. */
export function sameSpec(a: KubeObject, b: KubeObject): boolean {
  return isDeepStrictEqual(withoutMetadata(a), withoutMetadata(b));
}

/** True when a manifest of one would say the same as a manifest of the other: spec, labels, annotations, finalizers, owners. */
export function sameManifest(a: KubeObject, b: KubeObject): boolean {
  return sameSpec(a, b) && isDeepStrictEqual(authored(a.metadata), authored(b.metadata));
}

/** True when a write would change nothing. The times in managedFields do not count. */
export function sameObject(a: KubeObject, b: KubeObject): boolean {
  return isDeepStrictEqual(
    plain({ ...a, metadata: comparable(a.metadata) }),
    plain({ ...b, metadata: comparable(b.metadata) }),
  );
}

/** True when two objects are the same to the last time of a manager. */
export function sameText(a: KubeObject, b: KubeObject): boolean {
  return isDeepStrictEqual(plain(a), plain(b));
}

function plain(value: unknown): unknown {
  return parseExact(JSON.stringify(value));
}

function withoutMetadata(object: KubeObject): unknown {
  const { metadata: _metadata, status: _status, ...rest } = object;
  return plain(rest);
}

function authored(metadata: ObjectMeta): unknown {
  const { labels = {}, annotations = {}, finalizers = [], ownerReferences = [] } = metadata;
  const { [LAST_APPLIED]: _applied, ...own } = annotations;
  return plain({ labels, annotations: own, finalizers, ownerReferences });
}

function comparable(metadata: ObjectMeta): ObjectMeta {
  const { resourceVersion: _revision, generation: _generation, ...rest } = metadata;
  if (rest.managedFields === undefined) return rest;
  return {
    ...rest,
    managedFields: (rest.managedFields as Record<string, unknown>[]).map(({ time: _time, ...entry }) => entry),
  };
}
