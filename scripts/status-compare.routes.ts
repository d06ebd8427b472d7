// HTTPRoutes and GRPCRoutes of a world.
import type { KubeObject } from '../server/model/object.ts';
import type { RouteKind } from '../server/gateway/shapes.ts';
import { backendRef } from './status-compare.backends.ts';
import { backendFilters, filters } from './status-compare.filters.ts';
import {
  GATEWAY_API,
  GATEWAY_NAMES,
  HOSTNAMES,
  LISTENER_NAMES,
  metadata,
  type Mood,
  perhaps,
  ROUTE_NAMES,
  RULE_NAMES,
  several,
} from './status-compare.mood.ts';

function weighted(mood: Mood, kind: RouteKind): object {
  const { roll } = mood;
  return {
    ...backendRef(mood),
    ...perhaps(roll, 0.3, 'weight', () => roll.pick([0, 0, 1, 5, 90])),
    ...perhaps(roll, mood.filters * 0.4, 'filters', () => backendFilters(mood, kind)),
  };
}

function listenersOf({ spec }: KubeObject): number {
  return (spec as { listeners: unknown[] }).listeners.length;
}

function parentRef({ roll, namespaces, astray }: Mood, known: readonly KubeObject[]): Record<string, unknown> {
  const gateway = roll.pick(known);
  const lost = roll.chance(astray);
  return {
    name: lost ? roll.pick(GATEWAY_NAMES) : gateway.metadata.name,
    ...(lost
      ? perhaps(roll, 0.5, 'namespace', () => roll.pick(namespaces))
      : { namespace: gateway.metadata.namespace }),
    ...perhaps(roll, 0.35, 'sectionName', () =>
      roll.pick(lost ? [...LISTENER_NAMES, 'nope'] : LISTENER_NAMES.slice(0, listenersOf(gateway))),
    ),
    ...perhaps(roll, lost ? 0.3 : 0.05, 'port', () => roll.pick([80, 8080, 443])),
    ...(lost
      ? roll.pick([
          {},
          {},
          {},
          { kind: 'Service', group: '' },
          { group: 'example.com', kind: 'Gateway' },
          { kind: 'ListenerSet' },
        ])
      : {}),
  };
}

/** Admission wants sections, or ports, where a parent is named several times. */
function parentRefs(mood: Mood, gateways: readonly KubeObject[]): object[] {
  const { roll } = mood;
  if (gateways.length > 10) return gateways.map(({ metadata: { name } }) => ({ name }));
  const refs = several(roll, 1, roll.chance(0.3) ? 3 : 1, () => parentRef(mood, gateways));
  const byPorts = roll.chance(0.2);
  return refs.map((ref, index) => {
    const key = JSON.stringify([ref.namespace, ref.name]);
    const twice = refs.some((other, place) => place !== index && JSON.stringify([other.namespace, other.name]) === key);
    if (!twice) return ref;
    const { sectionName: _section, port: _port, ...bare } = ref;
    return byPorts ? { ...bare, port: [80, 8080, 443][index] } : { ...bare, sectionName: LISTENER_NAMES[index] };
  });
}

function headerMatches({ roll, astray }: Mood): object[] {
  return several(roll, 1, 2, (index) =>
    roll.pick([
      { name: index === 0 ? 'X-Env' : 'x-user', value: roll.pick(['prod', 'dev']) },
      {
        name: index === 0 ? 'x-env' : 'x-user',
        type: 'RegularExpression',
        value: roll.pick(['^a', roll.chance(astray) ? 'a(' : 'b+']),
      },
    ]),
  );
}

function httpMatch(mood: Mood): object {
  const { roll, astray } = mood;
  const path = roll.pick([
    { type: 'PathPrefix', value: roll.pick(['/', '/a', '/a/', '/a/b']) },
    { value: roll.pick(['/', '/a']) },
    { type: 'Exact', value: roll.pick(['/a', '/a/b', '/pkg.Svc/Get']) },
    {
      type: 'RegularExpression',
      value: roll.pick(['/a.*', '/[a-z]+', ...(roll.chance(astray) ? ['/[', '/a**', '/(?<!x)'] : [])]),
    },
  ]);
  return {
    ...perhaps(roll, 0.8, 'path', () => path),
    ...perhaps(roll, 0.25, 'method', () => roll.pick(['GET', 'POST', 'OPTIONS'])),
    ...perhaps(roll, 0.2, 'headers', () => headerMatches(mood)),
    ...perhaps(roll, 0.2, 'queryParams', () => [
      {
        name: roll.pick(['q', 'Q']),
        value: '1',
        ...perhaps(roll, 0.3, 'type', () => roll.pick(['Exact', 'RegularExpression'])),
      },
    ]),
  };
}

function grpcMatch(mood: Mood): object {
  const { roll, astray } = mood;
  const method = roll.pick([
    { service: 'pkg.Svc', method: 'Get' },
    { service: 'pkg.Svc' },
    { method: 'Get' },
    { type: 'RegularExpression', service: roll.pick(['pkg\\..*', ...(roll.chance(astray) ? ['pkg[', '*'] : [])]) },
    { type: 'RegularExpression', method: roll.pick(['Get.*', ...(roll.chance(astray) ? ['(', 'a{2,1}'] : [])]) },
    { type: 'RegularExpression', service: 'pkg', method: 'Get.+' },
  ]);
  return {
    ...perhaps(roll, 0.8, 'method', () => method),
    ...perhaps(roll, 0.25, 'headers', () => headerMatches(mood)),
  };
}

function rule(mood: Mood, kind: RouteKind, index: number): object {
  const { roll } = mood;
  const filtered = roll.chance(mood.filters) ? filters(mood, kind) : [];
  const redirects = filtered.some((filter) => 'requestRedirect' in filter);
  return {
    ...perhaps(roll, 0.6, 'name', () => RULE_NAMES[index]),
    ...perhaps(roll, 0.75, 'matches', () =>
      several(roll, roll.chance(0.1) ? 0 : 1, 2, () => (kind === 'HTTPRoute' ? httpMatch(mood) : grpcMatch(mood))),
    ),
    ...(filtered.length > 0 ? { filters: filtered } : {}),
    ...(redirects
      ? {}
      : perhaps(roll, 0.95, 'backendRefs', () =>
          several(roll, roll.chance(0.1) ? 0 : 1, 3, () => weighted(mood, kind)),
        )),
    ...(kind === 'HTTPRoute' ? perhaps(roll, 0.1, 'timeouts', () => ({ request: '5s', backendRequest: '1s' })) : {}),
  };
}

function route(mood: Mood, kind: RouteKind, gateways: readonly KubeObject[], name: string): KubeObject {
  const { roll } = mood;
  return {
    apiVersion: `${GATEWAY_API}/v1`,
    kind,
    metadata: metadata(mood, name, roll.pick(mood.namespaces)),
    spec: {
      parentRefs: parentRefs(mood, gateways),
      ...perhaps(roll, 0.55, 'hostnames', () => [...new Set(several(roll, 1, 3, () => roll.pick(HOSTNAMES)))]),
      ...(kind === 'GRPCRoute' && roll.chance(0.1)
        ? {}
        : { rules: several(roll, 1, 3, (index) => rule(mood, kind, index)) }),
    },
  };
}

/** Routes of both kinds, some of which share a name. */
export function routes(mood: Mood, gateways: readonly KubeObject[]): KubeObject[] {
  const { roll } = mood;
  const found = new Map<string, KubeObject>();
  const add = (kind: RouteKind): void => {
    const made = route(mood, kind, gateways, roll.pick(ROUTE_NAMES));
    found.set(`${kind}/${made.metadata.namespace}/${made.metadata.name}`, made);
  };
  for (let count = roll.below(7); count > 0; count--) add('HTTPRoute');
  for (let count = roll.chance(mood.grpc) ? 1 + roll.below(3) : 0; count > 0; count--) add('GRPCRoute');
  return [...found.values()];
}
