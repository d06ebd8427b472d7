import { expect, test } from 'vitest';
import { compile } from '../routing/match.ts';
import {
  backend,
  GATEWAY,
  groupOf,
  NOW,
  POOL,
  route,
  ruleOf,
  run,
  said,
  statusOf,
  stored,
  withStatuses,
} from './manifests.fixture.ts';
import { translate } from './translate.ts';

const FIRST_POLICY = `
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: BackendTrafficPolicy
metadata:
  name: round-robin-policy
  namespace: default
spec:
  targetRefs:
  - group: gateway.networking.k8s.io
    kind: HTTPRoute
    name: round-robin-route
  loadBalancer:
    type: RoundRobin
`;

const FIRST_ROUTE = `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: round-robin-route
  namespace: default
spec:
  parentRefs:
  - name: eg
  hostnames:
  - "www.example.com"
  rules:
  - matches:
    - path:
        type: PathPrefix
        value: /round
    backendRefs:
    - name: backend
      port: 3000
`;

const FOUR = backend('backend', ['127.0.1.1', '127.0.1.2', '127.0.1.3', '127.0.1.4']);
const FIRST = stored(GATEWAY, FOUR, FIRST_POLICY, FIRST_ROUTE);
const FIRST_RULE = 'HTTPRoute/default/round-robin-route/0';

test('the first example becomes one rule with four endpoints in rotation', () => {
  const result = run(FIRST);
  expect(result.snapshot).toEqual({
    revision: 7,
    gateways: [
      {
        namespace: 'default',
        name: 'eg',
        address: '127.77.0.1',
        mirrorLoopback: true,
        ports: [
          {
            port: 80,
            protocol: 'HTTP',
            listeners: [
              {
                id: 'default/eg/http',
                name: 'http',
                virtualHosts: [
                  {
                    hostname: 'www.example.com',
                    candidates: [
                      {
                        ruleId: FIRST_RULE,
                        matchIndex: 0,
                        match: { path: { type: 'PathPrefix', value: '/round' }, headers: [], queryParams: [] },
                      },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
    ],
    rules: {
      [FIRST_RULE]: {
        id: FIRST_RULE,
        route: { kind: 'HTTPRoute', namespace: 'default', name: 'round-robin-route' },
        index: 0,
        policy: { namespace: 'default', name: 'round-robin-policy', level: 'Route' },
        action: {
          type: 'forward',
          group: {
            loadBalancer: { type: 'RoundRobin' },
            structure: 'localities',
            backends: [
              {
                index: 0,
                ref: { kind: 'Service', namespace: 'default', name: 'backend', port: 3000 },
                weight: 1,
                endpoints: [1, 2, 3, 4].map((host) => ({ address: `127.0.1.${host}`, port: 3000 })),
              },
            ],
          },
        },
      },
    },
  });
  const router = compile(result.snapshot);
  const request = { host: 'www.example.com', method: 'GET', search: '', headerValues: () => [] };
  expect(router.match(0, 80, { ...request, path: '/round/trip' }).type).toBe('rule');
  expect(router.match(0, 80, { ...request, path: '/rounded' }).type).toBe('none');
});

test('the conditions of the first example are those that Envoy Gateway writes', () => {
  const result = run(FIRST);
  expect(said(statusOf(result, 'GatewayClass', 'eg'))).toEqual(['Accepted=True Accepted: Valid GatewayClass']);
  const gateway = statusOf(result, 'Gateway', 'eg');
  expect(gateway?.addresses).toEqual([{ type: 'IPAddress', value: '127.77.0.1' }]);
  expect(said(gateway)).toEqual([
    'Accepted=True Accepted: The Gateway has been scheduled by Envoy Gateway',
    'Programmed=True Programmed: Address assigned to the Gateway, 1/1 envoy replicas available',
  ]);
  expect(gateway?.listeners[0]).toMatchObject({
    name: 'http',
    attachedRoutes: 1,
    supportedKinds: ['HTTPRoute', 'GRPCRoute'].map((kind) => ({ group: 'gateway.networking.k8s.io', kind })),
  });
  expect(said(gateway?.listeners[0])).toEqual([
    'Programmed=True Programmed: Sending translated listener configuration to the data plane',
    'Accepted=True Accepted: Listener has been successfully translated',
    'ResolvedRefs=True ResolvedRefs: Listener references have been resolved',
  ]);
  expect(statusOf(result, 'HTTPRoute', 'round-robin-route')).toEqual({
    parents: [
      {
        parentRef: { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'eg' },
        controllerName: 'gateway.envoyproxy.io/gatewayclass-controller',
        conditions: [
          condition('Accepted', 'Accepted', 'Route is accepted'),
          condition('ResolvedRefs', 'ResolvedRefs', 'Resolved all the Object references for the Route'),
        ],
      },
    ],
  });
  expect(statusOf(result, 'BackendTrafficPolicy', 'round-robin-policy')).toEqual({
    ancestors: [
      {
        ancestorRef: { group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: 'default', name: 'eg' },
        controllerName: 'gateway.envoyproxy.io/gatewayclass-controller',
        conditions: [condition('Accepted', 'Accepted', 'Policy has been accepted.')],
      },
    ],
  });
});

function condition(type: string, reason: string, message: string): object {
  return { type, status: 'True', reason, message, observedGeneration: 1, lastTransitionTime: NOW };
}

test('without a policy the balancer is LeastRequest and weights make localities', () => {
  const result = run(
    stored(
      GATEWAY,
      backend('backend-v1', ['127.0.1.5', '127.0.1.6']),
      backend('backend-v2', ['127.0.1.7', '127.0.1.8']),
      route('split', [
        { name: 'backend-v1', port: 3000, weight: 90 },
        { name: 'backend-v2', port: 3000, weight: 10 },
      ]),
    ),
  );
  expect(ruleOf(result, 'HTTPRoute/default/split/0')).toMatchObject({ index: 0, name: 'main' });
  expect(ruleOf(result, 'HTTPRoute/default/split/0').policy).toBeUndefined();
  expect(groupOf(result, 'HTTPRoute/default/split/0')).toMatchObject({
    loadBalancer: { type: 'LeastRequest' },
    structure: 'localities',
    backends: [
      { index: 0, weight: 90, endpoints: [{ address: '127.0.1.5' }, { address: '127.0.1.6' }] },
      { index: 1, weight: 10, endpoints: [{ address: '127.0.1.7' }, { address: '127.0.1.8' }] },
    ],
  });
});

test('a rule without matches takes every path', () => {
  const result = run(stored(GATEWAY, FOUR, route('all', [{ name: 'backend', port: 3000 }])));
  expect(result.snapshot.gateways[0]?.ports[0]?.listeners[0]?.virtualHosts).toEqual([
    {
      hostname: '*',
      candidates: [
        {
          ruleId: 'HTTPRoute/default/all/0',
          matchIndex: 0,
          match: { path: { type: 'PathPrefix', value: '/' }, headers: [], queryParams: [] },
        },
      ],
    },
  ]);
});

test('candidates of one host stand in order of precedence, whatever routes they come from', () => {
  const older = stored(
    route('b-older', [], {
      rules: [
        { matches: [{ path: { type: 'PathPrefix', value: '/a' } }] },
        { matches: [{ path: { type: 'Exact', value: '/a' } }] },
      ],
    }),
  );
  const younger = stored(
    route('a-younger', [], {
      rules: [
        { matches: [{ path: { type: 'PathPrefix', value: '/a/b' } }, { path: { type: 'PathPrefix', value: '/a' } }] },
        { matches: [{ path: { type: 'PathPrefix', value: '/a' }, method: 'GET' }] },
      ],
    }),
  ).map((object) => ({ ...object, metadata: { ...object.metadata, creationTimestamp: '2026-02-01T00:00:00Z' } }));
  const result = run([...stored(GATEWAY), ...younger, ...older]);
  const [host] = result.snapshot.gateways[0]?.ports[0]?.listeners[0]?.virtualHosts ?? [];
  expect(host?.candidates.map(({ ruleId, matchIndex }) => `${ruleId} ${matchIndex}`)).toEqual([
    'HTTPRoute/default/b-older/1 0',
    'HTTPRoute/default/a-younger/0 0',
    'HTTPRoute/default/a-younger/1 0',
    'HTTPRoute/default/b-older/0 0',
    'HTTPRoute/default/a-younger/0 1',
  ]);
  expect(said(statusOf(result, 'HTTPRoute', 'a-younger')?.parents[0])).toContain(
    'RouteRulesOverlap=True RouteRulesOverlap: Overlapping match conditions with route(s): HTTPRoute default/b-older',
  );
});

test('a route that two parentRefs lead to the same listener is served once', () => {
  const twice = route('twice', [{ name: 'backend', port: 3000 }], {
    parentRefs: [{ name: 'eg' }, { name: 'eg', sectionName: 'http' }],
  });
  const result = run(stored(GATEWAY, FOUR, twice));
  expect(result.snapshot.gateways[0]?.ports[0]?.listeners[0]?.virtualHosts[0]?.candidates).toHaveLength(1);
  expect(statusOf(result, 'HTTPRoute', 'twice')?.parents).toHaveLength(2);
});

test('its own statuses, once stored, give no further change, also a day later and after a restart', () => {
  const result = run(FIRST);
  const settled = withStatuses(FIRST, result.statuses);
  const again = run(settled, { now: '2026-05-02T12:00:00Z', previous: result.snapshot });
  expect(again).toEqual({ snapshot: result.snapshot, statuses: [] });
  expect(run(settled, { now: '2026-05-03T12:00:00Z' }).statuses).toEqual([]);
});

test('only a condition whose status changes gets another time', () => {
  const settled = withStatuses(FIRST, run(FIRST).statuses);
  const later = '2026-05-02T12:00:00Z';
  const result = run(
    settled.filter(({ kind }) => kind !== 'Service'),
    { now: later },
  );
  expect(result.statuses.map(({ key }) => key.kind)).toEqual(['HTTPRoute']);
  expect(statusOf(result, 'HTTPRoute', 'round-robin-route')?.parents[0]?.conditions).toMatchObject([
    { type: 'Accepted', lastTransitionTime: NOW },
    { type: 'ResolvedRefs', status: 'False', lastTransitionTime: later },
  ]);
});

test('conditions carry the generation that they judge', () => {
  const objects = FIRST.map((object) => ({ ...object, metadata: { ...object.metadata, generation: 5 } }));
  const { statuses } = run(objects);
  expect(JSON.stringify(statuses)).not.toMatch(/"observedGeneration":[^5]/);
  expect(statuses).toHaveLength(4);
});

test('what other controllers wrote stays, and what is no longer true of ours goes', () => {
  const foreign = {
    parentRef: { name: 'elsewhere' },
    controllerName: 'example.com/other',
    conditions: [{ type: 'Accepted', status: 'True', reason: 'Accepted', message: '', lastTransitionTime: NOW }],
  };
  const objects = FIRST.map((object) =>
    object.kind === 'HTTPRoute' ? { ...object, status: { parents: [foreign] } } : object,
  );
  const result = run(objects);
  expect(statusOf(result, 'HTTPRoute', 'round-robin-route')?.parents).toHaveLength(2);
  expect(statusOf(result, 'HTTPRoute', 'round-robin-route')?.parents[0]).toEqual(foreign);

  const withoutGateway = withStatuses(objects, result.statuses).filter(({ kind }) => kind !== 'Gateway');
  const after = run(withoutGateway);
  expect(statusOf(after, 'HTTPRoute', 'round-robin-route')).toEqual({ parents: [foreign] });
  expect(statusOf(after, 'BackendTrafficPolicy', 'round-robin-policy')).toEqual({ ancestors: [] });
  expect(after.snapshot).toEqual({ revision: 7, gateways: [], rules: {} });
});

test('Gateways of other classes are left alone, and those whose class is gone say that nobody serves them', () => {
  const settled = withStatuses(FIRST, run(FIRST).statuses);
  const foreignClass = settled.map((object) =>
    object.kind === 'GatewayClass' ? { ...object, spec: { controllerName: 'example.com/other' } } : object,
  );
  expect(run(foreignClass).statuses.map(({ key }) => key.kind)).toEqual(['HTTPRoute', 'BackendTrafficPolicy']);

  const noClass = settled.filter(({ kind }) => kind !== 'GatewayClass');
  const orphan = run(noClass);
  expect(said(statusOf(orphan, 'Gateway', 'eg'))).toEqual([
    'Accepted=Unknown Pending: Waiting for controller',
    'Programmed=Unknown Pending: Waiting for controller',
  ]);
  expect(run(withStatuses(noClass, orphan.statuses)).statuses).toEqual([]);
});

test('a class with parameters is refused and its Gateways are served without them; a Gateway with parameters is not served', () => {
  const objects = FIRST.map((object) =>
    object.kind === 'GatewayClass'
      ? {
          ...object,
          spec: {
            controllerName: 'gateway.envoyproxy.io/gatewayclass-controller',
            parametersRef: { group: 'gateway.envoyproxy.io', kind: 'EnvoyProxy', name: 'custom', namespace: 'default' },
          },
        }
      : object,
  );
  const result = run(objects);
  expect(said(statusOf(result, 'GatewayClass', 'eg'))).toEqual([
    'Accepted=False InvalidParameters: Invalid parametersRef: failed to find envoyproxy default/custom for GatewayClass eg: envoyproxies.gateway.envoyproxy.io "custom" not found',
  ]);
  expect(result.snapshot.gateways).toHaveLength(1);

  const own = FIRST.map((object) =>
    object.kind === 'Gateway'
      ? {
          ...object,
          spec: {
            ...(object.spec as object),
            infrastructure: { parametersRef: { group: 'gateway.envoyproxy.io', kind: 'EnvoyProxy', name: 'custom' } },
          },
        }
      : object,
  );
  expect(said(statusOf(run(own), 'Gateway', 'eg'))).toEqual([
    'Accepted=False InvalidParameters: failed to find envoyproxy default/custom for Gateway eg: envoyproxies.gateway.envoyproxy.io "custom" not found',
    'Programmed=Unknown Pending: Waiting for controller',
  ]);
});

test('objects are not changed', () => {
  const before = structuredClone(FIRST);
  translate(FIRST, { revision: 1, pool: POOL, bindings: [] });
  expect(FIRST).toEqual(before);
});
