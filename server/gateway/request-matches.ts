import type { RequestMatch } from '../routing/snapshot.ts';
import type { HttpMatch, HttpRule, NamedMatch } from './shapes.ts';

const EVERYTHING: HttpMatch = { path: { type: 'PathPrefix', value: '/' } };

function namedMatches(matches: readonly NamedMatch[] = [], lower: boolean): RequestMatch['headers'] {
  return matches.map(({ type = 'Exact', name, value }) => ({ type, name: lower ? name.toLowerCase() : name, value }));
}

/** Matches of a rule with their defaults; a rule without matches takes every request. Source: gateway-api section 1.6. */
export function requestMatches(rule: HttpRule): RequestMatch[] {
  const matches = rule.matches === undefined || rule.matches.length === 0 ? [EVERYTHING] : rule.matches;
  return matches.map((match) => ({
    path: { type: match.path?.type ?? 'PathPrefix', value: match.path?.value ?? '/' },
    ...(match.method === undefined ? {} : { method: match.method }),
    headers: namedMatches(match.headers, true),
    queryParams: namedMatches(match.queryParams, false),
  }));
}
