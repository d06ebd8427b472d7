import type { ExampleDocument } from './types.ts';

/** GatewayClass and Gateway `eg`, which every example shares. */
export const gatewayDocuments: ExampleDocument[] = [
  {
    group: 'gateway.networking.k8s.io',
    kind: 'GatewayClass',
    namespace: '',
    name: 'eg',
    shows: 'says that this product serves the Gateways of the class',
    text: `apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata:
  name: eg
spec:
  controllerName: gateway.envoyproxy.io/gatewayclass-controller
`,
  },
  {
    group: 'gateway.networking.k8s.io',
    kind: 'Gateway',
    namespace: 'default',
    name: 'eg',
    shows: 'opens port 80 for HTTP',
    text: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: eg
  namespace: default
spec:
  gatewayClassName: eg
  listeners:
  - name: http
    protocol: HTTP
    port: 80
`,
  },
];
