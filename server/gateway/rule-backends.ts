import type { SnapshotBackend } from '../routing/snapshot.ts';
import { sentence, type Conditions } from './conditions.ts';
import type { Inputs } from './inputs.ts';
import { resolveBackend, type Resolution } from './references.ts';
import type { HttpRule } from './shapes.ts';
import type { RouteState } from './state.ts';

/** The backendRefs of a rule, followed. */
export interface RuleBackends {
  rule: HttpRule;
  index: number;
  refs: { resolution: Resolution; weight: number }[];
}

/** Follows the backendRefs of every rule of a route. */
export function resolveRules(route: RouteState, inputs: Inputs): RuleBackends[] {
  return (route.object.spec.rules ?? []).map((rule, index) => ({
    rule,
    index,
    refs: (rule.backendRefs ?? []).map((ref) => ({
      resolution: resolveBackend(ref, route.namespace, inputs),
      weight: ref.weight ?? 1,
    })),
  }));
}

/** Backends that get traffic or a share of answers: weight 0 gets neither. Source: backend-traffic-policy sections 6.1 and 6.3. */
export function servedBackends({ rule, refs }: RuleBackends, namespace: string): SnapshotBackend[] {
  const kinds = new Set(refs.filter(({ weight }) => weight > 0).map(({ resolution }) => resolution.result));
  const both = kinds.has('invalid') && kinds.has('empty');
  return refs.flatMap(({ resolution, weight }, index): SnapshotBackend[] => {
    const ref = rule.backendRefs?.[index];
    if (ref === undefined || weight === 0 || resolution.result === 'unused') return [];
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
    if (resolution.result === 'endpoints') return [{ ...backend, endpoints: resolution.endpoints }];
    // beside a reference without endpoints an invalid one answers 503 too, as the cluster of both is one
    const status = resolution.result === 'empty' || both ? 503 : 500;
    return [{ ...backend, endpoints: [], respond: { status, reason: resolution.message } }];
  });
}

interface Failure {
  reason: string;
  message: string;
}

function report(conditions: Conditions, type: string, failures: Failure[]): void {
  const [first] = failures;
  if (first === undefined) return;
  const reasons = [...new Set(failures.map(({ reason }) => reason))].sort().join(',');
  const message = failures.map(({ message }) => sentence(message)).join('\n');
  conditions.set(type, 'False', reasons, message);
}

/** Sets BackendsAvailable and ResolvedRefs of a route's parent. Source: gateway-api section 3.6, envoy-observed section 8. */
export function reportReferences(rules: readonly RuleBackends[], conditions: Conditions): void {
  const unavailable: Failure[] = [];
  const unresolved: Failure[] = [];
  for (const { index, refs } of rules) {
    for (const [ref, { resolution }] of refs.entries()) {
      if (resolution.result === 'empty') {
        unavailable.push({ reason: 'EndpointsNotFound', message: `failed to find endpoints: ${resolution.message}` });
      } else if (resolution.result === 'invalid') {
        unresolved.push({
          reason: resolution.reason,
          message: `failed to process route rule ${index} backendRef ${ref}: ${resolution.message}`,
        });
      }
    }
  }
  report(conditions, 'BackendsAvailable', unavailable);
  if (unresolved.length > 0) report(conditions, 'ResolvedRefs', unresolved);
  else conditions.set('ResolvedRefs', 'True', 'ResolvedRefs', 'Resolved all the Object references for the Route');
}
