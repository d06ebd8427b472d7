import { namedTargets } from '../../server/gateway/policy-targets.ts';
import type { PolicySpec, Typed } from '../../server/gateway/shapes.ts';
import type { KubeObject } from '../../server/model/object.ts';
import type { Snapshot, SnapshotRule } from '../../server/routing/snapshot.ts';
import { policyLevels, type Level } from '../detail/policy-levels.ts';
import { scopeOfRule } from '../traffic/scope.ts';

/** Labels of the objects that selectors choose from, by `KIND/NAMESPACE/NAME`. */
export type LabelsOf = (object: string) => Record<string, string>;

/** Scopes `KIND/NAMESPACE/NAME/INDEX` of the rules that a policy reaches. */
export interface PolicyRules {
  inForce: Set<string>;
  /** Another policy is merged onto it. */
  base: Set<string>;
  /** A narrower or older one counts. */
  overridden: Set<string>;
}

/** A rule with the policies of each level on its way. */
export interface RuleLevels {
  rule: SnapshotRule;
  listeners: readonly string[];
  levels: Level[];
}

/** The levels of every served rule. Only policies that may reach a rule are looked at for it, so that thousands of rules are read at once. */
export function levelsOfAll(snapshot: Snapshot, policies: readonly KubeObject[], labelsOf: LabelsOf): RuleLevels[] {
  const byTarget = new Map<string, KubeObject[]>();
  const selecting: KubeObject[] = [];
  for (const object of policies) {
    const policy = object as Typed<PolicySpec>;
    for (const target of namedTargets({ ...policy, spec: policy.spec ?? {} })) {
      const key = `${target.kind}/${target.namespace}/${target.name}`;
      const known = byTarget.get(key);
      if (known) known.push(object);
      else byTarget.set(key, [object]);
    }
    if ((policy.spec?.targetSelectors ?? []).length > 0) selecting.push(object);
  }
  const byId = new Map(
    policies.map((object) => [`${object.metadata.namespace ?? ''}/${object.metadata.name ?? ''}`, object]),
  );
  const listeners = listenersByRule(snapshot);
  return Object.values(snapshot.rules).map((rule) => {
    const { kind, namespace, name } = rule.route;
    const own = listeners.get(rule.id) ?? [];
    const near = new Set(byTarget.get(`${kind}/${namespace}/${name}`));
    for (const id of own)
      for (const policy of byTarget.get(`Gateway/${id.slice(0, id.lastIndexOf('/'))}`) ?? []) near.add(policy);
    for (const policy of selecting) near.add(policy);
    const inForce = rule.policy && byId.get(`${rule.policy.namespace}/${rule.policy.name}`);
    if (inForce) near.add(inForce);
    const levels = policyLevels(
      {
        route: { kind, namespace, name, labels: labelsOf(`${kind}/${namespace}/${name}`) },
        rule: rule.name,
        listeners: own,
        policy: rule.policy,
      },
      [...near],
      (id) => labelsOf(`Gateway/${id}`),
    );
    return { rule, listeners: own, levels };
  });
}

/** Ids of the listeners that send requests to a rule, by rule id. */
function listenersByRule(snapshot: Snapshot): Map<string, string[]> {
  const found = new Map<string, Set<string>>();
  for (const { ports } of snapshot.gateways)
    for (const { listeners } of ports)
      for (const { id, virtualHosts } of listeners)
        for (const { candidates } of virtualHosts)
          for (const { ruleId } of candidates) {
            const known = found.get(ruleId);
            if (known) known.add(id);
            else found.set(ruleId, new Set([id]));
          }
  return new Map([...found].map(([rule, ids]) => [rule, [...ids]]));
}

/** What each policy, by `NAMESPACE/NAME`, is for the rules that it reaches. */
export function rulesByPolicy(all: readonly RuleLevels[]): Map<string, PolicyRules> {
  const found = new Map<string, PolicyRules>();
  for (const { rule, levels } of all) {
    const scope = scopeOfRule(rule.id);
    for (const { policies } of levels)
      for (const { namespace, name, state } of policies) {
        const id = `${namespace}/${name}`;
        let rules = found.get(id);
        if (!rules) found.set(id, (rules = { inForce: new Set(), base: new Set(), overridden: new Set() }));
        rules[state === 'in force' ? 'inForce' : state].add(scope);
      }
  }
  // one level, or one listener, in force is enough
  for (const { inForce, base, overridden } of found.values())
    for (const scope of overridden) if (inForce.has(scope) || base.has(scope)) overridden.delete(scope);
  return found;
}
