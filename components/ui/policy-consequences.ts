import type { KubeObject, ObjectKey } from '../../server/model/object.ts';
import type { Snapshot, SnapshotRule } from '../../server/routing/snapshot.ts';
import { listenersOf, policyLevels } from '../detail/policy-levels.ts';
import { specOf } from '../live/served.ts';
import { algorithmOfSpec } from '../policies/policy-facts.ts';
import { stateOf } from './conditions.ts';

const DEFAULT = 'LeastRequest (default)';
/** Rules that a sentence names. */
const NAMED = 3;

/** The rules that change when a policy is gone, and to what, a sentence for each policy that counts then. */
export function policySentences(
  key: ObjectKey,
  objects: Record<string, readonly KubeObject[] | undefined>,
  snapshot: Snapshot,
): string[] {
  const others = (objects['BackendTrafficPolicy'] ?? []).filter(
    ({ metadata }) => metadata.namespace !== key.namespace || metadata.name !== key.name,
  );
  const isIt = (id: string): boolean => id === `${key.namespace}/${key.name}`;
  const rules = Object.values(snapshot.rules);
  const counting = rules.filter(({ policy }) => policy && isIt(`${policy.namespace}/${policy.name}`));
  const merged = rules.filter(({ policy }) => policy?.mergedWith !== undefined && isIt(policy.mergedWith));
  if (counting.length + merged.length === 0) return ['It is in force for no rule: nothing changes.'];
  const groups = Map.groupBy(counting, (rule) => nextOf(rule, objects, others, snapshot));
  return [
    ...[...groups].map(([next, list]) => `${rulesText(list)} will use ${next}.`),
    ...(merged.length === 0 ? [] : [`${rulesText(merged)} will lose the fields that come from it.`]),
  ];
}

/** What counts for a rule once its policy is gone: the narrowest of the others, of one level the one that was accepted or held back. */
function nextOf(
  rule: SnapshotRule,
  objects: Record<string, readonly KubeObject[] | undefined>,
  others: readonly KubeObject[],
  snapshot: Snapshot,
): string {
  const { kind, namespace, name } = rule.route;
  const labelsOf = (list: readonly KubeObject[] | undefined, id: string): Record<string, string> =>
    list?.find(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name ?? ''}` === id)?.metadata.labels ?? {};
  const levels = policyLevels(
    {
      route: { kind, namespace, name, labels: labelsOf(objects[kind], `${namespace}/${name}`) },
      rule: rule.name,
      listeners: listenersOf(snapshot, [rule.id]),
      policy: undefined,
    },
    others.filter((policy) => {
      const { level, word } = stateOf(policy);
      return level !== 'bad' || word === 'Conflicted';
    }),
    (id) => labelsOf(objects['Gateway'], id),
  );
  const [next] = levels.flatMap(({ policies }) => policies);
  if (!next) return DEFAULT;
  const found = others.find(({ metadata }) => metadata.namespace === next.namespace && metadata.name === next.name);
  const algorithm = algorithmOfSpec(specOf(found, 'BackendTrafficPolicy').loadBalancer) ?? DEFAULT;
  return `${next.namespace}/${next.name} (${algorithm})`;
}

function rulesText(rules: readonly SnapshotRule[]): string {
  const names = [
    ...new Set(rules.map(({ route, name, index }) => `${route.namespace}/${route.name} rule ${name ?? index + 1}`)),
  ];
  const rest = names.length - NAMED;
  if (rest > 0) return `${names.slice(0, NAMED).join(', ')} and ${rest} more ${rest === 1 ? 'rule' : 'rules'}`;
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
