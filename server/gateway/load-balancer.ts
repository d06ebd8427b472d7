import type { HashInput, LoadBalancer } from '../balancing/types.ts';
import { TABLE_SIZE } from '../model/backendtrafficpolicy/load-balancer.ts';
import type { LoadBalancerSpec } from './shapes.ts';

const UNIT_MS: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

function isPrime(value: number): boolean {
  if (value < 2) return false;
  for (let divisor = 2; divisor * divisor <= value; divisor++) {
    if (value % divisor === 0) return false;
  }
  return true;
}

/** Milliseconds of a Gateway API duration such as `1h30m`: the sum of its parts. Source: gateway-api section 1.1.1. */
export function durationMs(text: string): number {
  let sum = 0;
  for (const [, digits, unit] of text.matchAll(/(\d+)(h|ms|m|s)/g)) sum += Number(digits) * (UNIT_MS[unit ?? ''] ?? 0);
  return sum;
}

function hashInputs(spec: NonNullable<LoadBalancerSpec['consistentHash']>): HashInput[] {
  switch (spec.type) {
    case 'SourceIP':
      return [{ type: 'SourceIP' }];
    case 'Header':
      return spec.header === undefined ? [] : [{ type: 'Header', name: spec.header.name.toLowerCase() }];
    case 'Headers':
      return (spec.headers ?? []).map(({ name }) => ({ type: 'Header', name: name.toLowerCase() }));
    case 'QueryParams':
      return (spec.queryParams ?? []).map(({ name }) => ({ type: 'QueryParam', name }));
    case 'Cookie': {
      if (spec.cookie === undefined) return [];
      const { name, ttl, attributes = {} } = spec.cookie;
      return [
        {
          type: 'Cookie',
          name,
          ...(ttl === undefined ? {} : { ttl: Math.floor(durationMs(ttl) / 1000) }),
          attributes,
        },
      ];
    }
    default:
      return [];
  }
}

/**
 * Reads `spec.loadBalancer`. Types that do not act run as LeastRequest, which is also the default.
 * Source: backend-traffic-policy sections 1.4, 1.16 and 4.1.
 * @returns what the balancer is to do, or the translator's error text
 */
export function readLoadBalancer(spec: LoadBalancerSpec | undefined): LoadBalancer | string {
  switch (spec?.type) {
    case 'RoundRobin':
    case 'Random':
      return { type: spec.type };
    case 'ConsistentHash': {
      const { consistentHash } = spec;
      const tableSize = consistentHash?.tableSize ?? TABLE_SIZE.default;
      if (tableSize > TABLE_SIZE.maximum || !isPrime(tableSize)) {
        return `ConsistentHash: invalid TableSize value ${tableSize}`;
      }
      return {
        type: 'ConsistentHash',
        inputs: consistentHash === undefined ? [] : hashInputs(consistentHash),
        tableSize,
      };
    }
    default:
      return { type: 'LeastRequest' };
  }
}
