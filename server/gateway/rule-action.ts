import type { RuleAction, SnapshotBackend } from '../routing/snapshot.ts';
import type { PolicyOutcome } from './policy-outcome.ts';
import { policyKey } from './policy-outcome.ts';
import type { JudgedRule } from './route-rules.ts';

function respond(status: number, reason: string): RuleAction {
  return { type: 'respond', status, reason };
}

/** Backends that get traffic or a share of answers: weight 0 gets neither. Source: backend-traffic-policy sections 6.1 and 6.3. */
function servedBackends({ refs }: JudgedRule, namespace: string): SnapshotBackend[] {
  const kinds = new Set(refs.filter(({ weight }) => weight > 0).map(({ resolution }) => resolution.result));
  const both = kinds.has('invalid') && kinds.has('empty');
  return refs.flatMap(({ ref, resolution, weight }, index): SnapshotBackend[] => {
    if (weight === 0 || resolution.result === 'unused') return [];
    const backend = {
      index,
      ref: {
        kind: ref.kind ?? 'Service',
        namespace: ref.namespace ?? namespace,
        name: ref.name,
        port: ref.port ?? 0,
      },
      weight,
    };
    if (resolution.result === 'endpoints') {
      const { endpoints, protocol } = resolution;
      return [{ ...backend, endpoints, ...(protocol === undefined ? {} : { protocol }) }];
    }
    // beside a reference without endpoints an invalid one answers 503 too, as the cluster of both is one
    const status = resolution.result === 'empty' || (both && resolution.result === 'invalid') ? 503 : 500;
    return [{ ...backend, endpoints: [], respond: { status, reason: resolution.message } }];
  });
}

/**
 * What a rule does with a request. Source: backend-traffic-policy sections 1.16, 6.2 and 6.3; a filter that does not act answers 500,
 * docs/decisions/0002.
 * @param namespace of the route
 * @param policy in force; absent: LeastRequest
 */
export function ruleAction(judged: JudgedRule, namespace: string, policy: PolicyOutcome | undefined): RuleAction {
  if (policy?.error !== undefined) {
    return respond(500, `BackendTrafficPolicy ${policyKey(policy.policy)} is invalid: ${policy.error}`);
  }
  if (judged.broken) return respond(500, judged.findings.map(({ message }) => message).join('; '));
  const [filter] = judged.rule.filters ?? [];
  if (filter !== undefined) return respond(500, `Filter ${filter.type} is not served by this release`);
  if (judged.refs.length === 0) return respond(500, 'The rule has no backendRefs');

  const served = servedBackends(judged, namespace);
  const good = served.filter(({ respond }) => respond === undefined);
  if (good.length === 0) {
    const invalid = judged.refs.flatMap(({ resolution }) =>
      resolution.result === 'invalid' || resolution.result === 'later' ? [resolution.message] : [],
    );
    const empty = served.flatMap(({ respond }) => (respond?.status === 503 ? [respond.reason] : []));
    if (invalid.length > 0) return respond(500, invalid.join('; '));
    return empty.length > 0 ? respond(503, empty.join('; ')) : respond(500, 'Every backendRef has weight 0');
  }
  const zones =
    served.length > 1 &&
    judged.refs.some(({ resolution }) => resolution.result === 'endpoints' && resolution.prefersZone);
  const byBackend = good.length < served.length || zones || policy?.byBackend === true;
  // where all share one cluster, one that speaks HTTP/2 makes all of them do so
  const shared = !byBackend && served.some(({ protocol }) => protocol === 'h2c');
  return {
    type: 'forward',
    group: {
      loadBalancer: policy?.loadBalancer ?? { type: 'LeastRequest' },
      structure: byBackend ? 'weighted' : 'localities',
      backends: shared ? served.map((backend) => ({ ...backend, protocol: 'h2c' })) : served,
    },
  };
}
