import { backendDocuments } from './backend.ts';
import { gatewayDocuments } from './gateway.ts';
import type { Example } from './types.ts';

/** One route, one policy, four backends at 25 % each. */
export const roundRobin: Example = {
  name: 'round-robin',
  title: 'Round robin',
  description:
    'One route to one Service with four demo backends, and a policy that gives each of them every fourth request.',
  tryRequest: { method: 'GET', host: 'www.example.com', path: '/round' },
  documents: [
    ...gatewayDocuments,
    ...backendDocuments('backend', [1, 2, 3, 4], 'names the four backends as one'),
    {
      group: 'gateway.networking.k8s.io',
      kind: 'HTTPRoute',
      namespace: 'default',
      name: 'round-robin-route',
      shows: 'sends www.example.com/round to the Service',
      text: `apiVersion: gateway.networking.k8s.io/v1
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
`,
    },
    {
      group: 'gateway.envoyproxy.io',
      kind: 'BackendTrafficPolicy',
      namespace: 'default',
      name: 'round-robin-policy',
      shows: 'chooses RoundRobin for the route',
      text: `apiVersion: gateway.envoyproxy.io/v1alpha1
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
`,
    },
  ],
};
