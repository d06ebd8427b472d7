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

/** Reads policies once each, and each merge once. */
export class PolicyReader {
  private readonly known = new Map<string, PolicyOutcome | string>();

  alone(policy: Policy, level: PolicyLevel): PolicyOutcome {
    const key = `${level} ${policyKey(policy)}`;
    const known = this.known.get(key);
    if (known !== undefined && typeof known !== 'string') return known;
    const outcome = read(policy, level, policy.spec, settingsProblem(policy.spec, namespaceOf(policy)), undefined);
    this.known.set(key, outcome);
    return outcome;
  }

  /** @returns the error, as a condition says it, when the two cannot be merged at all: then the child has no effect */
  merged(policy: Policy, level: PolicyLevel, parent: Policy): PolicyOutcome | string {
    const key = `${level} ${policyKey(policy)} ${policyKey(parent)}`;
    let known = this.known.get(key);
    if (known === undefined) {
      const merged = mergePolicies(parent.spec, policy.spec);
      if (typeof merged === 'string') known = sentence(merged);
      else {
        const owner = (policy.spec.responseOverride ?? []).length > 0 ? policy : parent;
        known = read(policy, level, merged.spec, settingsProblem(merged.checked, namespaceOf(owner)), parent);
      }
      this.known.set(key, known);
    }
    return known;
  }
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
