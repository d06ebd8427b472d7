import type { Snapshot, SnapshotRule } from '../../server/routing/snapshot.ts';
import type { Level } from '../detail/policy-levels.ts';
import type { RuleLevels } from './reach-of-all.ts';

/** A line of the tree Gateway, listener, route, rule. */
export interface TreeRow {
  key: string;
  depth: 0 | 1 | 2 | 3;
  kind: 'Gateway' | 'Listener' | 'HTTPRoute' | 'GRPCRoute' | 'Rule';
  label: string;
  /** Object that the line leads to. */
  object: { kind: string; namespace: string; name: string };
  /** Policies that sit at this line itself. */
  policies: Level['policies'];
  /** Of rules alone: the policy in force, null for the default. */
  winner?: SnapshotRule['policy'] | null;
  rule?: SnapshotRule;
}

/** All that is served as a tree, with the policies of each level and what counts for each rule. Routes are in the order of their names. */
export function targetTree(snapshot: Snapshot, all: readonly RuleLevels[]): TreeRow[] {
  const rows: TreeRow[] = [];
  const levelsOf = new Map(all.map(({ rule, levels }) => [rule.id, levels]));
  for (const { namespace, name, ports } of snapshot.gateways) {
    const gateway = { kind: 'Gateway', namespace, name };
    const top: TreeRow = {
      key: `${namespace}/${name}`,
      depth: 0,
      kind: 'Gateway',
      label: `${namespace}/${name}`,
      object: gateway,
      policies: [],
    };
    rows.push(top);
    for (const { listeners } of ports)
      for (const listener of listeners) {
        const below: TreeRow = {
          key: listener.id,
          depth: 1,
          kind: 'Listener',
          label: listener.name,
          object: gateway,
          policies: [],
        };
        rows.push(below);
        const ids = new Set(listener.virtualHosts.flatMap(({ candidates }) => candidates.map(({ ruleId }) => ruleId)));
        const routes = Map.groupBy(
          [...ids].flatMap((id) => snapshot.rules[id] ?? []),
          ({ route }) => `${route.namespace}/${route.name} ${route.kind}`,
        );
        for (const [, rules] of [...routes].sort(([a], [b]) => (a < b ? -1 : 1))) {
          const [first] = rules;
          if (!first) continue;
          const { route } = first;
          const at = (id: string, level: Level['level']): Level['policies'] =>
            levelsOf.get(id)?.find((entry) => entry.level === level)?.policies ?? [];
          if (top.policies.length === 0) top.policies = at(first.id, 'Gateway');
          if (below.policies.length === 0) below.policies = at(first.id, 'Listener');
          rows.push({
            key: `${listener.id} ${route.kind}/${route.namespace}/${route.name}`,
            depth: 2,
            kind: route.kind,
            label: `${route.namespace}/${route.name}`,
            object: route,
            policies: at(first.id, 'Route'),
          });
          for (const rule of rules.sort((a, b) => a.index - b.index))
            rows.push({
              key: `${listener.id} ${rule.id}`,
              depth: 3,
              kind: 'Rule',
              label: rule.name ?? `rule ${rule.index + 1}`,
              object: route,
              policies: at(rule.id, 'Rule'),
              winner: rule.policy ?? null,
              rule,
            });
        }
      }
  }
  return rows;
}
