// Manifests for the measurement of changes, and the backends behind them.
import { createServer, type AddressInfo } from 'node:net';

const GATEWAY_API = 'gateway.networking.k8s.io/v1';
const PORT = 18_080;

/** What a Service is called whose endpoints are backend `name`. */
export type BackendName = 'blue' | 'green';

/** Starts a backend that answers every request with its name. @returns its address and what ends it */
export async function startBackend(name: BackendName, address: string): Promise<{ port: number; close: () => void }> {
  const answer = `HTTP/1.1 200 OK\r\ncontent-length: ${name.length}\r\n\r\n${name}`;
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => {});
    socket.on('data', () => socket.write(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

function service(name: string, address: string, port: number): object[] {
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: 'default' },
      spec: { ports: [{ name: 'http', port: 80 }] },
    },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: `${name}-1`, namespace: 'default', labels: { 'kubernetes.io/service-name': name } },
      addressType: 'IPv4',
      ports: [{ name: 'http', port, protocol: 'TCP' }],
      endpoints: [{ addresses: [address], conditions: { ready: true } }],
    },
  ];
}

/** A route with a host of its own that sends everything to a Service. */
export function route(index: number, to: string): Record<string, unknown> {
  return {
    apiVersion: GATEWAY_API,
    kind: 'HTTPRoute',
    metadata: { name: `route-${index}`, namespace: 'default' },
    spec: {
      parentRefs: [{ name: 'bench' }],
      hostnames: [`host-${index}.example.com`],
      rules: [{ backendRefs: [{ name: to, port: 80 }] }],
    },
  };
}

/** A policy on a route; with a table that is no good its rules answer 500. */
export function policy(index: number, good: boolean): Record<string, unknown> {
  return {
    apiVersion: 'gateway.envoyproxy.io/v1alpha1',
    kind: 'BackendTrafficPolicy',
    metadata: { name: `policy-${index}`, namespace: 'default' },
    spec: {
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: `route-${index}` }],
      loadBalancer: {
        type: 'ConsistentHash',
        consistentHash: { type: 'SourceIP', tableSize: good ? 1021 : 1024 },
      },
    },
  };
}

/** A Gateway, `size` routes with a Service each, and the two Services that the measured routes move between. */
export function world(size: number, backends: Record<BackendName, { address: string; port: number }>): object[] {
  const { blue, green } = backends;
  return [
    {
      apiVersion: GATEWAY_API,
      kind: 'GatewayClass',
      metadata: { name: 'bench' },
      spec: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' },
    },
    {
      apiVersion: GATEWAY_API,
      kind: 'Gateway',
      metadata: { name: 'bench', namespace: 'default' },
      spec: { gatewayClassName: 'bench', listeners: [{ name: 'http', protocol: 'HTTP', port: PORT }] },
    },
    ...service('blue', blue.address, blue.port),
    ...service('green', green.address, green.port),
    ...Array.from({ length: size }, (_, index) => [
      ...service(`service-${index}`, blue.address, blue.port),
      route(index, `service-${index}`),
    ]).flat(),
  ];
}
