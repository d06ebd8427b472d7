import { byLocality } from './by-locality.ts';
import { LeastRequest } from './least-request.ts';
import { Maglev } from './maglev.ts';
import type { EndpointRange, Picker } from './picker.ts';
import { RandomBalancer } from './random-balancer.ts';
import { RoundRobin } from './round-robin.ts';
import type { BalancedGroup, Balancer, BalancerEnvironment, Endpoint } from './types.ts';
import { WeightedGroups } from './weighted-groups.ts';

/**
 * The balancer of one backend group. Nothing is allocated for a pick. A locality of weight 0 gets nothing; where weights are honoured
 * they must be whole numbers. Source: backend-traffic-policy sections 4.1 to 4.3 and 6.
 */
export function createBalancer(group: BalancedGroup, environment: BalancerEnvironment): Balancer {
  const endpoints: Endpoint[] = [];
  const localityOf: number[] = [];
  const ranges = group.localities.map((locality, index): EndpointRange => {
    const range = { first: endpoints.length, count: locality.endpoints.length, weight: locality.weight };
    for (const endpoint of locality.endpoints) {
      endpoints.push(endpoint);
      localityOf.push(index);
    }
    return range;
  });
  const served = ranges.map((range, i) => range.count > 0 && range.weight > 0 && !group.localities[i]!.respond);
  const picker =
    group.structure === 'weighted'
      ? new WeightedGroups(
          ranges.map((range, i) => ({
            weight: range.weight,
            picker: served[i] ? clusterOf(group, endpoints, [range], environment) : null,
          })),
          environment.random,
          group.loadBalancer.type === 'ConsistentHash',
        )
      : clusterOf(
          group,
          endpoints,
          ranges.filter((_, i) => served[i]),
          environment,
        );
  return { pick: (hash) => picker.pick(hash), endpoints, localityOf: Int32Array.from(localityOf) };
}

function clusterOf(
  group: BalancedGroup,
  endpoints: readonly Endpoint[],
  ranges: readonly EndpointRange[],
  environment: BalancerEnvironment,
): Picker {
  const { loadBalancer } = group;
  const { random } = environment;
  switch (loadBalancer.type) {
    case 'RoundRobin':
      return byLocality(ranges, (range) => new RoundRobin(range, random), random);
    case 'Random':
      return byLocality(ranges, (range) => new RandomBalancer(range, random), random);
    case 'LeastRequest':
      return byLocality(ranges, (range) => new LeastRequest(range, environment), random);
    case 'ConsistentHash': {
      const indices = ranges.flatMap((range) => Array.from({ length: range.count }, (_, i) => range.first + i));
      return new Maglev(
        indices.map((i) => endpoints[i]!),
        indices,
        loadBalancer.tableSize,
        random,
      );
    }
  }
}
