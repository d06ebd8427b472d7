import { namedTargets } from '../../../server/gateway/policy-targets.ts';
import type { PolicySpec, Typed } from '../../../server/gateway/shapes.ts';
import type { KubeObject } from '../../../server/model/object.ts';
import type { PolicyLevel } from '../../../server/routing/snapshot.ts';
import type { Level } from '../../detail/policy-levels.ts';
import { stateOf, type StateSummary } from '../../ui/conditions.ts';

/** A policy on the way to the rules of a route. */
export interface RoutePolicy {
  object: KubeObject;
  namespace: string;
  name: string;
  /** `attached` to the route or a rule, `inherited` from listener or Gateway, `refused` where it has no effect at all. */
  group: 'attached' | 'inherited' | 'refused';
  /** Null where nothing of the route is what it names. */
  level: PolicyLevel | null;
  /** What it is for each rule that it reaches. */
  rules: { label: string; state: 'in force' | 'base' | 'overridden' }[];
  state: StateSummary;
}

interface RuleLevels {
  label: string;
  levels: readonly Level[];
}

const ORDER = { attached: 0, inherited: 1, refused: 2 };

/** The policies that name a route, its rules, listeners or Gateways: attached ones first, then inherited, then those without effect. */
export function routePolicies(
  route: { kind: string; namespace: string; name: string },
  rules: readonly RuleLevels[],
  policies: readonly KubeObject[],
): RoutePolicy[] {
  return policies
    .flatMap((object): RoutePolicy[] => {
      const { namespace = '', name = '' } = object.metadata;
      const reached: RoutePolicy['rules'] = [];
      let level: PolicyLevel | null = null;
      for (const rule of rules)
        for (const entry of rule.levels) {
          const found = entry.policies.find((policy) => policy.namespace === namespace && policy.name === name);
          if (!found) continue;
          level ??= entry.level;
          reached.push({ label: rule.label, state: found.state });
        }
      const state = stateOf(object);
      const counts = reached.some((rule) => rule.state !== 'overridden');
      if (reached.length === 0 && !namesRoute(object, route)) return [];
      const refused = reached.length === 0 || (state.level === 'bad' && !counts);
      const group = refused ? 'refused' : level === 'Rule' || level === 'Route' ? 'attached' : 'inherited';
      return [{ object, namespace, name, group, level, rules: reached, state }];
    })
    .sort((a, b) => ORDER[a.group] - ORDER[b.group]);
}

function namesRoute(object: KubeObject, route: { kind: string; namespace: string; name: string }): boolean {
  const policy = object as Typed<PolicySpec>;
  return namedTargets({ ...policy, spec: policy.spec ?? {} }).some(
    (target) => target.kind === route.kind && target.namespace === route.namespace && target.name === route.name,
  );
}
