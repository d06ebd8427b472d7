import { maglevTable } from './maglev.ts';
import type { BalancedGroup } from './types.ts';

/** Shares that are due, all 0..1. */
export interface ExpectedShares {
  /** Of the requests that are sent to endpoints, by the index that `Balancer.pick` returns. */
  endpoints: number[];
  /** Of the requests that are sent to endpoints, by locality. */
  localities: number[];
  /** Of all requests: what the proxy answers itself for a locality that cannot be served, by locality. */
  unserved: number[];
}

/**
 * What each endpoint and locality of a group is due. LeastRequest: if all are equally fast; ConsistentHash: the part of the table, which
 * many keys of equal weight come to. Source: backend-traffic-policy sections 4.1 to 4.3 and 6.2.
 */
export function expectedShares(group: BalancedGroup): ExpectedShares {
  const { localities, loadBalancer, structure } = group;
  const served = localities.map(({ weight, endpoints, respond }) => weight > 0 && endpoints.length > 0 && !respond);
  const total = sum(localities.map(({ weight }) => weight));
  const weights = localities.map(({ weight }, i) => (served[i] ? weight : 0));
  const unserved = localities.map(({ weight }, i) =>
    structure === 'weighted' && total > 0 && !served[i] ? weight / total : 0,
  );
  const within =
    loadBalancer.type === 'ConsistentHash'
      ? (i: number) => tableParts(localities[i]!.endpoints, loadBalancer.tableSize)
      : (i: number) => localities[i]!.endpoints.map((_, __, all) => 1 / all.length);

  if (structure === 'localities' && loadBalancer.type === 'ConsistentHash') {
    // One table over all of them: weights have no effect.
    const parts = tableParts(
      localities.flatMap(({ endpoints }, i) => (served[i] ? endpoints : [])),
      loadBalancer.tableSize,
    );
    let next = 0;
    const byLocality = localities.map(({ endpoints }, i) => endpoints.map(() => (served[i] ? parts[next++]! : 0)));
    return { endpoints: byLocality.flat(), localities: byLocality.map(sum), unserved };
  }
  const all = sum(weights);
  const shares = weights.map((weight) => (all > 0 ? weight / all : 0));
  return {
    endpoints: localities.flatMap(({ endpoints }, i) =>
      shares[i]! > 0 ? within(i).map((part) => part * shares[i]!) : endpoints.map(() => 0),
    ),
    localities: shares,
    unserved,
  };
}

function tableParts(endpoints: Parameters<typeof maglevTable>[0], size: number): number[] {
  const counts = endpoints.map(() => 0);
  for (const position of maglevTable(endpoints, size)) counts[position]!++;
  return counts.map((count) => count / size);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
