import type { ObjectKey } from '../../server/model/object.ts';

/** What a page needs to reach a kind: its address in the API and its page. A test holds the list against the registry. */
export interface PageKind {
  group: string;
  version: string;
  kind: string;
  plural: string;
  namespaced: boolean;
  /** First part of its page's path, absent for kinds that only have the plain page. */
  page?: string;
  /** Second part, where a page serves several kinds. */
  segment?: string;
}

const GATEWAY_API = 'gateway.networking.k8s.io';

/** Kinds in the order in which people think of them. */
export const pageKinds: readonly PageKind[] = [
  { group: GATEWAY_API, version: 'v1', kind: 'Gateway', plural: 'gateways', namespaced: true, page: 'gateways' },
  {
    group: GATEWAY_API,
    version: 'v1',
    kind: 'HTTPRoute',
    plural: 'httproutes',
    namespaced: true,
    page: 'routes',
    segment: 'httproute',
  },
  {
    group: GATEWAY_API,
    version: 'v1',
    kind: 'GRPCRoute',
    plural: 'grpcroutes',
    namespaced: true,
    page: 'routes',
    segment: 'grpcroute',
  },
  {
    group: 'gateway.envoyproxy.io',
    version: 'v1alpha1',
    kind: 'BackendTrafficPolicy',
    plural: 'backendtrafficpolicies',
    namespaced: true,
    page: 'policies',
    segment: 'backendtrafficpolicy',
  },
  {
    group: '',
    version: 'v1',
    kind: 'Service',
    plural: 'services',
    namespaced: true,
    page: 'backends',
    segment: 'service',
  },
  { group: 'discovery.k8s.io', version: 'v1', kind: 'EndpointSlice', plural: 'endpointslices', namespaced: true },
  { group: GATEWAY_API, version: 'v1', kind: 'GatewayClass', plural: 'gatewayclasses', namespaced: false },
  { group: GATEWAY_API, version: 'v1', kind: 'ReferenceGrant', plural: 'referencegrants', namespaced: true },
  { group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces', namespaced: false },
];

/** A kind by its name, in any case. */
export function pageKind(kind: string): PageKind | undefined {
  const lower = kind.toLowerCase();
  return pageKinds.find((entry) => entry.kind.toLowerCase() === lower);
}

/** Path of a kind's collection in the API. */
function apiPath(kind: PageKind, namespace?: string): string {
  const root = kind.group === '' ? `/api/${kind.version}` : `/apis/${kind.group}/${kind.version}`;
  return namespace ? `${root}/namespaces/${namespace}/${kind.plural}` : `${root}/${kind.plural}`;
}

/** Path of all objects of a kind in the console's own API. */
export function listPath({ group, kind }: PageKind): string {
  return `/console/v1/lists/${group || 'core'}/${kind}`;
}

/** Path of one object in the API; undefined for a kind that the console does not know. */
export function apiPathOf(key: ObjectKey): string | undefined {
  const kind = pageKind(key.kind);
  return kind && `${apiPath(kind, key.namespace)}/${encodeURIComponent(key.name)}`;
}

/** Page of one object. */
export function pageOf(key: Pick<ObjectKey, 'kind' | 'namespace' | 'name'>): string {
  const kind = pageKind(key.kind);
  if (kind?.page) return ['', kind.page, ...(kind.segment ? [kind.segment] : []), key.namespace, key.name].join('/');
  return `/objects/${key.kind.toLowerCase()}/${key.namespace || '-'}/${key.name}`;
}

/** The plain page of one object: its YAML and conditions. */
export function yamlPageOf(key: Pick<ObjectKey, 'kind' | 'namespace' | 'name'>): string {
  return `/objects/${key.kind.toLowerCase()}/${key.namespace || '-'}/${key.name}`;
}

/** Path of an object's authored text in the console's own API. */
export function textPathOf(key: ObjectKey): string {
  return `/console/v1/text/${key.group || 'core'}/${key.kind}/${key.namespace || '-'}/${key.name}`;
}

/** The key of an object of a known kind. */
export function keyFor(kind: string, namespace: string, name: string): ObjectKey {
  const found = pageKind(kind);
  return { group: found?.group ?? '', kind: found?.kind ?? kind, namespace, name };
}
