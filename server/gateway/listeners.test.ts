import { expect, test } from 'vitest';
import { backend, GATEWAY, POOL, route, run, said, statusOf, stored } from './manifests.fixture.ts';
import { translate, type Translation } from './translate.ts';

const CLASS = GATEWAY.split('---')[0] ?? '';
const BACKEND = backend('backend', ['127.0.1.1']);
const REFS = [{ name: 'backend', port: 3000 }];

function gateway(listeners: object[], more: object = {}): string {
  return JSON.stringify({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'eg', ...more },
    spec: { gatewayClassName: 'eg', listeners },
  });
}

function http(name: string, more: object = {}): object {
  return { name, protocol: 'HTTP', port: 80, ...more };
}

function serve(listeners: object[], ...more: string[]): Translation {
  return run(stored(CLASS, BACKEND, gateway(listeners), ...more));
}

function hosts({ snapshot }: Translation): Record<string, string[]> {
  return Object.fromEntries(
    snapshot.gateways
      .flatMap(({ ports }) => ports)
      .flatMap(({ listeners }) => listeners)
      .map(({ name, virtualHosts }) => [name, virtualHosts.map(({ hostname }) => hostname)]),
  );
}

test('listeners are merged by port, and each serves the hostnames it has in common with the route', () => {
  const listeners = [
    http('exact', { hostname: 'www.example.com' }),
    http('wild', { hostname: '*.example.com' }),
    http('any'),
    http('later', { port: 8080 }),
  ];
  const hostnames = ['www.example.com', '*.b.example.com', '*.org', 'example.com'];
  const result = serve(listeners, route('r', REFS, { hostnames }));
  expect(result.snapshot.gateways[0]?.ports.map(({ port, listeners }) => [port, listeners.length])).toEqual([
    [80, 3],
    [8080, 1],
  ]);
  expect(hosts(result)).toEqual({
    exact: ['www.example.com'],
    wild: ['*.b.example.com'],
    any: ['example.com', '*.b.example.com', '*.org'],
    later: ['www.example.com', 'example.com', '*.b.example.com', '*.org'],
  });
});

test('a route without hostnames takes the hostname of each listener', () => {
  const result = serve([http('wild', { hostname: '*.example.com' }), http('any')], route('r', REFS));
  expect(hosts(result)).toEqual({ wild: ['*.example.com'], any: ['*'] });
});

test('a route without a hostname in common is not accepted and not served', () => {
  const result = serve(
    [http('one', { hostname: 'a.example.com' })],
    route('r', REFS, { hostnames: ['b.example.com'] }),
  );
  expect(said(statusOf(result, 'HTTPRoute', 'r')?.parents[0])[0]).toBe(
    "Accepted=False NoMatchingListenerHostname: There were no hostname intersections between the HTTPRoute and this parent ref's Listener(s).",
  );
  expect(hosts(result)).toEqual({ one: [] });
  expect(statusOf(result, 'Gateway', 'eg')?.listeners[0]?.attachedRoutes).toBe(0);
});

test('two listeners with one port and hostname conflict: neither is served, the third is', () => {
  const result = serve(
    [http('a', { hostname: 'x.org' }), http('b', { hostname: 'x.org' }), http('c')],
    route('r', REFS),
  );
  const status = statusOf(result, 'Gateway', 'eg');
  expect(said(status)[0]).toBe('Accepted=True ListenersNotValid: Listeners not valid: a, b');
  for (const listener of [status?.listeners[0], status?.listeners[1]]) {
    expect(listener?.conditions).toContainEqual(
      expect.objectContaining({
        type: 'Conflicted',
        status: 'True',
        reason: 'HostnameConflict',
        message:
          'All listeners for a given port must use a unique hostname, conflicting listeners: default/eg/a, default/eg/b',
      }),
    );
    expect(listener?.conditions).toContainEqual(expect.objectContaining({ type: 'Programmed', status: 'False' }));
  }
  expect(hosts(result)).toEqual({ c: ['*'] });
});

test('a Gateway whose listeners are all refused is not accepted', () => {
  const result = serve([{ name: 'tcp', protocol: 'TCP', port: 443 }]);
  const status = statusOf(result, 'Gateway', 'eg');
  expect(said(status)).toEqual([
    'Accepted=False ListenersNotValid: No listeners are valid: tcp',
    'Programmed=False Invalid: No listener can be served, see the conditions of the listeners',
  ]);
  expect(status?.listeners[0]?.supportedKinds).toEqual([]);
  expect(said(status?.listeners[0])[0]).toBe(
    'Accepted=False UnsupportedProtocol: Protocol TCP is not served by this release, only HTTP is. The listener is kept and opens no port.',
  );
  expect(result.snapshot.gateways[0]?.ports).toEqual([]);
});

const KINDS = [
  { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute' },
  { group: 'gateway.networking.k8s.io', kind: 'GRPCRoute' },
];

function https(tls: object | undefined): object {
  return { name: 'secure', protocol: 'HTTPS', port: 443, ...(tls === undefined ? {} : { tls }) };
}

test.each([
  ['a Secret', { name: 'cert' }, 'InvalidCertificateRef', 'Secret default/cert does not exist.'],
  [
    'a Secret of another namespace',
    { name: 'cert', namespace: 'team' },
    'RefNotPermitted',
    'Certificate ref to secret team/cert not permitted by any ReferenceGrant.',
  ],
  [
    'another kind',
    { name: 'cert', kind: 'ConfigMap' },
    'InvalidCertificateRef',
    `Listener's TLS certificate ref kind must be Secret.`,
  ],
])('a certificate that is %s does not resolve, and routes attach all the same', (_what, ref, reason, text) => {
  const result = serve([https({ mode: 'Terminate', certificateRefs: [ref] }), http('http')], route('r', REFS));
  const [secure] = statusOf(result, 'Gateway', 'eg')?.listeners ?? [];
  const accepted = 'Accepted=True Accepted: Listener has been successfully translated';
  expect(said(secure)).toEqual([
    `ResolvedRefs=False ${reason}: No valid secrets exist: certificate refs 0: ${text}`,
    ...(reason === 'InvalidCertificateRef' ? [accepted] : []),
    'Programmed=False Invalid: Listener is invalid, see other Conditions for details.',
  ]);
  expect(secure).toMatchObject({ attachedRoutes: 1, supportedKinds: KINDS });
  expect(hosts(result)).toEqual({ http: ['*'] });
});

test('an HTTPS listener without certificates is invalid', () => {
  const first = (tls: object | undefined): string =>
    said(statusOf(serve([https(tls)]), 'Gateway', 'eg')?.listeners[0])[0] ?? '';
  expect(first(undefined)).toBe('Programmed=False Invalid: Listener must have TLS set when protocol is HTTPS.');
  expect(first({ options: { a: 'b' } })).toBe(
    'Programmed=False Invalid: Listener must have at least 1 TLS certificate ref',
  );
});

test('a listener that is invalid by itself does not take the port from others', () => {
  const bad = { name: 'bad', protocol: 'TCP', port: 80, allowedRoutes: { kinds: [{ kind: 'HTTPRoute' }] } };
  const status = statusOf(serve([http('good'), bad]), 'Gateway', 'eg');
  expect(said(status?.listeners[0])[0]).toMatch(/^Programmed=True/);
  expect(said(status?.listeners[1])).toEqual([
    'ResolvedRefs=False InvalidRouteKinds: HTTPRoute is not supported, kind must be one of [TCPRoute]',
    'Programmed=False Invalid: Listener is invalid, see other Conditions for details.',
  ]);
});

test('what is wrong with a namespace selector is said in the words of the API server', () => {
  const first = (expression: object): string => {
    const selector = { matchExpressions: [expression] };
    const listener = http('http', { allowedRoutes: { namespaces: { from: 'Selector', selector } } });
    return said(statusOf(serve([listener]), 'Gateway', 'eg')?.listeners[0])[0] ?? '';
  };
  const start = 'Programmed=False Invalid: The allowedRoutes.namespaces.selector could not be parsed: ';
  expect(first({ key: 'a', operator: 'In' })).toBe(
    `${start}values: Invalid value: null: for 'in', 'notin' operators, values set can't be empty.`,
  );
  expect(first({ key: 'a', operator: 'Exists', values: ['b'] })).toBe(
    `${start}values: Invalid value: ["b"]: values set must be empty for exists and does not exist.`,
  );
  expect(first({ key: 'a', operator: 'Near' })).toBe(`${start}"Near" is not a valid label selector operator.`);
});

test('routes of other namespaces attach only where the listener allows it', () => {
  const routeIn = (namespace: string): string =>
    route('r', [], { parentRefs: [{ name: 'eg', namespace: 'default' }] }).replace(
      '"metadata":{',
      `"metadata":{"namespace":"${namespace}",`,
    );
  const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: team, labels: {trusted: "yes"}}';
  const accepted = (allowedRoutes: object | undefined): string => {
    const result = serve([http('http', { allowedRoutes })], namespace, routeIn('team'));
    return said(statusOf(result, 'HTTPRoute', 'team/r')?.parents[0])[0] ?? '';
  };
  const refused =
    'Accepted=False NotAllowedByListeners: No listeners included by this parent ref allowed this attachment.';
  expect(accepted(undefined)).toBe(refused);
  expect(accepted({ namespaces: { from: 'Same' } })).toBe(refused);
  expect(accepted({ namespaces: { from: 'All' } })).toMatch(/^Accepted=True/);
  expect(accepted({ namespaces: { from: 'Selector', selector: { matchLabels: { trusted: 'yes' } } } })).toMatch(
    /^Accepted=True/,
  );
  expect(accepted({ namespaces: { from: 'Selector', selector: { matchLabels: { trusted: 'no' } } } })).toBe(refused);
  expect(accepted({ kinds: [{ kind: 'TCPRoute' }], namespaces: { from: 'All' } })).toBe(refused);
});

test('a parentRef that names no listener says so', () => {
  const result = serve([http('http')], route('r', REFS, { parentRefs: [{ name: 'eg', sectionName: 'nope' }] }));
  expect(said(statusOf(result, 'HTTPRoute', 'r')?.parents[0])).toEqual([
    'Accepted=False NoMatchingParent: No listeners match this parent ref',
    'ResolvedRefs=True ResolvedRefs: Resolved all the Object references for the Route',
  ]);
});

test('a listener is pending until the proxy has opened its port', () => {
  const result = translate(stored(GATEWAY), { revision: 1, pool: POOL, bindings: [] });
  const status = statusOf(result, 'Gateway', 'eg');
  expect(said(status)[1]).toBe('Programmed=Unknown Pending: Waiting for the proxy');
  expect(said(status?.listeners[0])[0]).toBe('Programmed=Unknown Pending: Waiting for the proxy');
});

test('a port that could not be opened makes its listeners not programmed, with the reason', () => {
  const objects = stored(CLASS, gateway([http('http'), http('alt', { port: 8080 })]));
  const binding = { gateway: { namespace: 'default', name: 'eg' }, address: '127.77.0.1' };
  const broken = { ...binding, port: 80, boundPort: 10080, error: 'EADDRINUSE: the address is in use' };
  const partly = run(objects, { bindings: [broken, { ...binding, port: 8080, boundPort: 8080 }] });
  const status = statusOf(partly, 'Gateway', 'eg');
  expect(said(status)[1]).toMatch(/^Programmed=True/);
  expect(said(status?.listeners[0])[0]).toBe(
    'Programmed=False PortUnavailable: Port 10080 of 127.77.0.1 could not be opened: EADDRINUSE: the address is in use',
  );
  expect(said(status?.listeners[1])[0]).toMatch(/^Programmed=True/);

  const wholly = run(stored(GATEWAY), { bindings: [broken] });
  expect(said(statusOf(wholly, 'Gateway', 'eg'))[1]).toBe(
    'Programmed=False NoResources: Port 10080 of 127.77.0.1 could not be opened: EADDRINUSE: the address is in use',
  );
});

test('a mirror on 127.0.0.1 that could not be opened is no fault of the listener', () => {
  const binding = { gateway: { namespace: 'default', name: 'eg' }, port: 80, boundPort: 10080 };
  const result = run(stored(GATEWAY), {
    bindings: [
      { ...binding, address: '127.0.0.1', error: 'EADDRINUSE' },
      { ...binding, address: '127.77.0.1' },
    ],
  });
  expect(said(statusOf(result, 'Gateway', 'eg')?.listeners[0])[0]).toMatch(/^Programmed=True/);
});
