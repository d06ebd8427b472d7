import type { RequestMatch } from './snapshot.ts';

/** What the order of candidates depends on. */
export interface PrecedenceKey {
  match: RequestMatch;
  /** Hostname that the route has on the listener; leave it out inside one virtual host. */
  hostname?: string;
  /** 0, or 1 for a route whose kind comes behind, however old it is. */
  kindRank?: 0 | 1;
  /** `metadata.creationTimestamp` of the route. */
  created: string;
  namespace: string;
  name: string;
  ruleIndex: number;
  matchIndex: number;
}

const PATH_ORDER = { Exact: 0, RegularExpression: 1, PathPrefix: 2 } as const;

/**
 * Orders candidates: the one that wins comes first. Regular expressions stand between exact paths and prefixes; a method counts as one
 * more header match; with equal numbers the more exact ones win. The Gateway API text puts the method before the headers and knows no
 * exact ones; this is what Envoy Gateway does, and the conformance suite holds either way. Source: docs/parity.md, gateway-api section 2.3.
 */
export function comparePrecedence(a: PrecedenceKey, b: PrecedenceKey): number {
  return (
    compareHostnames(a.hostname ?? '', b.hostname ?? '') ||
    PATH_ORDER[a.match.path.type] - PATH_ORDER[b.match.path.type] ||
    pathLength(b.match.path) - pathLength(a.match.path) ||
    headerCount(b.match) - headerCount(a.match) ||
    exactHeaders(b.match) - exactHeaders(a.match) ||
    b.match.queryParams.length - a.match.queryParams.length ||
    exactCount(b.match.queryParams) - exactCount(a.match.queryParams) ||
    (a.kindRank ?? 0) - (b.kindRank ?? 0) ||
    compareText(a.created, b.created) ||
    compareText(a.namespace, b.namespace) ||
    compareText(a.name, b.name) ||
    a.ruleIndex - b.ruleIndex ||
    a.matchIndex - b.matchIndex
  );
}

/** Bytes of a text in UTF-8. Asked for very often, so that nothing is encoded; half of a surrogate pair counts as it is replaced. */
function bytesOf(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) continue;
    if (code < 0x800) bytes += 1;
    else if (code < 0xd800 || code > 0xdbff || (text.charCodeAt(at + 1) & 0xfc00) !== 0xdc00) bytes += 2;
    else {
      bytes += 2;
      at++;
    }
  }
  return bytes;
}

/** Bytes that a path counts with; the prefix `/` counts like no path. */
function pathLength({ type, value }: RequestMatch['path']): number {
  return type === 'PathPrefix' && value === '/' ? 0 : bytesOf(value);
}

function headerCount({ method, headers }: RequestMatch): number {
  return headers.length + (method === undefined ? 0 : 1);
}

function exactHeaders({ method, headers }: RequestMatch): number {
  return exactCount(headers) + (method === undefined ? 0 : 1);
}

function exactCount(entries: RequestMatch['headers']): number {
  let count = 0;
  for (const { type } of entries) if (type === 'Exact') count++;
  return count;
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
