import type { HttpMatch, NamedMatch } from '../../server/gateway/shapes.ts';
import type { KubeObject } from '../../server/model/object.ts';
import { specOf } from '../live/served.ts';

/** A match of a rule in a few words. */
export interface MatchText {
  /** `PathPrefix /round`. */
  path: string;
  /** `GET`, `header x-canary: always`, `query u=1`; ANDed with the path. */
  more: string[];
}

/** What lists show of an HTTPRoute's manifest. */
export interface RouteFacts {
  namespace: string;
  name: string;
  hosts: string[];
  rules: number;
  matches: MatchText[];
  /** Parents as `NAMESPACE/NAME`. */
  gateways: string[];
  /** Everything that the search looks at. */
  search: string;
}

function pairText(kind: string, pair: NamedMatch): string {
  const sign = pair.type === 'RegularExpression' ? '~' : '=';
  return `${kind} ${pair.name}${sign}${pair.value}`;
}

/** A match in words; without a path every path is meant (HTTPRouteMatch.path defaults to PathPrefix /). */
export function matchText(match: HttpMatch): MatchText {
  return {
    path: `${match.path?.type ?? 'PathPrefix'} ${match.path?.value ?? '/'}`,
    more: [
      ...(match.method === undefined ? [] : [match.method]),
      ...(match.headers ?? []).map((pair) => pairText('header', pair)),
      ...(match.queryParams ?? []).map((pair) => pairText('query', pair)),
    ],
  };
}

/** Reads an HTTPRoute. */
export function routeFacts(object: KubeObject): RouteFacts {
  const spec = specOf(object, 'HTTPRoute');
  const namespace = object.metadata.namespace ?? '';
  const name = object.metadata.name ?? '';
  const rules = spec.rules ?? [];
  const matches = rules.flatMap((rule) => (rule.matches?.length ? rule.matches : [{}]).map(matchText));
  const gateways = (spec.parentRefs ?? []).map((ref) => `${ref.namespace ?? namespace}/${ref.name}`);
  const labels = Object.entries(object.metadata.labels ?? {}).map(([key, value]) => `${key}=${value}`);
  const backends = rules.flatMap((rule) => (rule.backendRefs ?? []).map((ref) => `${ref.name}:${ref.port ?? ''}`));
  return {
    namespace,
    name,
    hosts: spec.hostnames ?? [],
    rules: rules.length,
    matches,
    gateways: [...new Set(gateways)],
    search: [
      `${namespace}/${name}`,
      ...(spec.hostnames ?? []),
      ...rules.map((rule) => rule.name ?? ''),
      ...matches.flatMap((match) => [match.path, ...match.more]),
      ...gateways,
      ...backends,
      ...labels,
    ].join(' '),
  };
}
