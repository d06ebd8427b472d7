import { ENVOY_GROUP, GATEWAY_GROUP, type Inputs } from './inputs.ts';
import { permits } from './reference-grants.ts';
import type { BackendRef, ReferenceGrantSpec, RouteFilter, RouteKind, RouteRule } from './shapes.ts';

/** What Envoy Gateway reads for a GatewayClass. */
export interface ReadReferences {
  /** `NAMESPACE/NAME` of Services. */
  services: ReadonlySet<string>;
  /** By namespace. */
  grants: Map<string, ReferenceGrantSpec[]>;
}

const READ_GROUPS = new Set(['', 'multicluster.x-k8s.io', ENVOY_GROUP]);
const READ_KINDS = new Set(['Service', 'ServiceImport', 'Backend']);
const POLICY_TARGETS = new Set(['Gateway', 'HTTPRoute', 'GRPCRoute']);

/** Whether Envoy Gateway looks for what a reference names. */
function isRead({ group = '', kind = 'Service' }: Pick<BackendRef, 'group' | 'kind'>): boolean {
  return READ_GROUPS.has(group) && READ_KINDS.has(kind);
}

/** References of a route's rules that are followed: backendRefs, and mirrors of HTTPRoutes alone. */
function referencesIn(rules: readonly RouteRule[], kind: RouteKind): Omit<BackendRef, 'filters'>[] {
  return rules.flatMap(({ backendRefs = [], filters = [] }) => {
    const refs = (backendRefs as readonly BackendRef[]).filter(isRead);
    if (kind !== 'HTTPRoute') return refs;
    const all: RouteFilter[] = [...filters];
    for (const ref of refs) all.push(...(ref.filters ?? []));
    const mirrors = all.flatMap(({ requestMirror }) => requestMirror?.backendRef ?? []);
    return [...refs, ...mirrors.filter(isRead)];
  });
}

/** Whether a grant lets some policy choose something. */
function servesPolicies({ from, to }: ReferenceGrantSpec, policies: ReadonlySet<string>): boolean {
  return (
    from.some(
      ({ group, kind, namespace }) =>
        group === ENVOY_GROUP && kind === 'BackendTrafficPolicy' && policies.has(namespace),
    ) && to.some(({ group, kind }) => group === GATEWAY_GROUP && POLICY_TARGETS.has(kind))
  );
}

/**
 * The Services and ReferenceGrants that Envoy Gateway reads for a GatewayClass. A mirror of a GRPCRoute makes it read none, and so finds, and
 * is permitted, only what something else needs as well.
 * @param gateways `NAMESPACE/NAME` of the Gateways of the class
 */
export function readReferences(inputs: Inputs, gateways: ReadonlySet<string>): ReadReferences {
  const services = new Set<string>();
  const grants = new Set<ReferenceGrantSpec>();
  const namespaces = new Set([...gateways].map((key) => key.slice(0, key.indexOf('/'))));
  for (const { kind, metadata, spec } of [...inputs.httpRoutes, ...inputs.grpcRoutes]) {
    const { namespace = '' } = metadata;
    const parents = (spec.parentRefs ?? []).filter((ref) => (ref.kind ?? 'Gateway') === 'Gateway');
    if (!parents.some((ref) => gateways.has(`${ref.namespace ?? namespace}/${ref.name}`))) continue;
    namespaces.add(namespace);
    for (const ref of referencesIn(spec.rules ?? [], kind as RouteKind)) {
      const { group = '', kind: target = 'Service', name } = ref;
      const there = ref.namespace ?? namespace;
      if (target === 'Service') services.add(`${there}/${name}`);
      const from = { group: GATEWAY_GROUP, kind, namespace };
      const grant = (inputs.grants.get(there) ?? []).find((each) =>
        permits(each, from, { group, kind: target, namespace: there, name }),
      );
      if (grant !== undefined && there !== namespace) grants.add(grant);
    }
  }
  const ofPolicies = new Set(inputs.policies.map(({ metadata }) => metadata.namespace ?? ''));
  const read = [...inputs.grants].map(([namespace, list]): [string, ReferenceGrantSpec[]] => [
    namespace,
    list.filter((grant) => grants.has(grant) || (namespaces.has(namespace) && servesPolicies(grant, ofPolicies))),
  ]);
  return { services, grants: new Map(read) };
}
