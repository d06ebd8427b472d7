import { createBalancer } from './create-balancer.ts';
import { addressText } from './endpoint-text.ts';
import { hashRequest, type HashableRequest } from './hash-policy.ts';
import type { BalancedGroup, HashInput } from './types.ts';

/** How many requests are tried, each with a key of its own. */
const SAMPLE_KEYS = 10_000;

/** What becomes of keys when a group changes. */
export interface KeyMoves {
  keys: number;
  /** Keys whose requests go to another endpoint. */
  moved: number;
}

/**
 * Sends the same made-up requests through both groups, with the tables that the proxy builds, and counts those that end elsewhere. Each
 * request has an address, and headers, cookies and parameters of its own, so that keys before and after have nothing to do with each other
 * where another input is hashed.
 * @returns null unless both groups place requests by key
 */
export function keyMoves(before: BalancedGroup, after: BalancedGroup, keys = SAMPLE_KEYS): KeyMoves | null {
  const [old, next] = [placer(before), placer(after)];
  if (!old || !next) return null;
  let moved = 0;
  for (let i = 0; i < keys; i++) if (old(i) !== next(i)) moved++;
  return { keys, moved };
}

/** Names the endpoint of the request of a number; null for a group that does not go by keys, or serves nothing. */
function placer(group: BalancedGroup): ((i: number) => string) | null {
  const { loadBalancer } = group;
  if (loadBalancer.type !== 'ConsistentHash') return null;
  // every sample has a hash, so that nothing is left to chance
  const balancer = createBalancer(group, { random: () => 0, active: () => 0 });
  if (balancer.endpoints.length === 0) return null;
  const names = balancer.endpoints.map(({ address, port }) => addressText(address, port));
  return (i) => {
    const { hash } = hashRequest(loadBalancer.inputs, sample(i, loadBalancer.inputs));
    return names[balancer.pick(hash)] ?? '';
  };
}

function sample(i: number, inputs: readonly HashInput[]): HashableRequest {
  const pair = (name: string) => `${name}=${name}-${i}`;
  const named = (type: HashInput['type']) =>
    inputs.flatMap((input) => (input.type === type && 'name' in input ? [input.name] : []));
  return {
    headerValues: (name) => (name === 'cookie' ? [named('Cookie').map(pair).join('; ')] : [`${name}-${i}`]),
    search: `?${named('QueryParam').map(pair).join('&')}`,
    remoteAddress: `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`,
    remotePort: 40_000,
    localAddress: '127.0.0.1',
    localPort: 80,
  };
}
