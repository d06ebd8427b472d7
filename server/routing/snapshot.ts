import type { LoadBalancer, Locality } from '../balancing/types.ts';

/**
 * What the proxy serves: a plain JSON value, made by `server/gateway` from the objects of one store revision and applied
 * whole or refused whole. Matching needs nothing else.
 */
export interface Snapshot {
  /** Store revision that it was translated from. */
  revision: number;
  gateways: SnapshotGateway[];
  /** By rule id. */
  rules: Record<string, SnapshotRule>;
}

/** A Gateway with an address of its own. */
export interface SnapshotGateway {
  namespace: string;
  name: string;
  /** Address from the pool, for example 127.77.0.1. */
  address: string;
  /** The first Gateway is reachable on 127.0.0.1 as well. */
  mirrorLoopback: boolean;
  ports: SnapshotPort[];
}

/** Listeners of one Gateway that share a port, merged. */
interface SnapshotPort {
  port: number;
  protocol: 'HTTP';
  listeners: SnapshotListener[];
}

/** A listener and its virtual hosts. The most specific listener hostname that covers the Host wins, and nothing falls through to another. */
export interface SnapshotListener {
  /** `NAMESPACE/GATEWAY/LISTENER`. */
  id: string;
  name: string;
  /** Lower case; absent means every host. */
  hostname?: string;
  virtualHosts: VirtualHost[];
}

/** One hostname and its candidates, in order of precedence: the first that matches wins. */
export interface VirtualHost {
  /** Exact name, `*.suffix`, or `*`. Lower case. */
  hostname: string;
  candidates: Candidate[];
}

/** One match of one rule. A rule with several matches has several candidates. */
export interface Candidate {
  ruleId: string;
  /** Index in `rule.matches` of the manifest. */
  matchIndex: number;
  match: RequestMatch;
}

/** Everything inside is ANDed. Source: HTTPRouteMatch; the match of a call is one of its path, `/SERVICE/METHOD`. */
export interface RequestMatch {
  path: { type: 'Exact' | 'PathPrefix' | 'RegularExpression'; value: string };
  method?: string;
  /** Names are lower case; `:path` is the path with the query. */
  headers: { type: 'Exact' | 'RegularExpression'; name: string; value: string }[];
  queryParams: { type: 'Exact' | 'RegularExpression'; name: string; value: string }[];
}

/** Level of the object that a policy targets, most specific first. */
export type PolicyLevel = 'Rule' | 'Route' | 'Listener' | 'Gateway';

/** A policy that is in force for a rule. */
export interface PolicyInForce {
  namespace: string;
  name: string;
  level: PolicyLevel;
  /** Set when the policy was merged with a broader one: `NAMESPACE/NAME` of that. */
  mergedWith?: string;
}

/** A rule of a route and what it does with a request. */
export interface SnapshotRule {
  /** `KIND/NAMESPACE/NAME/INDEX`, with `@NAMESPACE/GATEWAY/LISTENER` behind it where the policy in force differs by listener. */
  id: string;
  route: { kind: 'HTTPRoute' | 'GRPCRoute'; namespace: string; name: string };
  index: number;
  name?: string;
  /** Absent: no policy, LeastRequest by default. */
  policy?: PolicyInForce;
  action: RuleAction;
}

export type RuleAction = { type: 'respond'; status: number; reason: string } | { type: 'forward'; group: BackendGroup };

/**
 * The backends of one rule.
 * `localities`: one cluster, each backendRef is a weighted locality (weights ignored by ConsistentHash).
 * `weighted`: a backendRef is chosen per request at random by weight (by hash with ConsistentHash), then an endpoint inside it;
 * used when some backendRef cannot be served. Source: backend-traffic-policy section 6.2.
 */
export interface BackendGroup {
  loadBalancer: LoadBalancer;
  structure: 'localities' | 'weighted';
  backends: SnapshotBackend[];
}

/** One backendRef of a rule. */
export interface SnapshotBackend extends Locality {
  /** Index in `rule.backendRefs` of the manifest. */
  index: number;
  ref: { kind: string; namespace: string; name: string; port: number };
  /** What the backend speaks: HTTP/2 by prior knowledge; absent, HTTP/1.1. */
  protocol?: 'h2c';
  /** Set when its share is answered by the proxy itself: 500 for an invalid reference, 503 for one without ready endpoints. */
  respond?: { status: 500 | 503; reason: string };
}
