import type { ObjectKey } from '../../server/model/object.ts';
import { pageKind, pageOf, yamlPageOf } from '../live/kinds.ts';

type Name = Pick<ObjectKey, 'kind' | 'namespace' | 'name'>;

const WITH_EDITOR = new Set(['gateways', 'routes', 'policies']);

/** Page on which an object is edited. */
export function editPageOf(key: Name): string {
  const page = pageKind(key.kind)?.page;
  return `${page !== undefined && WITH_EDITOR.has(page) ? pageOf(key) : yamlPageOf(key)}/edit`;
}

/** Traffic page of what an object decides about. */
export function trafficPageOf(kind: string, namespace: string, name: string, value: unknown): string {
  if (kind === 'HTTPRoute' || kind === 'Gateway') return `/traffic?scope=${kind}/${namespace}/${name}`;
  const spec = (value as { spec?: { targetRef?: Target; targetRefs?: Target[] } } | null)?.spec;
  const target = spec?.targetRef ?? spec?.targetRefs?.[0];
  if (target?.kind !== 'HTTPRoute' && target?.kind !== 'Gateway') return '/traffic';
  const listener = target.kind === 'Gateway' && target.sectionName ? `/${target.sectionName}` : '';
  return `/traffic?scope=${target.kind}/${namespace}/${target.name ?? ''}${listener}`;
}

interface Target {
  kind?: string;
  name?: string;
  sectionName?: string;
}
