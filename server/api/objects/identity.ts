import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
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

/** An admitted object with the identity of a new one. */
export function newIdentity(kind: Kind, object: KubeObject): StoredObject {
  const { name = '', generateName, namespace, ...rest } = clientMetadata(object.metadata);
  const generation = kind.rules?.generation === 'none' ? object.metadata.generation : 1;
  const metadata = {
    name,
    ...(generateName === undefined ? {} : { generateName }),
    ...(namespace === undefined ? {} : { namespace }),
    uid: randomUUID(),
    resourceVersion: '',
    ...(generation === undefined ? {} : { generation }),
    creationTimestamp: now(),
    ...rest,
  };
  return { ...object, metadata };
}

/** An admitted object with the identity of the one that it replaces; `generation` grows when more than metadata and status changed. */
export function sameIdentity(kind: Kind, object: KubeObject, current: StoredObject): StoredObject {
  const { name: _name, generateName: _generated, namespace: _namespace, ...rest } = clientMetadata(object.metadata);
  const kept = Object.fromEntries(
    Object.entries(current.metadata).filter(
      ([field]) => SERVER_FIELDS.has(field) || ['name', 'generateName', 'namespace'].includes(field),
    ),
  );
  const grows = generationGrows(kind, object, current) ? 1 : 0;
  const generation = (current.metadata.generation ?? 0) + grows;
  const metadata = { ...kept, ...(generation === 0 ? {} : { generation }), ...rest } as StoredObject['metadata'];
  return { ...object, metadata };
}

/** Core kinds count no changes, or those of labels too. */
function generationGrows(kind: Kind, object: KubeObject, current: StoredObject): boolean {
  if (kind.rules?.generation === 'none') return false;
  if (!sameSpec(object, current)) return true;
  const labels = ({ metadata }: KubeObject): unknown => metadata.labels ?? {};
  return kind.rules !== undefined && !isDeepStrictEqual(labels(object), labels(current));
}

/** The object marked as being deleted. */
export function marked(object: StoredObject): StoredObject {
  const { generation } = object.metadata;
  const metadata = {
    ...object.metadata,
    deletionTimestamp: now(),
    deletionGracePeriodSeconds: 0,
    ...(generation === undefined ? {} : { generation: generation + 1 }),
  };
  return { ...object, metadata };
}
