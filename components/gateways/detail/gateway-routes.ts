import { namedTargets } from '../../../server/gateway/policy-targets.ts';
import { compileSelector } from '../../../server/gateway/selectors.ts';
import type { ParentRef, PolicySpec, Typed } from '../../../server/gateway/shapes.ts';
import type { SnapshotView } from '../../../server/contract/console.ts';
import type { Condition, KubeObject } from '../../../server/model/object.ts';
import type { SnapshotGateway } from '../../../server/routing/snapshot.ts';
import { routeSpecOf, statusOf } from '../../live/served.ts';

/** A route that names a Gateway. */
export interface AttachedRoute {
  object: KubeObject;
  /** Listeners that took it; none: it was refused. */
  listeners: string[];
  /** The worst thing that its status says about this Gateway. */
  refused: Condition | undefined;
}

/** The routes that name a Gateway, in the order of their names. */
export function attachedRoutes(
  gateway: { namespace: string; name: string },
  routes: readonly KubeObject[],
  view: SnapshotView | undefined,
): AttachedRoute[] {
  const names = (ref: ParentRef, namespace: string) =>
    (ref.kind ?? 'Gateway') === 'Gateway' &&
    ref.name === gateway.name &&
    (ref.namespace ?? namespace) === gateway.namespace;
  const served = view?.snapshot.gateways.find(
    (entry) => entry.namespace === gateway.namespace && entry.name === gateway.name,
  );
  return routes.flatMap((object) => {
    const namespace = object.metadata.namespace ?? '';
    if (!routeSpecOf(object).parentRefs?.some((ref) => names(ref, namespace))) return [];
    const statuses = (statusOf(object).parents ?? []).filter(({ parentRef }) => names(parentRef, namespace));
    const refused = statuses
      .flatMap(({ conditions }) => conditions)
      .find(({ type, status }) => (type === 'Accepted' || type === 'ResolvedRefs') && status === 'False');
    return [{ object, listeners: listenersWith(served, object, view), refused }];
  });
}

function listenersWith(
  gateway: SnapshotGateway | undefined,
  object: KubeObject,
  view: SnapshotView | undefined,
): string[] {
  if (!gateway || !view) return [];
  return gateway.ports.flatMap((port) =>
    port.listeners
      .filter((listener) =>
        listener.virtualHosts.some((host) =>
          host.candidates.some(({ ruleId }) => {
            const route = view.snapshot.rules[ruleId]?.route;
            return (
              route?.kind === object.kind &&
              route.namespace === (object.metadata.namespace ?? '') &&
              route.name === object.metadata.name
            );
          }),
        ),
      )
      .map((listener) => listener.name),
  );
}

/** A policy that targets a Gateway or one of its listeners. */
export interface GatewayPolicy {
  object: KubeObject;
  /** Listener that it targets, '' for the whole Gateway. */
  section: string;
}

/** The policies that target a Gateway, by name in its namespace or by label. */
export function gatewayPolicies(gateway: KubeObject, policies: readonly KubeObject[]): GatewayPolicy[] {
  const namespace = gateway.metadata.namespace ?? '';
  const name = gateway.metadata.name ?? '';
  return policies.flatMap((object) => {
    if (object.metadata.namespace !== namespace) return [];
    const policy = { ...object, spec: object.spec ?? {} } as Typed<PolicySpec>;
    const named = namedTargets(policy)
      .filter((target) => target.kind === 'Gateway' && target.name === name)
      .map((target) => ({ object, section: target.sectionName ?? '' }));
    if (named.length > 0) return named;
    const selected = (policy.spec.targetSelectors ?? []).some((selector) => {
      const test = selector.kind === 'Gateway' && compileSelector(selector);
      return typeof test === 'function' && test(gateway.metadata.labels ?? {});
    });
    return selected ? [{ object, section: '' }] : [];
  });
}
