import { WRITE } from './client.ts';
import { PATHS } from './traffic.ts';

function text(documents: object[]): string {
  return documents.map((document) => JSON.stringify(document)).join('\n---\n');
}

/** A Gateway `fire` on a port, with a route and a Service for each path. */
export function gatewayManifests(port: number): string {
  const routes = PATHS.flatMap((path) => {
    const name = path.slice(1);
    return [
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'HTTPRoute',
        metadata: { name, namespace: 'default' },
        spec: {
          parentRefs: [{ name: 'fire' }],
          hostnames: ['fire.example.com'],
          rules: [{ matches: [{ path: { type: 'PathPrefix', value: path } }], backendRefs: [{ name, port: 80 }] }],
        },
      },
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name, namespace: 'default' },
        spec: { clusterIP: 'None', ports: [{ name: 'http', port: 80 }] },
      },
    ];
  });
  return text([
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: { name: 'fire' },
      spec: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' },
    },
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'fire', namespace: 'default' },
      spec: { gatewayClassName: 'fire', listeners: [{ name: 'http', protocol: 'HTTP', port }] },
    },
    ...routes,
  ]);
}

/** The EndpointSlices of both Services, with one address. */
export function slices(address: string, port: number, write: number): string {
  return text(
    PATHS.map((path) => ({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name: path.slice(1),
        namespace: 'default',
        labels: { 'kubernetes.io/service-name': path.slice(1) },
        annotations: { [WRITE]: String(write) },
      },
      addressType: 'IPv4',
      ports: [{ name: 'http', protocol: 'TCP', port }],
      endpoints: [{ addresses: [address] }],
    })),
  );
}
