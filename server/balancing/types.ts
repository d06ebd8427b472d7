/** One address that requests can be sent to. */
export interface Endpoint {
  /** IP literal without brackets. */
  address: string;
  port: number;
  zone?: string;
}

/** Where a hash comes from. Source: BackendTrafficPolicy.spec.loadBalancer.consistentHash. */
export type HashInput =
  | { type: 'SourceIP' }
  | { type: 'Header'; name: string }
  | { type: 'QueryParam'; name: string }
  | {
      type: 'Cookie';
      name: string;
      /** Seconds; absent: no cookie is made. */ ttl?: number;
      attributes: Record<string, string>;
    };

/** How endpoints are chosen inside one backend group. */
export type LoadBalancer =
  | { type: 'RoundRobin' }
  | { type: 'Random' }
  | { type: 'LeastRequest' }
  | { type: 'ConsistentHash'; inputs: HashInput[]; /** Prime. */ tableSize: number };

/** One locality: the endpoints of one backendRef and its weight. */
export interface Locality {
  weight: number;
  endpoints: Endpoint[];
}

/** Source of randomness: a float in [0, 1). Seeded in tests. */
export type Random = () => number;

/** A 64-bit hash as two unsigned halves, since BigInt is slow on the request path. */
export interface Hash64 {
  hi: number;
  lo: number;
}

/**
 * Chooses endpoints for one backend group. An endpoint is named by its index in the concatenation of all localities' endpoints, in
 * manifest order.
 */
export interface Balancer {
  /**
   * Where the next request goes: an endpoint's index (0 or more); NO_ENDPOINT (-1) when the group has nothing to choose from; or, below
   * that, a backend that was chosen but cannot be served, decoded by `unservedBackend` of pick.ts. `hash` is only looked at by ConsistentHash.
   */
  pick(hash?: Hash64): number;
  /** All endpoints, by the index that `pick` returns. */
  readonly endpoints: readonly Endpoint[];
  /** Index of the locality (backendRef) of an endpoint, by the same index. */
  readonly localityOf: ArrayLike<number>;
}

/** What `createBalancer` balances over. A `BackendGroup` of the snapshot is one with `localities: group.backends`. */
export interface BalancedGroup {
  loadBalancer: LoadBalancer;
  structure: 'localities' | 'weighted';
  /** `respond`: the proxy answers this locality's share itself, whatever endpoints it has. */
  localities: readonly (Locality & { respond?: object })[];
}

/** What a balancer reads from its surroundings. */
export interface BalancerEnvironment {
  random: Random;
  /** Active requests of an endpoint, by the same index as `Balancer.pick` returns. */
  active: (endpoint: number) => number;
}
