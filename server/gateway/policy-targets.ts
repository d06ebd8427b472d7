import { ENVOY_GROUP, GATEWAY_GROUP, type Inputs } from './inputs.ts';
import { isPermitted } from './reference-grants.ts';
import { compileSelector, type LabelTest } from './selectors.ts';
import type { PolicySpec, TargetSelector, Typed } from './shapes.ts';
import type { GatewayState, RouteState } from './state.ts';

/** An object, or a section of it, that a policy names or selects. */
export interface PolicyTarget {
  kind: string;
  namespace: string;
  name: string;
  sectionName?: string;
}

/** What selectors choose from: our accepted Gateways and the routes that name them, in order of age. */
export interface Selectable {
  kind: 'HTTPRoute' | 'Gateway';
  all: (RouteState | GatewayState)[];
  byNamespace: Map<string, (RouteState | GatewayState)[]>;
}

/** Prepares objects of one kind for selectors. */
export function selectable(kind: Selectable['kind'], all: (RouteState | GatewayState)[]): Selectable {
  return { kind, all, byNamespace: Map.groupBy(all, ({ namespace }) => namespace) };
}

function compileNamespaces(selector: TargetSelector, namespace: string, inputs: Inputs): (name: string) => boolean {
  const { from = 'Same', selector: labels } = selector.namespaces ?? {};
  if (from === 'All') return () => true;
  if (from !== 'Selector') return (name) => name === namespace;
  const test = labels === undefined ? '' : compileSelector(labels);
  return (name) => {
    const known = inputs.namespaces.get(name);
    return typeof test !== 'string' && known !== undefined && test(known);
  };
}

function selected(
  selector: TargetSelector,
  policy: Typed<PolicySpec>,
  from: Selectable,
  inputs: Inputs,
): Selectable['all'] {
  if (selector.kind !== from.kind || (selector.group ?? GATEWAY_GROUP) !== GATEWAY_GROUP) return [];
  const test: LabelTest | string = compileSelector(selector);
  if (typeof test === 'string') return [];
  const namespace = policy.metadata.namespace ?? '';
  const inNamespace = compileNamespaces(selector, namespace, inputs);
  const onlyOwn = (selector.namespaces?.from ?? 'Same') === 'Same';
  const referrer = { group: ENVOY_GROUP, kind: 'BackendTrafficPolicy', namespace };
  return (onlyOwn ? (from.byNamespace.get(namespace) ?? []) : from.all).filter(
    (target) =>
      inNamespace(target.namespace) &&
      test(target.object.metadata.labels ?? {}) &&
      isPermitted(
        referrer,
        { group: GATEWAY_GROUP, kind: from.kind, namespace: target.namespace, name: target.name },
        inputs.grants,
      ),
  );
}

/** Targets that a policy names itself: always in its own namespace. `targetRef` hides `targetRefs`. */
export function namedTargets(policy: Typed<PolicySpec>): PolicyTarget[] {
  const { targetRef, targetRefs = [] } = policy.spec;
  return (targetRef === undefined ? targetRefs : [targetRef]).map(({ kind, name, sectionName }) => ({
    kind,
    namespace: policy.metadata.namespace ?? '',
    name,
    ...(sectionName === undefined ? {} : { sectionName }),
  }));
}

/**
 * Targets of a policy of one kind: what its selectors hit, older objects first, then what it names and did not hit already.
 * Selectors never choose a section. Source: backend-traffic-policy section 2.1.
 */
export function targetsOf(policy: Typed<PolicySpec>, from: Selectable, inputs: Inputs): PolicyTarget[] {
  const hits = new Map<string, PolicyTarget>();
  const found = new Set(
    (policy.spec.targetSelectors ?? []).flatMap((selector) => selected(selector, policy, from, inputs)),
  );
  const ordered = found.size < 2 ? found : from.all.filter((target) => found.has(target));
  for (const { namespace, name, key } of ordered) hits.set(key, { kind: from.kind, namespace, name });
  const named = namedTargets(policy).filter(
    ({ kind, namespace, name, sectionName }) =>
      kind === from.kind && (sectionName !== undefined || !hits.has(`${namespace}/${name}`)),
  );
  return [...hits.values(), ...named];
}
