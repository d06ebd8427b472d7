import { namedTargets } from '../../server/gateway/policy-targets.ts';
import { compileSelector } from '../../server/gateway/selectors.ts';
import type { PolicySpec, RouteKind, TargetSelector, Typed } from '../../server/gateway/shapes.ts';
import type { KubeObject } from '../../server/model/object.ts';
import type { PolicyInForce, PolicyLevel, Snapshot } from '../../server/routing/snapshot.ts';

/** A policy that targets something on the way to a rule. */
interface LevelPolicy {
  namespace: string;
  name: string;
  /** `in force`: its fields count; `base`: another is merged onto it; `overridden`: a narrower or older one counts. */
  state: 'in force' | 'base' | 'overridden';
}

/** One level, most specific first, and the policies that target it. */
export interface Level {
  level: PolicyLevel;
  policies: LevelPolicy[];
}

/** Where a rule hangs. */
export interface RulePlace {
  route: { kind: RouteKind; namespace: string; name: string; labels: Record<string, string> };
  /** Its name in the manifest; rules without one cannot be targeted. */
  rule: string | undefined;
  /** `NAMESPACE/GATEWAY/LISTENER`. */
  listeners: readonly string[];
  policy: PolicyInForce | undefined;
}

function selects(
  selector: TargetSelector,
  kind: string,
  policyNamespace: string,
  target: { namespace: string; labels: Record<string, string> },
): boolean {
  if (selector.kind !== kind) return false;
  // other namespaces need their labels and a grant: what is in force there is known from the snapshot alone
  if (target.namespace !== policyNamespace) return false;
  const test = compileSelector(selector);
  return typeof test !== 'string' && test(target.labels);
}

/** The policies of each level of a rule. What is in force is read from the snapshot, never guessed. */
export function policyLevels(
  place: RulePlace,
  policies: readonly KubeObject[],
  gatewayLabels: (id: string) => Record<string, string>,
): Level[] {
  const levels: Record<PolicyLevel, LevelPolicy[]> = { Rule: [], Route: [], Listener: [], Gateway: [] };
  const gateways = [...new Set(place.listeners.map((id) => id.slice(0, id.lastIndexOf('/'))))];
  const force = place.policy;
  for (const object of policies) {
    const policy = object as Typed<PolicySpec>;
    const namespace = policy.metadata.namespace ?? '';
    const name = policy.metadata.name;
    const found = new Set<PolicyLevel>();
    for (const target of namedTargets({ ...policy, spec: policy.spec ?? {} })) {
      if (
        target.kind === place.route.kind &&
        target.namespace === place.route.namespace &&
        target.name === place.route.name
      ) {
        if (target.sectionName === undefined) found.add('Route');
        else if (target.sectionName === place.rule) found.add('Rule');
      }
      if (target.kind === 'Gateway') {
        const id = `${target.namespace}/${target.name}`;
        if (target.sectionName === undefined && gateways.includes(id)) found.add('Gateway');
        if (target.sectionName !== undefined && place.listeners.includes(`${id}/${target.sectionName}`))
          found.add('Listener');
      }
    }
    for (const selector of policy.spec?.targetSelectors ?? []) {
      if (selects(selector, place.route.kind, namespace, place.route)) found.add('Route');
      for (const id of gateways)
        if (selects(selector, 'Gateway', namespace, { namespace: id.split('/')[0] ?? '', labels: gatewayLabels(id) }))
          found.add('Gateway');
    }
    const counts = force?.namespace === namespace && force.name === name;
    if (counts) found.add(force.level);
    for (const level of found) {
      const base =
        !counts && force?.mergedWith === `${namespace}/${name}` && (level === 'Listener' || level === 'Gateway');
      const state = counts && level === force.level ? 'in force' : base ? 'base' : 'overridden';
      levels[level].push({ namespace, name, state });
    }
  }
  return (['Rule', 'Route', 'Listener', 'Gateway'] as const).map((level) => ({ level, policies: levels[level] }));
}

/** Ids of the listeners that send requests to any of these rules. */
export function listenersOf(snapshot: Snapshot, ruleIds: readonly string[]): string[] {
  const ids = new Set(ruleIds);
  return snapshot.gateways.flatMap((gateway) =>
    gateway.ports.flatMap((port) =>
      port.listeners
        .filter((listener) =>
          listener.virtualHosts.some((host) => host.candidates.some((entry) => ids.has(entry.ruleId))),
        )
        .map((listener) => listener.id),
    ),
  );
}
