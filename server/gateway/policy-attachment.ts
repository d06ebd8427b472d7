import type { Inputs } from './inputs.ts';
import { Ancestors, gatewayAncestor, type AncestorRef } from './policy-ancestors.ts';
import { policyAlone, policyKey, policyMerged, type Policy } from './policy-outcome.ts';
import { PolicyHolders } from './policy-precedence.ts';
import { describeScopes, ScopeGraph, scopeKey, type Scope } from './policy-scopes.ts';
import { namedTargets, selectable, targetsOf, type PolicyTarget } from './policy-targets.ts';
import type { GatewayState, RouteState } from './state.ts';

/** Which policy holds which scope, and what is said about each policy. */
export interface Attached {
  holders: PolicyHolders;
  /** By `NAMESPACE/NAME` of the policy; a policy that reaches nothing of ours has no entry. */
  ancestors: Map<string, Ancestors>;
}

/**
 * Attaches policies to rules, routes, listeners and Gateways, and says what became of each.
 * Source: backend-traffic-policy section 2.
 * @param gateways accepted Gateways of ours, in order of age
 * @param routes routes that name one of them, in order of age
 */
export function attachPolicies(inputs: Inputs, gateways: GatewayState[], routes: RouteState[]): Attached {
  return new Attachment(inputs, gateways, routes).run();
}

class Attachment {
  private readonly inputs: Inputs;
  private readonly gateways: GatewayState[];
  private readonly gatewaysByKey: Map<string, GatewayState>;
  private readonly routes: RouteState[];
  private readonly routesById: Map<string, RouteState>;
  private readonly holders = new PolicyHolders();
  private readonly ancestors = new Map<string, Ancestors>();
  private readonly overridden = new ScopeGraph();
  private readonly merged = new ScopeGraph();
  /** Scopes that a policy took in the pass over policies; who comes later conflicts. */
  private readonly taken = new Set<string>();

  constructor(inputs: Inputs, gateways: GatewayState[], routes: RouteState[]) {
    this.inputs = inputs;
    this.gateways = gateways;
    this.gatewaysByKey = new Map(gateways.map((gateway) => [gateway.key, gateway]));
    this.routes = routes;
    this.routesById = new Map(routes.map((route) => [route.id, route]));
  }

  run(): Attached {
    const { policies } = this.inputs;
    const fromRoutes = selectable(this.routes);
    const fromGateways = selectable(this.gateways);
    const gatewayTargets = policies.map((policy) =>
      targetsOf(policy, fromGateways, this.inputs).filter(({ kind }) => kind === 'Gateway'),
    );
    // merging needs the broader policies before the narrower ones are looked at
    policies.forEach((policy, index) => {
      for (const target of gatewayTargets[index] ?? []) this.holdGateway(policy, target);
    });
    for (const policy of policies) {
      for (const target of namedTargets(policy)) {
        if (target.sectionName !== undefined) this.toRoute(policy, target);
      }
    }
    for (const policy of policies) {
      for (const target of targetsOf(policy, fromRoutes, this.inputs)) {
        if (target.sectionName === undefined) this.toRoute(policy, target);
      }
    }
    for (const ofListener of [true, false]) {
      policies.forEach((policy, index) => {
        for (const target of gatewayTargets[index] ?? []) {
          if ((target.sectionName !== undefined) === ofListener) this.toGateway(policy, target);
        }
      });
    }
    const ranks = new Map(this.gateways.map(({ key, classRank }) => [key, classRank]));
    for (const ancestors of this.ancestors.values()) ancestors.order(ranks);
    return { holders: this.holders, ancestors: this.ancestors };
  }

  private ancestorsOf(policy: Policy): Ancestors {
    const key = policyKey(policy);
    let ancestors = this.ancestors.get(key);
    if (ancestors === undefined) {
      ancestors = new Ancestors(policy.metadata.generation);
      this.ancestors.set(key, ancestors);
    }
    return ancestors;
  }

  /** False when an older policy, or an earlier target of this one, has it. */
  private take(scope: string): boolean {
    if (this.taken.has(scope)) return false;
    this.taken.add(scope);
    return true;
  }

  private holdGateway(policy: Policy, { namespace, name, sectionName }: PolicyTarget): void {
    const gateway = this.gatewaysByKey.get(`${namespace}/${name}`);
    if (gateway === undefined) return;
    if (sectionName === undefined) {
      if (!this.holders.gateways.has(gateway.key)) this.holders.gateways.set(gateway.key, policy);
      return;
    }
    const listener = gateway.listeners.find(({ spec }) => spec.name === sectionName);
    if (listener !== undefined && !this.holders.listeners.has(listener.id)) {
      this.holders.listeners.set(listener.id, policy);
    }
  }

  private toRoute(policy: Policy, target: PolicyTarget): void {
    const route = this.routesById.get(`${target.kind}/${target.namespace}/${target.name}`);
    if (route === undefined) return;
    const ancestors = this.ancestorsOf(policy);
    const scope: Scope = { kind: 'route', name: route.key, routeKind: route.kind };
    const refs: AncestorRef[] = [];
    for (const { gateway, ref } of route.parents) {
      this.overridden.add(
        ref.sectionName === undefined
          ? { kind: 'gateway', name: gateway.key }
          : { kind: 'listener', name: `${gateway.key}/${ref.sectionName}` },
        scope,
      );
      refs.push(gatewayAncestor(gateway.namespace, gateway.name, ref.sectionName));
    }
    const problem = this.holdRoute(policy, target, route);
    if (problem !== undefined) {
      for (const ref of refs) ancestors.set(ref, 'Accepted', 'False', problem.reason, problem.message);
      return;
    }
    const level = target.sectionName === undefined ? 'Route' : 'Rule';
    if (policy.spec.mergeType === undefined) {
      const { error } = policyAlone(policy, level);
      if (error !== undefined) for (const ref of refs) ancestors.set(ref, 'Accepted', 'False', 'Invalid', error);
    } else this.mergeOnListeners(policy, level, route, ancestors);
    for (const ref of refs) ancestors.accept(ref);
    this.warn(policy, ancestors, refs);
    const rules = [...(target.sectionName === undefined ? (this.holders.rules.get(route.id)?.keys() ?? []) : [])];
    if (rules.length > 0) {
      const message = `This policy is being overridden by other backendTrafficPolicy for these route rules: [${rules.sort().join(' ')}]`;
      for (const ref of refs) ancestors.set(ref, 'Overridden', 'True', 'Overridden', message);
    }
  }

  private holdRoute(
    policy: Policy,
    { kind, namespace, name, sectionName }: PolicyTarget,
    route: RouteState,
  ): { reason: string; message: string } | undefined {
    const conflict = (what: string): { reason: string; message: string } => ({
      reason: 'Conflicted',
      message: `Unable to target ${what}, another BackendTrafficPolicy has already attached to it`,
    });
    if (sectionName === undefined) {
      if (!this.take(`route ${route.id}`)) return conflict(`${kind} ${name}`);
      this.holders.routes.set(route.id, policy);
      return undefined;
    }
    if (!(route.object.spec.rules ?? []).some((rule) => rule.name === sectionName)) {
      return {
        reason: 'TargetNotFound',
        message: `No section name ${sectionName} found for ${kind} ${namespace}/${name}`,
      };
    }
    if (!this.take(`rule ${route.id}/${sectionName}`)) return conflict(`RouteRule ${name}/${sectionName}`);
    const rules = this.holders.rules.get(route.id);
    if (rules === undefined) this.holders.rules.set(route.id, new Map([[sectionName, policy]]));
    else rules.set(sectionName, policy);
    return undefined;
  }

  /** Each listener has its own broader policy; what came of each merge is said on an ancestor of its own. */
  private mergeOnListeners(policy: Policy, level: 'Rule' | 'Route', route: RouteState, ancestors: Ancestors): void {
    for (const listener of route.parents.flatMap(({ listeners }) => listeners)) {
      const ref = gatewayAncestor(listener.gateway.namespace, listener.gateway.name, listener.spec.name);
      const parent = this.holders.parent(listener);
      const outcome = parent === undefined ? policyAlone(policy, level) : policyMerged(policy, level, parent);
      const error = typeof outcome === 'string' ? outcome : outcome.error;
      if (error !== undefined) ancestors.set(ref, 'Accepted', 'False', 'Invalid', error);
      else if (parent !== undefined) {
        this.merged.add(
          this.holders.listeners.has(listener.id)
            ? { kind: 'listener', name: listener.id }
            : { kind: 'gateway', name: listener.gateway.key },
          { kind: 'route', name: route.key, routeKind: route.kind },
        );
        ancestors.set(ref, 'Merged', 'True', 'Merged', `Merged with policy ${policyKey(parent)}`);
      }
    }
  }

  private toGateway(policy: Policy, { namespace, name, sectionName }: PolicyTarget): void {
    const gateway = this.gatewaysByKey.get(`${namespace}/${name}`);
    if (gateway === undefined) return;
    const ancestors = this.ancestorsOf(policy);
    const ref = gatewayAncestor(namespace, name, sectionName);
    const scope: Scope =
      sectionName === undefined
        ? { kind: 'gateway', name: gateway.key }
        : { kind: 'listener', name: `${gateway.key}/${sectionName}` };
    if (sectionName !== undefined && !gateway.listeners.some(({ spec }) => spec.name === sectionName)) {
      const message = `No section name ${sectionName} found for Gateway ${gateway.key}`;
      ancestors.set(ref, 'Accepted', 'False', 'TargetNotFound', message);
      return;
    }
    if (!this.take(scopeKey(scope))) {
      const what = sectionName === undefined ? `Gateway ${name}` : `Listener ${scope.name}`;
      const message = `Unable to target ${what}, another BackendTrafficPolicy has already attached to it`;
      ancestors.set(ref, 'Accepted', 'False', 'Conflicted', message);
      return;
    }
    if (sectionName !== undefined) this.overridden.add({ kind: 'gateway', name: gateway.key }, scope);
    const { error } = policyAlone(policy, sectionName === undefined ? 'Gateway' : 'Listener');
    if (error !== undefined) ancestors.set(ref, 'Accepted', 'False', 'Invalid', error);
    ancestors.accept(ref);
    this.warn(policy, ancestors, [ref]);
    const merged = this.merged.direct(scope);
    const mergedKeys = new Set(merged.map(scopeKey));
    const overridden = this.overridden.reached(scope).filter((other) => !mergedKeys.has(scopeKey(other)));
    const report = (type: string, verb: string, scopes: Scope[]): void => {
      const message = `This policy is being ${verb} by other backendTrafficPolicies for ${describeScopes(scopes)}`;
      if (scopes.length > 0) ancestors.set(ref, type, 'True', type, message);
    };
    report('Merged', 'merged', merged);
    report('Overridden', 'overridden', overridden);
  }

  private warn(policy: Policy, ancestors: Ancestors, refs: AncestorRef[]): void {
    const deprecated: [string, string][] = [];
    if ((policy.spec.compression ?? []).length > 0) deprecated.push(['spec.compression', 'spec.compressor']);
    if (policy.spec.targetRef !== undefined) deprecated.push(['spec.targetRef', 'spec.targetRefs']);
    if (deprecated.length === 0) return;
    const message = deprecated.map(([field, other]) => `${field} is deprecated, use ${other} instead`).join('; ');
    for (const ref of refs) ancestors.set(ref, 'Warning', 'True', 'DeprecatedField', message);
  }
}
