import type { LoadBalancer } from '../balancing/types.ts';
import type { PolicyInForce, PolicyLevel } from '../routing/snapshot.ts';
import { sentence } from './conditions.ts';
import { readLoadBalancer } from './load-balancer.ts';
import { settingsProblem } from './policy-checks.ts';
import { mergePolicies } from './policy-merge.ts';
import type { PolicySpec, Typed } from './shapes.ts';

export type Policy = Typed<PolicySpec>;

/** `NAMESPACE/NAME`. */
export function policyKey(policy: Policy): string {
  return `${policy.metadata.namespace ?? ''}/${policy.metadata.name}`;
}

/** What a policy, alone or merged with a broader one, makes of a rule. The same input gives the same object. */
export interface PolicyOutcome {
  policy: Policy;
  level: PolicyLevel;
  /** The broader policy that it was merged with. */
  parent?: Policy;
  /** What counts: the policy's own fields, or those of the merge. */
  spec: PolicySpec;
  loadBalancer: LoadBalancer;
  /** Zones split the traffic by backendRef before anything else. */
  byBackend: boolean;
  /** Why the policy is invalid, as a condition says it; its rules answer 500. */
  error?: string;
  inForce: PolicyInForce;
}

type Levels<Outcome> = Map<PolicyLevel, Outcome>;

/** What was made of policies and of merges, by the policies themselves, which never change. */
const alone = new WeakMap<Policy, Levels<PolicyOutcome>>();
const merges = new WeakMap<Policy, WeakMap<Policy, Levels<PolicyOutcome | string>>>();

/** The value of a key, which is made when it is not there. */
function entry<Key extends object | string, Value>(
  map: { get: (key: Key) => Value | undefined; set: (key: Key, value: Value) => unknown },
  key: Key,
  make: () => Value,
): Value {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

/** What a policy makes of a rule by itself. */
export function policyAlone(policy: Policy, level: PolicyLevel): PolicyOutcome {
  const levels = entry(alone, policy, () => new Map());
  return entry(levels, level, () =>
    read(policy, level, policy.spec, settingsProblem(policy.spec, namespaceOf(policy)), undefined),
  );
}

/**
 * What a policy makes of a rule when it is merged with a broader one.
 * @returns the error, as a condition says it, when the two cannot be merged at all: then the child has no effect
 */
export function policyMerged(policy: Policy, level: PolicyLevel, parent: Policy): PolicyOutcome | string {
  const levels = entry(
    entry(merges, policy, () => new WeakMap()),
    parent,
    () => new Map(),
  );
  return entry(levels, level, () => {
    const merged = mergePolicies(parent.spec, policy.spec);
    if (typeof merged === 'string') return sentence(merged);
    const owner = (policy.spec.responseOverride ?? []).length > 0 ? policy : parent;
    return read(policy, level, merged.spec, settingsProblem(merged.checked, namespaceOf(owner)), parent);
  });
}

function namespaceOf({ metadata }: Policy): string {
  return metadata.namespace ?? '';
}

function read(
  policy: Policy,
  level: PolicyLevel,
  spec: PolicySpec,
  problem: string,
  parent: Policy | undefined,
): PolicyOutcome {
  const loadBalancer = readLoadBalancer(spec.loadBalancer);
  const zones = spec.loadBalancer?.zoneAware;
  return {
    policy,
    level,
    spec,
    ...(parent === undefined ? {} : { parent }),
    loadBalancer: typeof loadBalancer === 'string' ? { type: 'LeastRequest' } : loadBalancer,
    byBackend: zones?.preferLocal !== undefined || (zones?.weightedZones ?? []).length > 0,
    ...(problem === '' ? {} : { error: sentence(problem) }),
    inForce: {
      namespace: namespaceOf(policy),
      name: policy.metadata.name,
      level,
      ...(parent === undefined ? {} : { mergedWith: policyKey(parent) }),
    },
  };
}
