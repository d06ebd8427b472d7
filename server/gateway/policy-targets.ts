import { ENVOY_GROUP, GATEWAY_GROUP, labelsOfNamespace, type Inputs } from './inputs.ts';
import type { StoredObject } from '../model/object.ts';
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

/** What selectors choose from, in order of age, routes of one kind before those of the next. */
export interface Selectable {
  all: Candidate[];
  byNamespace: Map<string, Candidate[]>;
}

interface Candidate {
  kind: string;
  namespace: string;
  name: string;
  object: StoredObject;
}

/** Prepares our accepted Gateways, or the routes that name them, for selectors. */
export function selectable(states: readonly (RouteState | GatewayState)[]): Selectable {
  const all = states.map((state) => ({
    kind: 'kind' in state ? state.kind : 'Gateway',
    namespace: state.namespace,
    name: state.name,
    object: state.object,
  }));
  return { all, byNamespace: Map.groupBy(all, ({ namespace }) => namespace) };
}

function compileNamespaces(selector: TargetSelector, namespace: string, inputs: Inputs): (name: string) => boolean {
  const { from = 'Same', selector: labels } = selector.namespaces ?? {};
  if (from === 'All') return () => true;
  if (from !== 'Selector') return (name) => name === namespace;
  const test = labels === undefined ? '' : compileSelector(labels);
  return (name) => typeof test !== 'string' && test(labelsOfNamespace(name, inputs));
}

function selected(
  selector: TargetSelector,
  policy: Typed<PolicySpec>,
  from: Selectable,
  inputs: Inputs,
): readonly Candidate[] {
  if ((selector.group ?? GATEWAY_GROUP) !== GATEWAY_GROUP) return [];
  const test: LabelTest | string = compileSelector(selector);
  if (typeof test === 'string') return [];
  const namespace = policy.metadata.namespace ?? '';
  const inNamespace = compileNamespaces(selector, namespace, inputs);
  const onlyOwn = (selector.namespaces?.from ?? 'Same') === 'Same';
  const referrer = { group: ENVOY_GROUP, kind: 'BackendTrafficPolicy', namespace };
  return (onlyOwn ? (from.byNamespace.get(namespace) ?? []) : from.all).filter(
    ({ kind, namespace, name, object }) =>
      kind === selector.kind &&
      inNamespace(namespace) &&
      test(object.metadata.labels ?? {}) &&
      isPermitted(referrer, { group: GATEWAY_GROUP, kind, namespace, name }, inputs.grants),
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

function age({ object }: Candidate): string {
  return object.metadata.creationTimestamp;
}

/**
 * Targets of a policy: what its selectors hit, older objects first, then what it names and did not hit already. Selectors never choose
 * a section. Source: backend-traffic-policy section 2.1.
 */
export function targetsOf(policy: Typed<PolicySpec>, from: Selectable, inputs: Inputs): PolicyTarget[] {
  const { targetSelectors = [] } = policy.spec;
  if (targetSelectors.length === 0) return namedTargets(policy);
  const found = new Set(targetSelectors.flatMap((selector) => selected(selector, policy, from, inputs)));
  // objects of the same age stay in the order of the selectors
  const hits = [...found].sort((a, b) => (age(a) < age(b) ? -1 : age(a) > age(b) ? 1 : 0));
  const known = new Set(hits.map(({ kind, namespace, name }) => `${kind}/${namespace}/${name}`));
  const named = namedTargets(policy).filter(
    ({ kind, namespace, name, sectionName }) => sectionName !== undefined || !known.has(`${kind}/${namespace}/${name}`),
  );
  return [...hits.map(({ kind, namespace, name }) => ({ kind, namespace, name })), ...named];
}
