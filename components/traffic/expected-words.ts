import type { BackendGroup } from '../../server/routing/snapshot.ts';
import { count, percent } from './format.ts';

/** What is due to one backendRef, in words. */
interface Step {
  name: string;
  text: string;
}

/** How the expected shares of a rule come about: one step for each backendRef, and what holds for all of them. */
export interface ExpectedWords {
  steps: Step[];
  notes: string[];
}

/**
 * The words behind `expectedShares` and the noise of `shareRows`, which compute them.
 * @param shares what each backendRef is due, 0..1, in the order of the group
 */
export function expectedWords(group: BackendGroup, shares: readonly number[], workers: number): ExpectedWords {
  const { loadBalancer, structure, backends } = group;
  const hash = loadBalancer.type === 'ConsistentHash';
  const all = backends.reduce((sum, { weight }) => sum + weight, 0);
  const together = hash && structure === 'localities';
  const steps = backends.map(({ ref, weight, endpoints, respond }, i): Step => {
    const share = shares[i] ?? 0;
    const n = endpoints.length;
    if (respond)
      return { name: ref.name, text: `answered ${respond.status} by the proxy: its part is not among the shares` };
    if (weight === 0) return { name: ref.name, text: 'weight 0: gets nothing' };
    if (n === 0) return { name: ref.name, text: 'no endpoint is ready: gets nothing' };
    if (together)
      return {
        name: ref.name,
        text: `${count(n)} of ${count(backends.reduce((sum, one) => sum + one.endpoints.length, 0))} endpoints in one table: ${percent(share)} %`,
      };
    const due = `weight ${weight} of ${all} gives ${percent(share)} %`;
    return {
      name: ref.name,
      text:
        n === 1
          ? `${due}, all to its endpoint`
          : `${due}${hash ? `, by hash among ${n} endpoints` : `, shared evenly by ${n} endpoints: ${percent(share / n)} % each`}`,
    };
  });
  return { steps, notes: [...notesOf(loadBalancer.type, workers), ...structureNotes(group)] };
}

function notesOf(type: BackendGroup['loadBalancer']['type'], workers: number): string[] {
  switch (type) {
    case 'RoundRobin':
      return [
        workers > 1
          ? `Each of ${workers} workers has a rotation of its own, so each endpoint may be off by one request for each worker, and by what is in flight.`
          : 'One rotation, since the proxy runs on one worker: an endpoint may be off by one request, and by what is in flight. With more workers (SWITCHYARD_WORKERS) each has a rotation of its own.',
      ];
    case 'Random':
      return [
        'Each request is drawn by itself: the grey band is where 95 % of all windows stay, for all rows together.',
      ];
    case 'LeastRequest':
      return [
        'The expectation holds while all endpoints are equally fast. Of two that are drawn the one with fewer requests in flight is taken, so a slow one gets less: such a difference is called by design.',
        ...(workers > 1 ? [`Each of ${workers} workers counts only its own requests in flight.`] : []),
      ];
    case 'ConsistentHash':
      return [
        'The expectation is the part of the hash table, which many keys of equal weight come to. A few keys, or one that is used much, give another split: keys decide, so there is no band.',
        'All workers have the same table.',
      ];
  }
}

function structureNotes({ loadBalancer, structure, backends }: BackendGroup): string[] {
  if (structure === 'localities' && loadBalancer.type === 'ConsistentHash' && backends.length > 1)
    return ['Weights have no effect while the rule is one cluster under ConsistentHash.'];
  if (structure === 'weighted')
    return ['A backend of this rule cannot be served, so each request draws its backend by weight first.'];
  return [];
}
