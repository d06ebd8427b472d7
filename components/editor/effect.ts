import type { Kind } from '../../server/model/kind.ts';
import { keyOf, keyText } from '../../server/model/object.ts';
import { shadowedRules, type ShadowedRule } from '../../server/routing/shadowed.ts';
import type { BackendGroup, Snapshot, SnapshotRule } from '../../server/routing/snapshot.ts';
import type { Finding } from '../overview/finding.ts';
import { conditionsOf } from '../ui/conditions.ts';
import { ruleFacts, type RuleFacts } from './rule-facts.ts';
import { editedAmong, findingsOf, translated, withObjects, type Surroundings } from './world.ts';

/** What becomes of one rule. */
interface RuleEffect {
  /** Kind of its route. */
  kind: string;
  namespace: string;
  name: string;
  /** Name or number of the rule. */
  rule: string;
  /** `KIND/NAMESPACE/NAME/INDEX`. */
  scope: string;
  /** One sentence part each: `LeastRequest (default) to RoundRobin`. */
  changes: string[];
}

/** What a text would do, were it saved now. */
export interface Effect {
  rules: RuleEffect[];
  /** What the API would say against the object after it was accepted, for example that a policy conflicts. */
  conditions: { where: string; type: string; reason: string; message: string }[];
  /** Problems of other objects that begin with it, and problems of any that end with it. */
  introduced: Finding[];
  fixed: Finding[];
}

/** How a rule balances now and with the text; null where it forwards nothing. */
export interface RuleGroups {
  /** `KIND/NAMESPACE/NAME/INDEX`. */
  scope: string;
  /** Kind, namespace, name and number of its route's rule, and what it is called. */
  rule: SnapshotRule;
  before: BackendGroup | null;
  after: BackendGroup | null;
}

/** What is ahead: what a text does, and how rules balance with it. */
export interface Ahead {
  /** null for what the API would refuse. */
  effect: Effect | null;
  /** Rules that balance in another way, also where the API refuses the text for another reason. */
  groups: RuleGroups[];
  /** Rules of the edited route that never win, or some of whose matches do not, by number of the rule. */
  shadowed: Record<number, ShadowedRule>;
}

const NOTHING_AHEAD: Ahead = { effect: null, groups: [], shadowed: {} };

/**
 * Runs the translation with the objects as they are and with the edited one in its place, and compares what requests get.
 */
export function lookAhead(kind: Kind, value: unknown, around: Surroundings, now: string): Ahead {
  const read = editedAmong(kind, value, around.objects, now);
  if (read === null) return NOTHING_AHEAD;
  const { object: edited, accepted } = read;
  const { namespace = '' } = edited.metadata;
  const target = keyText(keyOf(edited));
  const before = translated(around.objects, around, now);
  const changed = withObjects(around.objects, [edited]);
  const after = translated(changed, around, now);
  const groups = compareGroups(before.snapshot, after.snapshot);
  const prefix = `${kind.kind}/${namespace}/${edited.metadata.name}/`;
  const shadowed = Object.fromEntries(
    Object.entries(shadowedRules(after.snapshot)).flatMap(([id, rule]) =>
      id.startsWith(prefix) ? [[Number(id.slice(prefix.length)), rule]] : [],
    ),
  );
  if (!accepted) return { effect: null, groups, shadowed };
  const [was, is] = [findingsOf(before, around.objects), findingsOf(after, changed)];
  const status = after.statuses.find((change) => keyText(change.key) === target)?.status ?? edited.status;
  const effect = {
    rules: compareRules(before.snapshot, after.snapshot),
    conditions: conditionsOf({ ...edited, status }).flatMap(({ where, condition, level }) =>
      // whether a door could be opened is only known once the proxy has tried
      (level === 'bad' || level === 'warn') && condition.type !== 'Programmed'
        ? [{ where, type: condition.type, reason: condition.reason, message: condition.message }]
        : [],
    ),
    // what is wrong with the object itself is said by its conditions
    introduced: [...is.values()].filter(
      ({ id, kind: of, namespace: within, name }) =>
        !was.has(id) && !(of === kind.kind && within === namespace && name === edited.metadata.name),
    ),
    fixed: [...was.values()].filter(({ id }) => !is.has(id)),
  };
  return { effect, groups, shadowed };
}

function compareGroups(before: Snapshot, after: Snapshot): RuleGroups[] {
  const groupOf = (rule: SnapshotRule | undefined) => (rule?.action.type === 'forward' ? rule.action.group : null);
  const scope = (id: string) => id.split('@')[0] ?? id;
  const [old, next] = [before, after].map(
    // of a rule whose policy differs by listener, the first entry stands for all
    ({ rules }) =>
      new Map(
        Object.values(rules)
          .toReversed()
          .map((rule) => [scope(rule.id), rule]),
      ),
  ) as [Map<string, SnapshotRule>, Map<string, SnapshotRule>];
  return [...new Set([...old.keys(), ...next.keys()])].flatMap((id) => {
    const rule = next.get(id) ?? old.get(id);
    const [was, is] = [groupOf(old.get(id)), groupOf(next.get(id))];
    return rule && JSON.stringify(was) !== JSON.stringify(is) ? [{ scope: id, rule, before: was, after: is }] : [];
  });
}

interface Described {
  rule: SnapshotRule;
  facts: RuleFacts;
}

function describe(snapshot: Snapshot): Map<string, Described> {
  const hosts = new Map<string, Set<string>>();
  for (const listener of snapshot.gateways.flatMap(({ ports }) => ports).flatMap(({ listeners }) => listeners))
    for (const { hostname, candidates } of listener.virtualHosts)
      for (const { ruleId, match } of candidates) {
        const at = hosts.get(ruleId) ?? new Set();
        hosts.set(ruleId, at.add(`${listener.id} ${hostname} ${JSON.stringify(match)}`));
      }
  return new Map(
    Object.values(snapshot.rules).map((rule) => [
      rule.id,
      { rule, facts: ruleFacts(rule, [...(hosts.get(rule.id) ?? [])]) },
    ]),
  );
}

function compareRules(before: Snapshot, after: Snapshot): RuleEffect[] {
  const [old, next] = [describe(before), describe(after)];
  // a rule has one entry, or one for each listener where the policy in force differs
  const scope = (id: string) => id.split('@')[0] ?? id;
  const byScope = Map.groupBy(new Set([...old.keys(), ...next.keys()]), scope);
  const effects: RuleEffect[] = [];
  for (const ids of byScope.values()) {
    const changes = new Set<string>();
    const first = old.get(ids[0]!) ?? next.get(ids[0]!);
    const pick = (from: Map<string, Described>, id: string) =>
      from.get(id) ?? [...from].find(([other]) => scope(other) === scope(id))?.[1];
    for (const id of ids)
      for (const change of changesOf(pick(old, id)?.facts, pick(next, id)?.facts)) changes.add(change);
    if (changes.size === 0 || !first) continue;
    const { route, name, index } = first.rule;
    effects.push({
      kind: route.kind,
      namespace: route.namespace,
      name: route.name,
      rule: name ?? `rule ${index + 1}`,
      scope: scope(first.rule.id),
      changes: [...changes],
    });
  }
  return effects;
}

function changesOf(before: RuleFacts | undefined, after: RuleFacts | undefined): string[] {
  if (!before && after) return [`begins to serve: ${[after.answer, after.algorithm].filter(Boolean).join(', ')}`];
  if (before && !after) return ['serves no longer'];
  if (!before || !after) return [];
  const changes: string[] = [];
  if (before.reach !== after.reach) changes.push('matches other requests');
  const balances = before.algorithm !== '' && after.algorithm !== '';
  if (balances && before.algorithm !== after.algorithm) changes.push(`${before.algorithm} to ${after.algorithm}`);
  else if (balances && before.settings !== after.settings) changes.push(`${after.algorithm} with other settings`);
  if (before.policy !== after.policy) changes.push(`policy: ${before.policy} to ${after.policy}`);
  if (before.answer !== after.answer) changes.push(`${before.answer} to ${after.answer}`);
  else if (before.endpoints !== after.endpoints) changes.push('other endpoints');
  return changes;
}
