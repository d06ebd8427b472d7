import type { GrpcMatch, HttpMatch, NamedMatch } from '../../server/gateway/shapes.ts';
import type { KubeObject } from '../../server/model/object.ts';
import { routeSpecOf, specOf } from '../live/served.ts';

/** A match of a rule in a few words. */
export interface MatchText {
  /** `PathPrefix /round`, or `helloworld.Greeter/SayHello` of a call. */
  path: string;
  /** `GET`, `header x-canary: always`, `query u=1`; ANDed with the path. */
  more: string[];
}

/** What lists show of a route's manifest. */
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

/** The match of a call in words; without a method every call is meant (GRPCRouteMatch.method). */
export function callText({ method, headers = [] }: GrpcMatch): MatchText {
  const called = `${method?.service ?? '*'}/${method?.method ?? '*'}`;
  return {
    path: called === '*/*' ? 'every call' : method?.type === 'RegularExpression' ? `matches ${called}` : called,
    more: headers.map((pair) => pairText('header', pair)),
  };
}

function matchesOf(object: KubeObject): MatchText[] {
  if (object.kind === 'GRPCRoute')
    return (specOf(object, 'GRPCRoute').rules ?? []).flatMap(({ matches }) =>
      (matches?.length ? matches : [{}]).map(callText),
    );
  return (specOf(object, 'HTTPRoute').rules ?? []).flatMap(({ matches }) =>
    (matches?.length ? matches : [{}]).map(matchText),
  );
}

/** Reads an HTTPRoute or a GRPCRoute. */
export function routeFacts(object: KubeObject): RouteFacts {
  const spec = routeSpecOf(object);
  const namespace = object.metadata.namespace ?? '';
  const name = object.metadata.name ?? '';
  const rules = spec.rules ?? [];
  const matches = matchesOf(object);
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

interface Manager {
  manager?: string;
  /** RFC 3339. */
  time?: string;
  subresource?: string;
}

/** Who wrote the object last, as `metadata.managedFields` has it; null where nobody is named. */
export function lastManager({ metadata }: KubeObject): string | null {
  let last: Manager | undefined;
  for (const entry of (metadata.managedFields ?? []) as Manager[]) {
    // controllers write the status of what others manage
    if (entry.subresource === 'status') continue;
    if (last === undefined || (entry.time ?? '') >= (last.time ?? '')) last = entry;
  }
  return last?.manager ?? null;
}

const DAY_MS = 86_400_000;

/** True for an object that was there before the traffic that is remembered. */
export function isOlderThanDay(object: KubeObject): boolean {
  return Date.now() - Date.parse(object.metadata.creationTimestamp ?? '') > DAY_MS;
}
