import type { KubeObject } from '../../server/model/object.ts';
import { isRouteKind, routeSpecOf, specOf, targetRefsOf } from '../live/served.ts';
import { OWN } from './policy-sections.ts';
import { asMap, asText } from './shapes.ts';

/** A broader policy that holds where this one says nothing, and what it sets. */
export interface Broader {
  namespace: string;
  name: string;
  /** Members of its `spec`, targets apart. */
  sets: string[];
}

interface Target {
  kind: string;
  name: string;
}

/**
 * The policies of the listeners and Gateways that the targets of a policy hang on: a policy that merges takes from them what it does not set.
 * Policies of listeners come before those of Gateways, older ones before younger ones. Source: backend-traffic-policy sections 2.2 and 2.5.
 */
export function broaderPolicies(
  targets: readonly unknown[],
  namespace: string,
  own: string,
  objects: { routes: readonly KubeObject[]; policies: readonly KubeObject[] },
): Broader[] {
  const found = new Map<string, Broader>();
  for (const { kind, name } of targets.map(asTarget)) {
    if (!isRouteKind(kind)) continue;
    const route = objects.routes.find(
      (one) => one.kind === kind && one.metadata.name === name && one.metadata.namespace === namespace,
    );
    for (const parent of routeSpecOf(route).parentRefs ?? []) {
      const at = parent.namespace ?? namespace;
      const holders = objects.policies
        .filter((policy) => policy.metadata.namespace === at && !(policy.metadata.name === own && at === namespace))
        .toSorted(older);
      const holding = (section: string | undefined) =>
        holders.find((policy) =>
          targetRefsOf(specOf(policy, 'BackendTrafficPolicy')).some(
            (target) => target.kind === 'Gateway' && target.name === parent.name && target.sectionName === section,
          ),
        );
      const holder = (parent.sectionName && holding(parent.sectionName)) || holding(undefined);
      if (holder) found.set(`${at}/${holder.metadata.name}`, broaderOf(holder, at));
    }
  }
  return [...found.values()];
}

function asTarget(value: unknown): Target {
  const { kind, name } = asMap(value);
  return { kind: asText(kind), name: asText(name) };
}

function broaderOf(policy: KubeObject, namespace: string): Broader {
  const own: readonly string[] = OWN.filter((name) => name !== 'loadBalancer');
  const sets = Object.keys(asMap((policy as { spec?: unknown }).spec)).filter((name) => !own.includes(name));
  return { namespace, name: policy.metadata.name ?? '', sets };
}

/** The order in which policies of one target win: older first, then by name. */
export function older(a: KubeObject, b: KubeObject): number {
  const [left, right] = [a, b].map(
    ({ metadata }) => `${metadata.creationTimestamp ?? ''} ${metadata.namespace}/${metadata.name}`,
  );
  return left! < right! ? -1 : 1;
}
