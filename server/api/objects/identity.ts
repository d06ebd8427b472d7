import { randomUUID } from 'node:crypto';
import type { Kind } from '../../model/kind.ts';
import type { KubeObject, ObjectMeta, StoredObject } from '../../model/object.ts';
import { sameSpec } from './content.ts';

/** Now, as Kubernetes writes times: RFC 3339 with whole seconds. */
export function now(): string {
  return `${new Date().toISOString().slice(0, 19)}Z`;
}

type Field = keyof ObjectMeta | 'deletionGracePeriodSeconds' | 'selfLink';

const SERVER_FIELDS = new Set<string>([
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
] satisfies Field[]);

function clientMetadata(metadata: ObjectMeta): ObjectMeta {
  return Object.fromEntries(Object.entries(metadata).filter(([field]) => !SERVER_FIELDS.has(field)));
}

/** What a POST wipes, and other writes that create do not. Source: apiserver registry/rest WipeObjectMetaSystemFields. */
const WIPED_BY_POST: Field[] = ['deletionTimestamp', 'deletionGracePeriodSeconds', 'selfLink'];

/** An admitted object with the identity of a new one. @param wiped by a POST */
export function newIdentity(kind: Kind, object: KubeObject, wiped: boolean): StoredObject {
  const { name = '', generateName, namespace, ...rest } = clientMetadata(object.metadata);
  const given = object.metadata as Record<string, unknown>;
  const kept = WIPED_BY_POST.filter((field) => !wiped && (given[field] ?? null) !== null);
  // core kinds count by themselves
  const generation = kind.rules === undefined ? 1 : object.metadata.generation;
  const metadata = {
    name,
    ...(generateName === undefined ? {} : { generateName }),
    ...(namespace === undefined ? {} : { namespace }),
    uid: randomUUID(),
    resourceVersion: '',
    ...(generation === undefined ? {} : { generation }),
    creationTimestamp: now(),
    ...Object.fromEntries(kept.map((field) => [field, given[field]])),
    ...rest,
  };
  return { ...object, metadata };
}

/** An admitted object with the identity of the one that it replaces; `generation` grows when more than metadata and status changed. */
export function sameIdentity(kind: Kind, object: KubeObject, current: StoredObject): StoredObject {
  const { name: _name, namespace: _namespace, ...rest } = clientMetadata(object.metadata);
  const kept = Object.fromEntries(
    Object.entries(current.metadata).filter(
      ([field]) => (SERVER_FIELDS.has(field) && field !== 'selfLink') || field === 'name' || field === 'namespace',
    ),
  );
  const { selfLink } = object.metadata as { selfLink?: string };
  const generation = generationOf(kind, object, current);
  const metadata = { ...kept, ...(generation === undefined ? {} : { generation }), ...rest };
  if (selfLink !== undefined) Object.assign(metadata, { selfLink });
  return { ...object, metadata: metadata as StoredObject['metadata'] };
}

/** Core kinds count by themselves. */
function generationOf(kind: Kind, object: KubeObject, current: StoredObject): number | undefined {
  if (kind.rules !== undefined) return object.metadata.generation;
  const { generation = 0 } = current.metadata;
  return sameSpec(object, current) ? current.metadata.generation : generation + 1;
}

/** The object marked as being deleted; one that is marked stays as it is. */
export function marked(object: StoredObject): StoredObject {
  const { generation, deletionTimestamp } = object.metadata;
  if (deletionTimestamp !== undefined) return object;
  const metadata = {
    ...object.metadata,
    deletionTimestamp: now(),
    deletionGracePeriodSeconds: 0,
    ...(generation === undefined ? {} : { generation: generation + 1 }),
  };
  return { ...object, metadata };
}

/** What a dry run would have made has no version but that which was sent. */
export function withRevision(object: StoredObject, sent: string | undefined): StoredObject {
  const { resourceVersion: _revision, ...metadata } = object.metadata;
  const own = sent === undefined || sent === '' ? metadata : { ...metadata, resourceVersion: sent };
  return { ...object, metadata: own as StoredObject['metadata'] };
}
