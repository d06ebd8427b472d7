import type { KubeObject } from '../../../server/model/object.ts';
import type { PolicyInForce, PolicyLevel, Snapshot } from '../../../server/routing/snapshot.ts';
import { listenersOf, policyLevels } from '../../detail/policy-levels.ts';
import type { RuleBalance } from '../../tables/balance.ts';

/** A rule that a policy reaches, and whether the policy counts there. */
export interface ReachedRule {
  balance: RuleBalance;
  /** Level at which this policy reaches it. */
  level: PolicyLevel;
  /** `in force`: its fields count; `base`: another is merged onto it; `overridden`: `by` counts instead. */
  state: 'in force' | 'base' | 'overridden';
  /** The policy that counts there; undefined when none does. */
  by: PolicyInForce | undefined;
}

/** The rules that a policy reaches: those it is in force for first, else in the order of their scopes. */
export function policyReach(
  policy: KubeObject,
  balances: readonly RuleBalance[],
  snapshot: Snapshot,
  labels: { route: (id: string) => Record<string, string>; gateway: (id: string) => Record<string, string> },
): ReachedRule[] {
  const reached: ReachedRule[] = [];
  for (const balance of balances) {
    const { rule, ids } = balance.view;
    const { kind, namespace, name } = rule.route;
    // where the policy in force differs by listener, one variant in force is enough
    const variants = ids.map((id) => snapshot.rules[id]?.policy);
    const own = variants.find(
      (inForce) =>
        inForce?.namespace === (policy.metadata.namespace ?? '') && inForce.name === (policy.metadata.name ?? ''),
    );
    const counts = own ?? rule.policy;
    const levels = policyLevels(
      {
        route: { kind, namespace, name, labels: labels.route(`${kind}/${namespace}/${name}`) },
        rule: rule.name,
        listeners: listenersOf(snapshot, ids),
        policy: counts,
      },
      [policy],
      labels.gateway,
    );
    const found = levels.flatMap(({ level, policies }) => policies.map(({ state }) => ({ level, state })));
    const best =
      found.find(({ state }) => state === 'in force') ?? found.find(({ state }) => state === 'base') ?? found[0];
    if (best) reached.push({ balance, ...best, by: counts });
  }
  const order = { 'in force': 0, base: 1, overridden: 2 };
  return reached.sort((a, b) => order[a.state] - order[b.state]);
}
