import type { RuleAction } from '../routing/snapshot.ts';
import type { PolicyOutcome } from './policy-outcome.ts';
import { policyKey } from './policy-outcome.ts';
import { servedBackends, type RuleBackends } from './rule-backends.ts';

function respond(status: number, reason: string): RuleAction {
  return { type: 'respond', status, reason };
}

/**
 * What a rule does with a request. Source: backend-traffic-policy sections 1.16, 6.2 and 6.3; a filter that does not act answers 500,
 * docs/decisions/0002.
 * @param namespace of the route
 * @param policy in force; absent: LeastRequest
 */
export function ruleAction(backends: RuleBackends, namespace: string, policy: PolicyOutcome | undefined): RuleAction {
  if (policy?.error !== undefined) {
    return respond(500, `BackendTrafficPolicy ${policyKey(policy.policy)} is invalid: ${policy.error}`);
  }
  const [filter] = backends.rule.filters ?? [];
  if (filter !== undefined) return respond(500, `Filter ${filter.type} is not served by this release`);
  if (backends.refs.length === 0) return respond(500, 'The rule has no backendRefs');

  const served = servedBackends(backends, namespace);
  const good = served.filter(({ respond }) => respond === undefined);
  if (good.length === 0) {
    const invalid = backends.refs.flatMap(({ resolution }) =>
      resolution.result === 'invalid' ? [resolution.message] : [],
    );
    const empty = served.flatMap(({ respond }) => (respond?.status === 503 ? [respond.reason] : []));
    if (invalid.length > 0) return respond(500, invalid.join('; '));
    return empty.length > 0 ? respond(503, empty.join('; ')) : respond(500, 'Every backendRef has weight 0');
  }
  const zones =
    served.length > 1 &&
    backends.refs.some(({ resolution }) => resolution.result === 'endpoints' && resolution.prefersZone);
  const byBackend = good.length < served.length || zones || policy?.byBackend === true;
  return {
    type: 'forward',
    group: {
      loadBalancer: policy?.loadBalancer ?? { type: 'LeastRequest' },
      structure: byBackend ? 'weighted' : 'localities',
      backends: served,
    },
  };
}
