import type { RequestMatch } from '../routing/snapshot.ts';
import type { GrpcMatch, GrpcRule, HttpMatch, HttpRule, NamedMatch, RouteKind, RouteRule } from './shapes.ts';

const EVERYTHING: HttpMatch = { path: { type: 'PathPrefix', value: '/' } };

function namedMatches(matches: readonly NamedMatch[] = [], lower: boolean): RequestMatch['headers'] {
  return matches.map(({ type = 'Exact', name, value }) => ({ type, name: lower ? name.toLowerCase() : name, value }));
}

/** Any service, and any method, in a regular expression over `/SERVICE/METHOD`. */
export const ANY_SERVICE = '(?i)\\.?[a-z_][a-z_0-9]*(\\.[a-z_][a-z_0-9]*)*';
export const ANY_METHOD = '[A-Za-z_][A-Za-z_0-9]*';

/** Matches of a rule with their defaults; a rule without matches takes every request. */
export function requestMatches(rule: RouteRule, kind: RouteKind): RequestMatch[] {
  return kind === 'HTTPRoute' ? httpMatches(rule as HttpRule) : grpcMatches(rule as GrpcRule);
}

/** Source: gateway-api section 1.6. */
function httpMatches(rule: HttpRule): RequestMatch[] {
  const matches = rule.matches === undefined || rule.matches.length === 0 ? [EVERYTHING] : rule.matches;
  return matches.map((match) => ({
    path: { type: match.path?.type ?? 'PathPrefix', value: match.path?.value ?? '/' },
    ...(match.method === undefined ? {} : { method: match.method }),
    headers: namedMatches(match.headers, true),
    queryParams: namedMatches(match.queryParams, false),
  }));
}

/** A call is a request for `/SERVICE/METHOD`, so its match is one of the path. As Envoy Gateway translates it. Source: gateway-api sections 1.7 and 2.4. */
function grpcMatches({ matches = [] }: GrpcRule): RequestMatch[] {
  return (matches.length === 0 ? [{}] : matches).map(grpcMatch);
}

function grpcMatch({ method, headers }: GrpcMatch): RequestMatch {
  const match: RequestMatch = {
    path: { type: 'PathPrefix', value: '/' },
    headers: namedMatches(headers, true),
    queryParams: [],
  };
  const { service, method: called } = method ?? {};
  if (method?.type === 'RegularExpression') {
    match.path = { type: 'RegularExpression', value: `/${service ?? ANY_SERVICE}/${called ?? ANY_METHOD}` };
  } else if (service !== undefined) {
    match.path =
      called === undefined
        ? { type: 'PathPrefix', value: `/${service}` }
        : { type: 'Exact', value: `/${service}/${called}` };
  } else if (called !== undefined) {
    // a method of any service counts as a header that is not exact, which matters for precedence
    match.headers.push({ type: 'RegularExpression', name: ':path', value: `.*/${called}` });
  }
  return match;
}
