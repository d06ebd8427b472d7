import { expectedShares } from '../../server/balancing/shares.ts';
import type { BackendGroup } from '../../server/routing/snapshot.ts';
import { assignSlots } from '../traffic/slots.ts';
import { endpointText } from '../traffic/scope.ts';

/** A backend or endpoint with its expected share now and with the change, 0..1. */
export interface ShareChange {
  name: string;
  before: number;
  after: number;
  slot: number;
}

/** Expected shares of a rule before and after, of its backends where there are several and requests have no keys, else of its endpoints. */
export function shareChanges(before: BackendGroup | null, after: BackendGroup | null): ShareChange[] {
  const groups = [before, after].filter((group) => group !== null);
  const byKey = groups.some(({ loadBalancer }) => loadBalancer.type === 'ConsistentHash');
  const byBackend = !byKey && groups.some(({ backends }) => backends.length > 1);
  const [old, next] = [sharesOf(before, byBackend), sharesOf(after, byBackend)];
  const changes = [...new Set([...old.keys(), ...next.keys()])].map((name) => ({
    name,
    before: old.get(name) ?? 0,
    after: next.get(name) ?? 0,
    slot: 0,
  }));
  assignSlots(changes);
  return changes;
}

/** Weights of the backends of a rule that ConsistentHash passes over, as `90/10`; null where they count or are alike. */
export function ignoredWeights({ loadBalancer, structure, backends }: BackendGroup): string | null {
  const weights = backends.map(({ weight }) => weight);
  const counts = loadBalancer.type !== 'ConsistentHash' || structure !== 'localities';
  return counts || weights.every((weight) => weight === weights[0]) ? null : weights.join('/');
}

function sharesOf(group: BackendGroup | null, byBackend: boolean): Map<string, number> {
  const shares = new Map<string, number>();
  if (!group) return shares;
  const { endpoints, localities } = expectedShares({ ...group, localities: group.backends });
  const add = (name: string, share: number) => shares.set(name, (shares.get(name) ?? 0) + share);
  if (byBackend) group.backends.forEach(({ ref }, i) => add(`${ref.name}:${ref.port}`, localities[i] ?? 0));
  else
    group.backends
      .flatMap((backend) => backend.endpoints)
      .forEach((endpoint, i) => add(endpointText(endpoint), endpoints[i] ?? 0));
  return shares;
}
