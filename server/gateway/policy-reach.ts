import type { Snapshot } from '../routing/snapshot.ts';

/** Rules for which a BackendTrafficPolicy is in force, alone or merged into a narrower one; rule ids, sorted. */
export function policyReach(snapshot: Snapshot, namespace: string, name: string): { ruleIds: string[] } {
  const key = `${namespace}/${name}`;
  const ruleIds = Object.values(snapshot.rules)
    .filter(
      ({ policy }) =>
        policy !== undefined && (`${policy.namespace}/${policy.name}` === key || policy.mergedWith === key),
    )
    .map(({ id }) => id);
  return { ruleIds: ruleIds.sort() };
}
