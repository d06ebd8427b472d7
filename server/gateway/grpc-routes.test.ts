import { expect, test } from 'vitest';
import { backend, GATEWAY, run, said, statusOf, stored } from './manifests.fixture.ts';
import { compile } from '../routing/match.ts';
import type { Translation } from './translate.ts';

const REFS = [{ name: 'backend', port: 3000 }];
const GROUP = 'gateway.networking.k8s.io';

function route(kind: 'HTTPRoute' | 'GRPCRoute', name: string, spec: object, created = '2026-01-01T00:00:00Z'): string {
  return JSON.stringify({
    apiVersion: `${GROUP}/v1`,
    kind,
    metadata: { name, creationTimestamp: created, labels: { app: name } },
    spec: { parentRefs: [{ name: 'eg' }], ...spec },
  });
}

function policy(name: string, spec: object): string {
  return JSON.stringify({
    apiVersion: 'gateway.envoyproxy.io/v1alpha1',
    kind: 'BackendTrafficPolicy',
    metadata: { name },
    spec: { loadBalancer: { type: 'Random' }, ...spec },
  });
}

function serve(...texts: string[]): Translation {
  return run(stored(GATEWAY, backend('backend', ['127.0.1.1']), ...texts));
}

const CALLS = {
  rules: [{ name: 'get', matches: [{ method: { service: 'pkg.Svc', method: 'Get' } }], backendRefs: REFS }],
};
const ACCEPTED = 'Accepted=True Accepted: Route is accepted';
const RESOLVED = 'ResolvedRefs=True ResolvedRefs: Resolved all the Object references for the Route';

test('a GRPCRoute attaches to an HTTP listener, is counted there, and its rules are served', () => {
  const result = serve(route('GRPCRoute', 'calls', CALLS));
  expect(said(statusOf(result, 'GRPCRoute', 'calls')?.parents[0])).toEqual([ACCEPTED, RESOLVED]);
  expect(statusOf(result, 'Gateway', 'eg')?.listeners[0]?.attachedRoutes).toBe(1);
  expect(result.snapshot.rules).toMatchObject({
    'GRPCRoute/default/calls/0': {
      route: { kind: 'GRPCRoute', namespace: 'default', name: 'calls' },
      name: 'get',
      action: { type: 'forward', group: { backends: [{ ref: { name: 'backend' }, protocol: 'h2c' }] } },
    },
  });
});

test('matches of calls are those of their paths, in the order of Envoy Gateway', () => {
  const matches = [
    { headers: [{ name: 'X-Tenant', value: 'a' }] },
    { method: { method: 'Only' } },
    { method: { service: 'echo.Echo' } },
    { method: { type: 'RegularExpression', method: 'Ba.+' } },
    { method: { type: 'RegularExpression', service: 'foo.*' } },
    { method: { type: 'RegularExpression', service: 'foo.*', method: 'Ba.+' } },
    { method: { service: 'echo.Echo', method: 'Say' }, headers: [{ name: 'X-a', value: 'b' }] },
  ];
  const result = serve(route('GRPCRoute', 'calls', { rules: [{ matches, backendRefs: REFS }, { backendRefs: REFS }] }));
  const [host] = result.snapshot.gateways[0]!.ports[0]!.listeners[0]!.virtualHosts;
  expect(
    host?.candidates.map(({ matchIndex, match: { path, headers } }) => [
      matchIndex,
      `${path.type} ${path.value}`,
      ...headers.map(({ type, name, value }) => `${name} ${type} ${value}`),
    ]),
  ).toEqual([
    [6, 'Exact /echo.Echo/Say', 'x-a Exact b'],
    [3, 'RegularExpression /(?i)\\.?[a-z_][a-z_0-9]*(\\.[a-z_][a-z_0-9]*)*/Ba.+'],
    [4, 'RegularExpression /foo.*/[A-Za-z_][A-Za-z_0-9]*'],
    [5, 'RegularExpression /foo.*/Ba.+'],
    [2, 'PathPrefix /echo.Echo'],
    [0, 'PathPrefix /', 'x-tenant Exact a'],
    [1, 'PathPrefix /', ':path RegularExpression .*/Only'],
    [0, 'PathPrefix /'],
  ]);
  const router = compile(result.snapshot);
  const takes = (path: string): number | undefined => {
    const found = router.match(0, 80, { method: 'POST', host: 'x', path, search: '', headerValues: () => [] });
    return found.type === 'rule' ? found.candidate.matchIndex + 10 * found.rule.index : undefined;
  };
  expect(['/a.B/Bax', '/foo.X/Get', '/echo.Echo/Say', '/a.B/Only', '/a.B/Other'].map(takes)).toEqual([3, 4, 2, 1, 10]);
});

test('HTTP/2 to backends follows the appProtocol of the port, for all of a rule that shares one cluster', () => {
  const h2 = backend('h2', ['127.0.1.2']).replace('port: 3000', 'appProtocol: kubernetes.io/h2c, port: 3000');
  const refs = (...names: string[]): object[] => names.map((name) => ({ name, port: 3000 }));
  const result = run(
    stored(
      GATEWAY,
      backend('backend', ['127.0.1.1']),
      h2,
      route('HTTPRoute', 'web', {
        rules: [refs('backend'), refs('h2'), refs('backend', 'h2'), refs('backend', 'h2', 'missing')].map(
          (backendRefs) => ({ backendRefs }),
        ),
      }),
    ),
  );
  const spoken = Object.values(result.snapshot.rules).map(({ action }) =>
    action.type === 'forward' ? action.group.backends.map(({ protocol }) => protocol ?? 'http/1.1') : [],
  );
  expect(spoken).toEqual([['http/1.1'], ['h2c'], ['h2c', 'h2c'], ['http/1.1', 'h2c', 'http/1.1']]);
});

test('a GRPCRoute without rules is accepted', () => {
  expect(said(statusOf(serve(route('GRPCRoute', 'calls', {})), 'GRPCRoute', 'calls')?.parents[0])).toEqual([
    ACCEPTED,
    RESOLVED,
  ]);
});

test('a route whose rules are all refused is not accepted; a GRPCRoute then attaches nowhere, an HTTPRoute does', () => {
  const bad = { matches: [{ headers: [{ name: 'x', type: 'RegularExpression', value: 'a(' }] }], backendRefs: REFS };
  const result = serve(route('GRPCRoute', 'calls', { rules: [bad] }), route('HTTPRoute', 'web', { rules: [bad] }));
  for (const [kind, name] of [
    ['GRPCRoute', 'calls'],
    ['HTTPRoute', 'web'],
  ] as const) {
    expect(said(statusOf(result, kind, name)?.parents[0])).toEqual([
      'Accepted=False UnsupportedValue: Failed to process route rule 0: regex "a(" is invalid: error parsing regexp: missing closing ): `a(`.',
      RESOLVED,
    ]);
  }
  expect(statusOf(result, 'Gateway', 'eg')?.listeners[0]?.attachedRoutes).toBe(1);
  expect(result.snapshot.rules).toEqual({});
});

test('a route with some good rules is accepted, and says which ones were dropped', () => {
  const bad = { matches: [{ path: { type: 'RegularExpression', value: '[' } }], backendRefs: REFS };
  const result = serve(route('HTTPRoute', 'web', { rules: [bad, { backendRefs: REFS }, bad] }));
  const [, dropped] = said(statusOf(result, 'HTTPRoute', 'web')?.parents[0]);
  expect(dropped).toBe(
    'PartiallyInvalid=True UnsupportedValue: Dropped Rule(s) [0 2]: Failed to process route rule 0: regex "[" is invalid: error parsing regexp: missing closing ]: `[`.\nFailed to process route rule 2: regex "[" is invalid: error parsing regexp: missing closing ]: `[`.',
  );
  expect(Object.keys(result.snapshot.rules)).toEqual(['HTTPRoute/default/web/1']);
});

test('an HTTPRoute and a GRPCRoute that take the same requests both say so', () => {
  const result = serve(
    route('GRPCRoute', 'same', CALLS),
    route('HTTPRoute', 'same', {
      rules: [{ matches: [{ path: { type: 'Exact', value: '/pkg.Svc/Get' } }], backendRefs: REFS }],
    }),
  );
  const last = (kind: string): string | undefined => said(statusOf(result, kind, 'same')?.parents[0]).at(-1);
  expect(last('GRPCRoute')).toBe(
    'RouteRulesOverlap=True RouteRulesOverlap: Overlapping match conditions with route(s): HTTPRoute default/same',
  );
  expect(last('HTTPRoute')).toBe(
    'RouteRulesOverlap=True RouteRulesOverlap: Overlapping match conditions with route(s): GRPCRoute default/same',
  );
});

test('policies reach GRPCRoutes by name, by rule and by label, beside an HTTPRoute of the same name', () => {
  const result = serve(
    route('GRPCRoute', 'same', CALLS),
    route('HTTPRoute', 'same', { rules: [{ backendRefs: REFS }] }),
    policy('gateway', { targetRefs: [{ group: GROUP, kind: 'Gateway', name: 'eg' }] }),
    policy('rule', { targetRefs: [{ group: GROUP, kind: 'GRPCRoute', name: 'same', sectionName: 'get' }] }),
    policy('route', { targetRefs: [{ group: GROUP, kind: 'GRPCRoute', name: 'same' }], mergeType: 'StrategicMerge' }),
    policy('select', { targetSelectors: [{ kind: 'GRPCRoute', matchLabels: { app: 'same' } }] }),
    policy('web', { targetRefs: [{ group: GROUP, kind: 'HTTPRoute', name: 'same' }] }),
  );
  const says = (name: string): string[] =>
    (statusOf(result, 'BackendTrafficPolicy', name)?.ancestors ?? []).flatMap((ancestor) => said(ancestor));
  expect(says('rule')).toEqual(['Accepted=True Accepted: Policy has been accepted.']);
  expect(says('route')).toEqual([
    'Merged=True Merged: Merged with policy default/gateway',
    'Accepted=True Accepted: Policy has been accepted.',
    'Overridden=True Overridden: This policy is being overridden by other backendTrafficPolicy for these route rules: [get]',
  ]);
  expect(says('select')).toEqual([
    'Accepted=False Conflicted: Unable to target GRPCRoute same, another BackendTrafficPolicy has already attached to it',
  ]);
  expect(says('gateway').slice(1)).toEqual([
    'Merged=True Merged: This policy is being merged by other backendTrafficPolicies for these routes: [default/same]',
    'Overridden=True Overridden: This policy is being overridden by other backendTrafficPolicies for these routes: [default/same]',
  ]);
});

test('statuses name the parents and ancestors of the older GatewayClass first', () => {
  const other = GATEWAY.replaceAll('name: eg', 'name: first')
    .replace('gatewayClassName: eg', 'gatewayClassName: first')
    .replace('metadata: {name: first}', 'metadata: {name: first, creationTimestamp: "2025-01-01T00:00:00Z"}');
  const result = serve(
    other,
    route('GRPCRoute', 'calls', { ...CALLS, parentRefs: [{ name: 'eg' }, { name: 'first' }] }),
    policy('p', { targetRefs: [{ group: GROUP, kind: 'GRPCRoute', name: 'calls' }] }),
  );
  const parents = (statusOf(result, 'GRPCRoute', 'calls') as { parents: { parentRef: object }[] } | undefined)?.parents;
  expect(parents?.map(({ parentRef }) => parentRef)).toMatchObject([{ name: 'first' }, { name: 'eg' }]);
  expect(statusOf(result, 'BackendTrafficPolicy', 'p')?.ancestors).toMatchObject([
    { ancestorRef: { name: 'first' } },
    { ancestorRef: { name: 'eg' } },
  ]);
});

test.each([
  ['nothing else', [], false],
  ['a route of the Gateway', [{ name: 'other', port: 3000 }], true],
  ['a reference of another group', [{ group: 'example.com', name: 'other', port: 3000 }], false],
])('a mirror of a GRPCRoute to a Service that is named by %s', (_name, backendRefs, found) => {
  const filters = [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'other', port: 3000 } } }];
  const result = serve(
    backend('other', ['127.0.1.2']),
    route('GRPCRoute', 'calls', { rules: [{ filters, backendRefs: REFS }] }),
    route('HTTPRoute', 'web', { rules: [{ backendRefs }] }),
    // no Gateway serves it, whatever its parent is called
    route('HTTPRoute', 'mesh', {
      parentRefs: [{ group: '', kind: 'Service', name: 'eg' }],
      rules: [{ backendRefs: [{ name: 'other', port: 3000 }] }],
    }),
  );
  expect(said(statusOf(result, 'GRPCRoute', 'calls')?.parents[0]).includes(RESOLVED)).toBe(found);
});

test('a mirror of a GRPCRoute finds no Service that only routes of another GatewayClass name', () => {
  const filters = [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'other', port: 3000 } } }];
  const result = serve(
    GATEWAY.replaceAll(': eg', ': second'),
    backend('other', ['127.0.1.2']),
    route('HTTPRoute', 'web', {
      parentRefs: [{ name: 'second' }],
      rules: [{ backendRefs: [{ name: 'other', port: 3000 }] }],
    }),
    ...['eg', 'second'].map((name) =>
      route('GRPCRoute', name, { parentRefs: [{ name }], rules: [{ filters, backendRefs: REFS }] }),
    ),
  );
  const resolved = (name: string): boolean => said(statusOf(result, 'GRPCRoute', name)?.parents[0]).includes(RESOLVED);
  expect([resolved('eg'), resolved('second')]).toEqual([false, true]);
});

test.each([
  ['nothing else', [], 'RefNotPermitted'],
  ['a backendRef of another call', [{ name: 'far', namespace: 'team', port: 3000 }], undefined],
])(
  'a mirror of a GRPCRoute into another namespace is permitted by a grant that is needed by %s',
  (_n, refs, reason) => {
    const backendRef = { name: 'far', namespace: 'team', port: 3000 };
    const filters = [{ type: 'RequestMirror', requestMirror: { backendRef } }];
    const grant = {
      apiVersion: `${GROUP}/v1beta1`,
      kind: 'ReferenceGrant',
      metadata: { name: 'calls', namespace: 'team' },
      spec: {
        from: [{ group: GROUP, kind: 'GRPCRoute', namespace: 'default' }],
        to: [{ group: '', kind: 'Service' }],
      },
    };
    const result = serve(
      backend('far', ['127.0.1.2'], 'team'),
      JSON.stringify(grant),
      route('GRPCRoute', 'calls', { rules: [{ filters, backendRefs: REFS }] }),
      route('GRPCRoute', 'others', { rules: [{ backendRefs: refs }] }),
    );
    const [, resolved] = statusOf(result, 'GRPCRoute', 'calls')?.parents[0]?.conditions ?? [];
    expect(resolved?.reason).toBe(reason ?? 'ResolvedRefs');
  },
);
