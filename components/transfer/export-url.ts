import { keyOf, keyText, type KubeObject } from '../../server/model/object.ts';
import { routeSpecOf, specOf, targetRefsOf } from '../live/served.ts';

/** What the export page shows; all of it lives in its address. */
export interface ExportChoice {
  /** `keyText` of the chosen objects; null is everything. */
  objects: readonly string[] | null;
  endpointSlices: boolean;
  format: 'yaml' | 'json';
}

/** Reads the address. A list of objects may be empty: nothing is chosen. */
export function readExport(search: URLSearchParams): ExportChoice {
  const objects = search.get('objects');
  return {
    objects: objects === null ? null : objects.split(',').filter(Boolean),
    endpointSlices: search.get('endpointSlices') !== 'false',
    format: search.get('format') === 'json' ? 'json' : 'yaml',
  };
}

/** Path of the API that gives the text. Without EndpointSlices, those that are named are left out too. */
export function exportPath(choice: ExportChoice): string {
  const query = new URLSearchParams();
  if (!choice.endpointSlices) query.set('endpointSlices', 'false');
  if (choice.objects !== null) query.set('objects', choice.objects.join(','));
  if (choice.format === 'json') query.set('format', 'json');
  // keys stay readable: slashes and commas need no escape in a query
  const text = query.toString().replaceAll('%2F', '/').replaceAll('%2C', ',');
  return `/console/v1/export${text === '' ? '' : `?${text}`}`;
}

/** Kinds in the order in which they are offered; those that are empty are left out. */
export function offered(
  lists: readonly (readonly KubeObject[] | undefined)[],
): { kind: string; objects: KubeObject[] }[] {
  return lists.flatMap((list) => {
    // the namespace that every cluster has is not kept, so that there is nothing to take away
    const objects = (list ?? []).filter(({ kind, metadata }) => kind !== 'Namespace' || metadata.name !== 'default');
    const [first] = objects;
    return first ? [{ kind: first.kind, objects }] : [];
  });
}

/** Names an object in the address. */
export function choiceKey(object: KubeObject): string {
  return keyText(keyOf(object));
}

/**
 * What the chosen objects need to work elsewhere and is not chosen: their namespaces, EndpointSlices of Services, Services of routes and the
 * grants to use them, policies' targets, Gateways of routes, classes of Gateways.
 */
export function neededBy(chosen: readonly KubeObject[], all: readonly KubeObject[]): KubeObject[] {
  const have = new Set(chosen.map(choiceKey));
  const needed = new Map<string, KubeObject>();
  const queue = [...chosen];
  for (let object = queue.shift(); object; object = queue.shift()) {
    for (const other of all) {
      const key = choiceKey(other);
      if (have.has(key) || needed.has(key) || !refersTo(object, other)) continue;
      needed.set(key, other);
      queue.push(other);
    }
  }
  return [...needed.values()];
}

function refersTo(object: KubeObject, other: KubeObject): boolean {
  const { namespace = '' } = object.metadata;
  const names = (ref: { kind?: string; namespace?: string; name: string }, kind: string) =>
    (ref.kind ?? kind) === other.kind &&
    ref.name === other.metadata.name &&
    (ref.namespace ?? namespace) === other.metadata.namespace;
  // a namespace has to be there before what is in it
  if (other.kind === 'Namespace') return other.metadata.name === namespace;
  switch (object.kind) {
    case 'Service':
      return (
        other.kind === 'EndpointSlice' &&
        other.metadata.namespace === namespace &&
        other.metadata.labels?.['kubernetes.io/service-name'] === object.metadata.name
      );
    case 'HTTPRoute':
    case 'GRPCRoute': {
      const { parentRefs = [], rules = [] } = routeSpecOf(object);
      return (
        parentRefs.some((ref) => names(ref, 'Gateway')) ||
        rules.some((rule) =>
          (rule.backendRefs ?? []).some((ref) => names(ref, 'Service') || grants(other, object, ref.namespace)),
        )
      );
    }
    case 'BackendTrafficPolicy':
      return targetRefsOf(specOf(object, 'BackendTrafficPolicy')).some((ref) => names(ref, ''));
    case 'Gateway':
      return other.kind === 'GatewayClass' && other.metadata.name === specOf(object, 'Gateway').gatewayClassName;
    default:
      return false;
  }
}

/** Whether an object is a grant that lets a route use Services of a namespace. */
function grants(other: KubeObject, route: KubeObject, namespace: string | undefined): boolean {
  if (other.kind !== 'ReferenceGrant' || namespace === undefined || other.metadata.namespace !== namespace)
    return false;
  return (specOf(other, 'ReferenceGrant').from ?? []).some(
    (from) => from.kind === route.kind && from.namespace === route.metadata.namespace,
  );
}
