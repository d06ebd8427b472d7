import type { BalancedGroup, Endpoint, HashInput, LoadBalancer } from './types.ts';

/**
 * Whether two groups balance alike, so that the balancer of the one (its position in the rotation) may go on serving the other.
 */
export function sameGroup(a: BalancedGroup, b: BalancedGroup): boolean {
  return (
    a === b ||
    (a.structure === b.structure &&
      sameLoadBalancer(a.loadBalancer, b.loadBalancer) &&
      sameList(
        a.localities,
        b.localities,
        (x, y) =>
          x.weight === y.weight &&
          (x.respond === undefined) === (y.respond === undefined) &&
          sameList(x.endpoints, y.endpoints, sameEndpoint),
      ))
  );
}

function sameList<T>(a: readonly T[], b: readonly T[], same: (x: T, y: T) => boolean): boolean {
  return a === b || (a.length === b.length && a.every((x, i) => same(x, b[i]!)));
}

function sameEndpoint(a: Endpoint, b: Endpoint): boolean {
  return a.address === b.address && a.port === b.port && a.zone === b.zone;
}

function sameLoadBalancer(a: LoadBalancer, b: LoadBalancer): boolean {
  if (a.type !== 'ConsistentHash' || b.type !== 'ConsistentHash') return a.type === b.type;
  return a.tableSize === b.tableSize && sameList(a.inputs, b.inputs, sameInput);
}

function sameInput(a: HashInput, b: HashInput): boolean {
  if (a.type === 'SourceIP' || b.type === 'SourceIP') return a.type === b.type;
  if (a.type !== b.type || a.name !== b.name) return false;
  if (a.type !== 'Cookie' || b.type !== 'Cookie') return true;
  return (
    a.ttl === b.ttl && sameList(Object.entries(a.attributes).sort(), Object.entries(b.attributes).sort(), samePair)
  );
}

function samePair(a: readonly [string, string], b: readonly [string, string]): boolean {
  return a[0] === b[0] && a[1] === b[1];
}
