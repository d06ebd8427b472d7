// What the comparison of calls serves: Services on backends of this process, and routes of both kinds to them.

/** Backends: HTTP/2, HTTP/1.1, and a port that nobody listens on. */
export const BACKENDS = { h2: '127.0.62.1', other: '127.0.62.2', plain: '127.0.62.3', refused: '127.0.62.9' } as const;
export const PORT = 3062;

const GROUP = 'gateway.networking.k8s.io';

function service(name: string, addresses: string[], appProtocol?: string): object[] {
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: 'default' },
      spec: { ports: [{ name: 'a', port: PORT, ...(appProtocol === undefined ? {} : { appProtocol }) }] },
    },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: `${name}-1`, namespace: 'default', labels: { 'kubernetes.io/service-name': name } },
      addressType: 'IPv4',
      ports: [{ name: 'a', port: PORT }],
      endpoints: addresses.map((address) => ({ addresses: [address] })),
    },
  ];
}

function route(kind: string, name: string, hostnames: string[], rules: object[]): object {
  return {
    apiVersion: `${GROUP}/v1`,
    kind,
    metadata: { name, namespace: 'default' },
    spec: { parentRefs: [{ name: 'eg' }], hostnames, rules },
  };
}

const refs = (...names: string[]): object[] => names.map((name) => ({ name, port: PORT }));
const calls = (service: string, backendRefs: object[], method?: string): object => ({
  matches: [{ method: { service, ...(method === undefined ? {} : { method }) } }],
  backendRefs,
});
const paths = (value: string, backendRefs: object[]): object => ({ matches: [{ path: { value } }], backendRefs });

/** The objects that both proxies are configured with. */
export function objects(): object[] {
  return [
    {
      apiVersion: `${GROUP}/v1`,
      kind: 'GatewayClass',
      metadata: { name: 'eg' },
      spec: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' },
    },
    {
      apiVersion: `${GROUP}/v1`,
      kind: 'Gateway',
      metadata: { name: 'eg', namespace: 'default' },
      spec: { gatewayClassName: 'eg', listeners: [{ name: 'http', protocol: 'HTTP', port: 80 }] },
    },
    ...service('h2', [BACKENDS.h2]),
    ...service('h2c', [BACKENDS.h2], 'kubernetes.io/h2c'),
    ...service('plain', [BACKENDS.plain]),
    ...service('refused', [BACKENDS.refused]),
    ...service('empty', []),
    route(
      'GRPCRoute',
      'calls',
      ['grpc.example.com'],
      [
        calls('echo.Echo', refs('h2')),
        calls('echo.Echo', refs('h2'), 'Say'),
        { matches: [{ method: { method: 'Only' } }], backendRefs: refs('h2') },
        {
          matches: [{ method: { type: 'RegularExpression', service: 're.*', method: 'Ba[rz]' } }],
          backendRefs: refs('h2'),
        },
        {
          matches: [{ method: { service: 'head.Er' }, headers: [{ name: 'x-tenant', value: 'a' }] }],
          backendRefs: refs('h2'),
        },
        calls('none.Svc', []),
        calls('missing.Svc', refs('missing')),
        calls('empty.Svc', refs('empty')),
        calls('refused.Svc', refs('refused')),
        calls('plain.Svc', refs('plain')),
        calls('zero.Svc', [{ name: 'h2', port: PORT, weight: 0 }]),
      ],
    ),
    route(
      'HTTPRoute',
      'web',
      ['web.example.com'],
      [
        paths('/plain', refs('plain')),
        paths('/h2c', refs('h2c')),
        paths('/both', refs('plain', 'h2c')),
        paths('/missing', refs('missing')),
        paths('/empty', refs('empty')),
        paths('/refused', refs('refused')),
      ],
    ),
  ];
}
