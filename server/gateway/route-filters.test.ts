import { expect, test } from 'vitest';
import { backend, GATEWAY, route, ruleOf, run, said, statusOf, stored } from './manifests.fixture.ts';
import type { Translation } from './translate.ts';

const REFS = [{ name: 'backend', port: 3000 }];

function serve(filters: object[], kind = 'HTTPRoute', backendRefs: object[] = REFS): Translation {
  const document = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind,
    metadata: { name: 'r' },
    spec: { parentRefs: [{ name: 'eg' }], rules: [{ ...(filters.length > 0 ? { filters } : {}), backendRefs }] },
  };
  return run(stored(GATEWAY, backend('backend', ['127.0.1.1']), backend('empty', []), JSON.stringify(document)));
}

function conditions(result: Translation, kind = 'HTTPRoute'): string[] {
  return said(statusOf(result, kind, 'r')?.parents[0]);
}

const headers = (...names: string[]): object => ({
  type: 'RequestHeaderModifier',
  requestHeaderModifier: { set: names.map((name) => ({ name, value: 'v' })) },
});
const mirror = (name: string): object => ({
  type: 'RequestMirror',
  requestMirror: { backendRef: { name, port: 3000 } },
});
const redirect = (hostname: string): object => ({ type: 'RequestRedirect', requestRedirect: { hostname } });
const missing = {
  type: 'ExtensionRef',
  extensionRef: { group: 'gateway.envoyproxy.io', kind: 'HTTPRouteFilter', name: 'missing' },
};
const ACCEPTED = 'Accepted=True Accepted: Route is accepted';
const RESOLVED = 'ResolvedRefs=True ResolvedRefs: Resolved all the Object references for the Route';

test.each([
  ['a header', headers('x-a')],
  ['a mirror', mirror('backend')],
  ['a redirect', redirect('new.example.com')],
])('a good filter, %s, is no fault of the route, and its rule answers 500 as it does not act', (_what, filter) => {
  const result = serve([filter], 'HTTPRoute', []);
  expect(conditions(result)).toEqual([ACCEPTED, RESOLVED]);
  expect(ruleOf(result, 'HTTPRoute/default/r/0').action).toMatchObject({ type: 'respond', status: 500 });
});

const HOST =
  "cannot set the Host header or headers with a '/' or ':' character in them. To modify the Host header use the URLRewrite or the HTTPRouteFilter filter";

test.each([
  [
    'only the Host header',
    [headers('Host')],
    'UnsupportedValue: RequestHeaderModifier Filter did not provide valid configuration to add/set/remove any headers.',
  ],
  [
    'the Host header beside another',
    [headers('Host', 'x-a')],
    `UnsupportedValue: Header: "Host". The RequestHeaderModifier filter ${HOST}.`,
  ],
  ['an address as host', [redirect('10.0.0.1')], 'UnsupportedValue: Hostname: "10.0.0.1" cannot be an ip address.'],
  [
    'a label that is too long',
    [redirect(`${'a'.repeat(64)}.org`)],
    `UnsupportedValue: Label: "${'a'.repeat(64)}" in hostname "${'a'.repeat(64)}.org" cannot exceed 63 characters.`,
  ],
  [
    'a redirect that is mirrored',
    [mirror('backend'), redirect('new.example.com')],
    'IncompatibleFilters: RequestMirror filter cannot be used when the rule also configures a RequestRedirect filter.',
  ],
  [
    'a kind that is not known',
    [{ type: 'ExtensionRef', extensionRef: { group: '', kind: 'ConfigMap', name: 'x' } }],
    'UnsupportedValue: Invalid filter ExtensionRef: unknown kind /ConfigMap.',
  ],
  [
    'a type that is not known',
    [{ type: 'ExternalAuth', externalAuth: {} }],
    'UnsupportedValue: Invalid filter ExternalAuth: unsupported filter type ExternalAuth.',
  ],
])('a route whose only rule has %s is not accepted', (_what, filters, text) => {
  expect(conditions(serve(filters))).toEqual([`Accepted=False ${text}`, RESOLVED]);
});

test('a mirror to a Service without endpoints, or to none, is said, and the route stays accepted', () => {
  expect(conditions(serve([mirror('empty')]))).toEqual([
    ACCEPTED,
    'BackendsAvailable=False EndpointsNotFound: Failed to validate the RequestMirror filter: no ready endpoints for the related Service default/empty.',
    RESOLVED,
  ]);
  expect(conditions(serve([mirror('nope')]))).toEqual([
    ACCEPTED,
    'ResolvedRefs=False BackendNotFound: Failed to validate the RequestMirror filter: service default/nope not found.',
  ]);
});

test('a filter that is not there leaves the route accepted and unresolved, also behind a GRPCRoute', () => {
  const said = 'ResolvedRefs=False UnsupportedValue: Unable to translate HTTPRouteFilter: default/missing.';
  expect(conditions(serve([missing]))).toEqual([ACCEPTED, said]);
  expect(conditions(serve([missing], 'GRPCRoute'), 'GRPCRoute')).toEqual([ACCEPTED, said]);
});

test('a mirror of a GRPCRoute finds only Services that something else names', () => {
  expect(conditions(serve([mirror('backend')], 'GRPCRoute'), 'GRPCRoute')).toEqual([ACCEPTED, RESOLVED]);
  expect(conditions(serve([mirror('backend')], 'GRPCRoute', []), 'GRPCRoute')[1]).toMatch(
    /service default\/backend not found\.$/,
  );
});

test.each([
  ['a mirror', mirror('backend'), 'UnsupportedRefValue', 'Specific filter is not supported within BackendRef, only'],
  [
    'a rewrite of the path',
    { type: 'URLRewrite', urlRewrite: { path: { type: 'ReplaceFullPath', replaceFullPath: '/x' } } },
    'UnsupportedRefValue',
    'URLRewrite path modifier is not supported within BackendRef',
  ],
  [
    'a filter that is not there',
    missing,
    'InvalidBackendFilters',
    'Unable to translate HTTPRouteFilter: default/missing',
  ],
])('a backendRef with %s does not resolve', (_what, filter, reason, text) => {
  const result = serve([], 'HTTPRoute', [{ ...REFS[0], filters: [filter] }]);
  expect(conditions(result)[1]).toMatch(
    new RegExp(`^ResolvedRefs=False ${reason}: Failed to process route rule 0 backendRef 0: ${text}`),
  );
});

test('a backendRef with a good filter resolves, and its share is answered 500 as the filter does not act', () => {
  const result = serve([], 'HTTPRoute', [{ ...REFS[0], filters: [headers('x-a')] }, ...REFS]);
  expect(conditions(result)).toEqual([ACCEPTED, RESOLVED]);
  expect(ruleOf(result, 'HTTPRoute/default/r/0').action).toMatchObject({
    group: { structure: 'weighted', backends: [{ respond: { status: 500 } }, { weight: 1 }] },
  });
});

test.each([
  ['none', '[]', RESOLVED],
  [
    'one that is not ready',
    '[{addresses: [127.0.1.1], conditions: {ready: false}}]',
    'ResolvedRefs=False InvalidBackendFilters: Failed to process route rule 0 backendRef 0: Header: "a/b". The',
  ],
])('filters of a backendRef are looked at once there are endpoints: %s', (_what, endpoints, resolved) => {
  const refs = [{ ...REFS[0], filters: [headers('a/b', 'x-a')] }];
  const result = run(
    stored(GATEWAY, backend('backend', []).replace('endpoints: []', `endpoints: ${endpoints}`), route('r', refs)),
  );
  expect(conditions(result).some((text) => text.startsWith(resolved))).toBe(true);
});
