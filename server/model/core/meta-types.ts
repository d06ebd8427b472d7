import { findKind } from '../registry.ts';
import { type GoField, type GoStruct, int32, int64, list, pointer, struct, text } from './go-types.ts';
import { coreObject } from './object-meta.ts';
import { isObjectKind, isRegistered } from './registered-kinds.ts';

/** Source: meta/v1 ListMeta. */
const listMeta = struct('v1.ListMeta', {
  selfLink: text(),
  resourceVersion: text(),
  continue: text(),
  remainingItemCount: pointer(int64),
});

const cause = struct('v1.StatusCause', { reason: text('v1.CauseType'), message: text(), field: text() });

/** Source: meta/v1 Status. */
const status = struct('v1.Status', {
  metadata: listMeta,
  status: text(),
  message: text(),
  reason: text('v1.StatusReason'),
  details: pointer(
    struct('v1.StatusDetails', {
      name: text(),
      group: text(),
      kind: text(),
      uid: text('types.UID'),
      causes: list(cause),
      retryAfterSeconds: int32,
    }),
  ),
  code: int32,
});

/** Kinds that are not served and have a spec and a status, which Go names after them. */
const WITH_SPEC =
  'CronJob DaemonSet Deployment HorizontalPodAutoscaler Ingress Job Node PersistentVolume PersistentVolumeClaim Pod PodDisruptionBudget ReplicaSet ReplicationController ResourceQuota StatefulSet';

/** Of a kind that is not served: what its document must be made of at least. */
function outlineOf(version: string, kind: string): GoStruct {
  const part = (name: string): GoField => struct(`${version}.${kind}${name}`, {});
  const parts: GoStruct['fields'] = WITH_SPEC.split(' ').includes(kind)
    ? { spec: part('Spec'), status: part('Status') }
    : {};
  return coreObject(`${version}.${kind}`, parts);
}

/**
 * What is known of the Go type of a kind that the API server can read: all of the kinds that are served, of `Status` and of lists of core
 * kinds, and an outline of the others. Undefined where nothing is known.
 */
export function knownType(group: string, version: string, kind: string): GoStruct | undefined {
  const apiVersion = group === '' ? version : `${group}/${version}`;
  const typeOf = (name: string): GoStruct | undefined => {
    const found = findKind(group, name);
    return found?.version === version ? found.rules?.type : undefined;
  };
  if (isObjectKind(apiVersion, kind)) return typeOf(kind) ?? outlineOf(version, kind);
  if (kind === 'Status' && status.of.type === 'struct') return status.of;
  if (!kind.endsWith('List') || !isRegistered(apiVersion, kind)) return undefined;
  const of = typeOf(kind.slice(0, -'List'.length));
  return {
    type: 'struct',
    name: `${version}.${kind}`,
    fields: { metadata: listMeta, ...(of === undefined ? {} : { items: list({ of }) }) },
  };
}
