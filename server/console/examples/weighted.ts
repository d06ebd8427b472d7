import { backendDocuments } from './backend.ts';
import { gatewayDocuments } from './gateway.ts';
import type { Example } from './types.ts';

/** A canary: nine requests to one Service, one to another. */
export const weighted: Example = {
  name: 'weighted',
  title: 'Weighted split',
  description:
    'One route to two Services of two demo backends each: 90 % of the requests go to the first, 10 % to the second.',
  tryRequest: { method: 'GET', host: 'www.example.com', path: '/split' },
  documents: [
    ...gatewayDocuments,
    ...backendDocuments('backend-v1', [5, 6], 'the version that most requests get'),
    ...backendDocuments('backend-v2', [7, 8], 'the version that is tried out'),
    {
      group: 'gateway.networking.k8s.io',
      kind: 'HTTPRoute',
      namespace: 'default',
      name: 'split-route',
      shows: 'splits www.example.com/split by weight',
      text: `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: split-route
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
        value: /split
    backendRefs:
    - name: backend-v1
      port: 3000
      weight: 90
    - name: backend-v2
      port: 3000
      weight: 10
`,
    },
  ],
};
