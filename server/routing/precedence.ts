import type { RequestMatch } from './snapshot.ts';

/** What the order of candidates depends on. */
export interface PrecedenceKey {
  match: RequestMatch;
  /** Hostname that the route has on the listener; leave it out inside one virtual host. */
  hostname?: string;
  /** `metadata.creationTimestamp` of the route. */
  created: string;
  namespace: string;
  name: string;
  ruleIndex: number;
  matchIndex: number;
}

const PATH_ORDER = { Exact: 0, RegularExpression: 1, PathPrefix: 2 } as const;

/**
 * Orders candidates: the one that wins comes first. Regular expressions stand between exact paths and prefixes, longer ones first, as in
 * Envoy Gateway; the rest is the order of the Gateway API. Source: gateway-api section 2.3.
 */
export function comparePrecedence(a: PrecedenceKey, b: PrecedenceKey): number {
  return (
    compareHostnames(a.hostname ?? '', b.hostname ?? '') ||
    PATH_ORDER[a.match.path.type] - PATH_ORDER[b.match.path.type] ||
    b.match.path.value.length - a.match.path.value.length ||
    Number(b.match.method !== undefined) - Number(a.match.method !== undefined) ||
    b.match.headers.length - a.match.headers.length ||
    b.match.queryParams.length - a.match.queryParams.length ||
    compareText(a.created, b.created) ||
    compareText(`${a.namespace}/${a.name}`, `${b.namespace}/${b.name}`) ||
    a.ruleIndex - b.ruleIndex ||
    a.matchIndex - b.matchIndex
  );
}

/** Most specific first: exact, then the longer wildcard, then none. */
export function compareHostnames(a: string, b: string): number {
  return rank(a) - rank(b) || b.length - a.length;
}

function rank(hostname: string): number {
  if (hostname === '' || hostname === '*') return 2;
  return hostname.startsWith('*.') ? 1 : 0;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
