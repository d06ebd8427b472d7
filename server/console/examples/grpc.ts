import { backendDocuments } from './backend.ts';
import { gatewayDocuments } from './gateway.ts';
import type { Example } from './types.ts';

/** Calls of one client, on one connection, at 25 % each. */
export const grpc: Example = {
  name: 'grpc',
  title: 'gRPC',
  description:
    'One GRPCRoute to one Service with four demo backends. Each call is balanced by itself, so that a client with a single connection uses all of them.',
  tryRequest: {
    protocol: 'grpc',
    method: 'POST',
    host: 'grpc.example.com',
    path: '/grpc.examples.echo.Echo/UnaryEcho',
  },
  documents: [
    ...gatewayDocuments,
    ...backendDocuments('echo', [9, 10, 11, 12], 'names the four backends as one', 'kubernetes.io/h2c'),
    {
      group: 'gateway.networking.k8s.io',
      kind: 'GRPCRoute',
      namespace: 'default',
      name: 'echo-route',
      shows: 'sends calls of the echo service, and questions about its health, to the Service',
      text: `apiVersion: gateway.networking.k8s.io/v1
kind: GRPCRoute
metadata:
  name: echo-route
  namespace: default
spec:
  parentRefs:
  - name: eg
  hostnames:
  - "grpc.example.com"
  rules:
  - matches:
    - method:
        service: grpc.examples.echo.Echo
    - method:
        service: grpc.health.v1.Health
    backendRefs:
    - name: echo
      port: 3000
`,
    },
    {
      group: 'gateway.envoyproxy.io',
      kind: 'BackendTrafficPolicy',
      namespace: 'default',
      name: 'echo-policy',
      shows: 'chooses RoundRobin for the calls',
      text: `apiVersion: gateway.envoyproxy.io/v1alpha1
kind: BackendTrafficPolicy
metadata:
  name: echo-policy
  namespace: default
spec:
  targetRefs:
  - group: gateway.networking.k8s.io
    kind: GRPCRoute
    name: echo-route
  loadBalancer:
    type: RoundRobin
`,
    },
  ],
};
