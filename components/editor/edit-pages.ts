import type { PolicySpec } from '../../server/gateway/shapes.ts';
import type { ObjectKey } from '../../server/model/object.ts';
import { pageKind, pageOf, yamlPageOf } from '../live/kinds.ts';
import { isRouteKind, targetRefsOf } from '../live/served.ts';

type Name = Pick<ObjectKey, 'kind' | 'namespace' | 'name'>;

const WITH_EDITOR = new Set(['gateways', 'routes', 'policies']);

/** Page on which an object is edited. */
export function editPageOf(key: Name): string {
  const page = pageKind(key.kind)?.page;
  return `${page !== undefined && WITH_EDITOR.has(page) ? pageOf(key) : yamlPageOf(key)}/edit`;
}

/** Traffic page of what an object decides about. `spec` is that of a policy. */
export function trafficPageOf({ kind, namespace, name }: Name, spec: Partial<PolicySpec>): string {
  if (isRouteKind(kind) || kind === 'Gateway') return `/traffic?scope=${kind}/${namespace}/${name}`;
  const [target] = targetRefsOf(spec);
  if (target === undefined || !(isRouteKind(target.kind) || target.kind === 'Gateway')) return '/traffic';
  const listener = target.kind === 'Gateway' && target.sectionName ? `/${target.sectionName}` : '';
  return `/traffic?scope=${target.kind}/${namespace}/${target.name}${listener}`;
}
