/** Manifests that a newcomer can start from. */
export const httpRouteExamples = [
  {
    title: 'One path to one Service',
    yaml: `apiVersion: gateway.networking.k8s.io/v1
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
    title: '90 % to one Service, 10 % to another',
    yaml: `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: weighted-route
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
        value: /weighted
    backendRefs:
    - name: stable
      port: 3000
      weight: 90
    - name: canary
      port: 3000
      weight: 10
`,
  },
  {
    title: 'Testers by header, everyone else by path',
    yaml: `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: canary-route
  namespace: default
spec:
  parentRefs:
  - name: eg
  hostnames:
  - "www.example.com"
  rules:
  - name: testers
    matches:
    - path:
        type: PathPrefix
        value: /shop
      headers:
      - name: X-Canary
        value: "yes"
    backendRefs:
    - name: canary
      port: 3000
  - name: everyone
    matches:
    - path:
        type: PathPrefix
        value: /shop
    backendRefs:
    - name: stable
      port: 3000
`,
  },
  {
    title: 'By method and query parameter',
    yaml: `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: search-route
  namespace: default
spec:
  parentRefs:
  - name: eg
  rules:
  - matches:
    - path:
        type: Exact
        value: /search
      method: GET
      queryParams:
      - name: lang
        type: RegularExpression
        value: (de|fr)
    backendRefs:
    - name: backend
      port: 3000
`,
  },
];
