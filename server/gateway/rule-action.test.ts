import { expect, test } from 'vitest';
import { backend, GATEWAY, groupOf, route, ruleOf, run, said, statusOf, stored } from './manifests.fixture.ts';
import type { Translation } from './translate.ts';

const GOOD = backend('good', ['127.0.1.1']);
const OTHER = backend('other', ['127.0.1.2']);
const EMPTY = backend('empty', []);
const RULE = 'HTTPRoute/default/r/0';

function serve(backendRefs: object[], spec: object = {}, ...more: string[]): Translation {
  return run(stored(GATEWAY, GOOD, OTHER, EMPTY, route('r', backendRefs, spec), ...more));
}

function conditions(result: Translation): string[] {
  return said(statusOf(result, 'HTTPRoute', 'r')?.parents[0]);
}

const ref = (name: string, more: object = {}): object => ({ name, port: 3000, ...more });
const policy = (loadBalancer: object): string =>
  JSON.stringify({
    apiVersion: 'gateway.envoyproxy.io/v1alpha1',
    kind: 'BackendTrafficPolicy',
    metadata: { name: 'p' },
    spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'r' }], loadBalancer },
  });

test('a Service that is missing answers 500, and the route says so', () => {
  const result = serve([ref('nope')]);
  expect(ruleOf(result, RULE).action).toEqual({
    type: 'respond',
    status: 500,
    reason: 'service default/nope not found',
  });
  expect(conditions(result)).toEqual([
    'Accepted=True Accepted: Route is accepted',
    'ResolvedRefs=False BackendNotFound: Failed to process route rule 0 backendRef 0: service default/nope not found.',
  ]);
});

test('a Service without ready endpoints answers 503, and its reference stays resolved', () => {
  const result = serve([ref('empty')]);
  expect(ruleOf(result, RULE).action).toEqual({
    type: 'respond',
    status: 503,
    reason: 'no ready endpoints for the related Service default/empty',
  });
  expect(conditions(result)).toEqual([
    'Accepted=True Accepted: Route is accepted',
    'BackendsAvailable=False EndpointsNotFound: Failed to find endpoints: no ready endpoints for the related Service default/empty.',
    'ResolvedRefs=True ResolvedRefs: Resolved all the Object references for the Route',
  ]);
});

test('endpoints that are not ready or terminating get no requests', () => {
  const slice = `
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: good-2, labels: {kubernetes.io/service-name: good}}
addressType: IPv4
ports: [{name: http, port: 3000, protocol: TCP}]
endpoints:
- {addresses: [127.0.1.11], conditions: {ready: false}}
- {addresses: [127.0.1.12]}
- {addresses: [127.0.1.13], conditions: {ready: true, serving: true, terminating: true}}
- {addresses: [127.0.1.14], conditions: {ready: false, serving: true, terminating: false}, zone: here}
`;
  expect(groupOf(serve([ref('good')], {}, slice), RULE).backends[0]?.endpoints).toEqual([
    { address: '127.0.1.1', port: 3000 },
    { address: '127.0.1.12', port: 3000 },
    { address: '127.0.1.14', port: 3000, zone: 'here' },
  ]);
});

test('beside a good backend a missing one answers 500 for its share', () => {
  expect(groupOf(serve([ref('good', { weight: 3 }), ref('nope')]), RULE)).toMatchObject({
    structure: 'weighted',
    backends: [
      { index: 0, weight: 3, endpoints: [{ address: '127.0.1.1' }] },
      { index: 1, weight: 1, endpoints: [], respond: { status: 500, reason: 'service default/nope not found' } },
    ],
  });
});

test('with one missing and one empty beside a good backend, the whole bad share answers 503', () => {
  const { backends } = groupOf(serve([ref('nope'), ref('good'), ref('empty')]), RULE);
  expect(backends.map(({ respond }) => respond?.status)).toEqual([503, undefined, 503]);
});

test('with nothing good, a missing one makes all of it 500', () => {
  expect(ruleOf(serve([ref('nope'), ref('empty')]), RULE).action).toMatchObject({ type: 'respond', status: 500 });
});

test('weight 0 is checked but gets neither requests nor answers', () => {
  const result = serve([ref('good'), ref('nope', { weight: 0 }), ref('other', { weight: 0 })]);
  expect(groupOf(result, RULE)).toMatchObject({ structure: 'localities', backends: [{ index: 0 }] });
  expect(groupOf(result, RULE).backends).toHaveLength(1);
  expect(conditions(result)[1]).toMatch(/^ResolvedRefs=False BackendNotFound/);
});

test('without backendRefs, or with weight 0 only, the rule answers 500 and is no fault of the references', () => {
  for (const refs of [[], [ref('good', { weight: 0 })]]) {
    const result = serve(refs);
    expect(ruleOf(result, RULE).action).toMatchObject({ type: 'respond', status: 500 });
    expect(conditions(result)[1]).toMatch(/^ResolvedRefs=True/);
  }
});

test('several faults are told in one condition', () => {
  expect(conditions(serve([ref('nope'), ref('good', { port: 9 })]))[1]).toBe(
    'ResolvedRefs=False BackendNotFound,PortNotFound: ' +
      'Failed to process route rule 0 backendRef 0: service default/nope not found.\n' +
      'Failed to process route rule 0 backendRef 1: TCP Port 9 not found on Service default/good.',
  );
});

test('a rule with a filter answers 500 rather than skip it', () => {
  const filters = [{ type: 'RequestRedirect', requestRedirect: { hostname: 'elsewhere.example.com' } }];
  const result = serve([], { rules: [{ filters, backendRefs: [ref('good')] }] });
  expect(ruleOf(result, RULE).action).toEqual({
    type: 'respond',
    status: 500,
    reason: 'Filter RequestRedirect is not served by this release',
  });
});

test('a policy that cannot be translated answers 500 for its rules', () => {
  const result = serve(
    [ref('good')],
    {},
    policy({ type: 'ConsistentHash', consistentHash: { type: 'SourceIP', tableSize: 100 } }),
  );
  expect(ruleOf(result, RULE).action).toEqual({
    type: 'respond',
    status: 500,
    reason: 'BackendTrafficPolicy default/p is invalid: LoadBalancer: ConsistentHash: invalid TableSize value 100.',
  });
  expect(said(statusOf(result, 'BackendTrafficPolicy', 'p')?.ancestors[0])).toEqual([
    'Accepted=False Invalid: LoadBalancer: ConsistentHash: invalid TableSize value 100.',
  ]);
});

test('zone preference, by policy or by Service, chooses the backendRef before the endpoint', () => {
  const refs = [ref('good'), ref('other')];
  expect(groupOf(serve(refs), RULE).structure).toBe('localities');
  const byPolicy = serve(refs, {}, policy({ type: 'RoundRobin', zoneAware: { preferLocal: {} } }));
  expect(groupOf(byPolicy, RULE)).toMatchObject({ structure: 'weighted', loadBalancer: { type: 'RoundRobin' } });
  const zonal = OTHER.replace('spec:', 'spec:\n  trafficDistribution: PreferClose');
  expect(groupOf(run(stored(GATEWAY, GOOD, zonal, route('r', refs))), RULE).structure).toBe('weighted');
});

test('every type of hash reaches the balancer with its inputs', () => {
  const inputs = (consistentHash: object): unknown =>
    groupOf(serve([ref('good')], {}, policy({ type: 'ConsistentHash', consistentHash })), RULE).loadBalancer;
  const hash = (...list: object[]): object => ({ type: 'ConsistentHash', inputs: list, tableSize: 65537 });
  expect(inputs({ type: 'SourceIP' })).toEqual(hash({ type: 'SourceIP' }));
  expect(inputs({ type: 'Header', header: { name: 'X-User' } })).toEqual(hash({ type: 'Header', name: 'x-user' }));
  expect(inputs({ type: 'Headers', headers: [{ name: 'A' }, { name: 'b' }] })).toEqual(
    hash({ type: 'Header', name: 'a' }, { type: 'Header', name: 'b' }),
  );
  expect(inputs({ type: 'QueryParams', queryParams: [{ name: 'Id' }] })).toEqual(
    hash({ type: 'QueryParam', name: 'Id' }),
  );
  expect(inputs({ type: 'Cookie', cookie: { name: 's', ttl: '1m30s', attributes: { SameSite: 'Lax' } } })).toEqual(
    hash({ type: 'Cookie', name: 's', ttl: 90, attributes: { SameSite: 'Lax' } }),
  );
});

const GRANT = `
apiVersion: gateway.networking.k8s.io/v1
kind: ReferenceGrant
metadata: {name: allow, namespace: shop}
spec:
  from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: default}]
  to: [{group: '', kind: Service}]
`;

test('a backend in another namespace needs a ReferenceGrant there', () => {
  const shop = backend('cart', ['127.0.1.9'], 'shop');
  const refs = [ref('cart', { namespace: 'shop' })];
  const refused = serve(refs, {}, shop);
  expect(ruleOf(refused, RULE).action).toMatchObject({ type: 'respond', status: 500 });
  expect(conditions(refused)[1]).toBe(
    'ResolvedRefs=False RefNotPermitted: Failed to process route rule 0 backendRef 0: Backend ref to Service shop/cart not permitted by any ReferenceGrant.',
  );
  const allowed = serve(refs, {}, shop, GRANT);
  expect(groupOf(allowed, RULE).backends[0]).toMatchObject({
    ref: { kind: 'Service', namespace: 'shop', name: 'cart', port: 3000 },
    endpoints: [{ address: '127.0.1.9' }],
  });
  const elsewhere = GRANT.replace('namespace: default', 'namespace: team-a');
  expect(conditions(serve(refs, {}, shop, elsewhere))[1]).toMatch(/^ResolvedRefs=False RefNotPermitted/);
  const other = GRANT.replace('kind: Service}', 'kind: Service, name: other}');
  expect(conditions(serve(refs, {}, shop, other))[1]).toMatch(/^ResolvedRefs=False RefNotPermitted/);
});
