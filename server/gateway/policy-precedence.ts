import { policyAlone, policyMerged, type Policy, type PolicyOutcome } from './policy-outcome.ts';
import type { ListenerState, RouteState } from './state.ts';

/** The policy that holds each scope: the oldest that targets it. Source: backend-traffic-policy section 2.2. */
export class PolicyHolders {
  /** By `NAMESPACE/GATEWAY`. */
  readonly gateways = new Map<string, Policy>();
  /** By `NAMESPACE/GATEWAY/LISTENER`. */
  readonly listeners = new Map<string, Policy>();
  /** By `KIND/NAMESPACE/ROUTE`. */
  readonly routes = new Map<string, Policy>();
  /** By `KIND/NAMESPACE/ROUTE`, then by rule name. */
  readonly rules = new Map<string, Map<string, Policy>>();

  /** The policy that a route's or rule's policy is merged with on a listener. */
  parent(listener: ListenerState): Policy | undefined {
    return this.listeners.get(listener.id) ?? this.gateways.get(listener.gateway.key);
  }

  /**
   * The policy in force for a rule on a listener: rule over route over listener over Gateway, as a whole, unless `mergeType` asks for
   * the fields of the listener's or Gateway's policy. Source: backend-traffic-policy sections 2.3 and 2.5.
   * @param ruleName `rule.name`
   * @returns undefined when there is none
   */
  inForce(route: RouteState, ruleName: string | undefined, listener: ListenerState): PolicyOutcome | undefined {
    return this.applied(route, ruleName, listener, () => true);
  }

  /**
   * The policy whose settings a rule has, also where one in force before it is invalid and answers 500: such a policy is passed over.
   */
  applied(
    route: RouteState,
    ruleName: string | undefined,
    listener: ListenerState,
    counts: (outcome: PolicyOutcome) => boolean = ({ error }) => error === undefined,
  ): PolicyOutcome | undefined {
    const ofRule = ruleName === undefined ? undefined : this.rules.get(route.id)?.get(ruleName);
    const ofRoute = this.routes.get(route.id);
    const ofListener = this.listeners.get(listener.id);
    const ofGateway = this.gateways.get(listener.gateway.key);
    for (const outcome of [
      ofRule && this.narrow(ofRule, 'Rule', listener),
      ofRoute && this.narrow(ofRoute, 'Route', listener),
      ofListener && policyAlone(ofListener, 'Listener'),
      ofGateway && policyAlone(ofGateway, 'Gateway'),
    ]) {
      if (outcome !== undefined && counts(outcome)) return outcome;
    }
    return undefined;
  }

  /** Undefined when the merge is impossible: then the policy has no effect and the next level counts. */
  private narrow(policy: Policy, level: 'Rule' | 'Route', listener: ListenerState): PolicyOutcome | undefined {
    const parent = policy.spec.mergeType === undefined ? undefined : this.parent(listener);
    if (parent === undefined) return policyAlone(policy, level);
    const merged = policyMerged(policy, level, parent);
    return typeof merged === 'string' ? undefined : merged;
  }
}
