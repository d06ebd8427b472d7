/** The target that most examples share. */
const TARGET = `  targetRefs:
  - group: gateway.networking.k8s.io
    kind: HTTPRoute
    name: round-robin-route
`;

function policy(name: string, spec: string): string {
  return `apiVersion: gateway.envoyproxy.io/v1alpha1
kind: BackendTrafficPolicy
metadata:
  name: ${name}
  namespace: default
spec:
${spec}`;
}

function balancing(name: string, text: string): string {
  return policy(name, `${TARGET}  loadBalancer:\n${text}`);
}

/** Manifests that a newcomer can start from. */
export const backendTrafficPolicyExamples = [
  { title: 'Each endpoint in turn', yaml: balancing('round-robin-policy', '    type: RoundRobin\n') },
  {
    title: 'The endpoint with fewer requests in flight',
    yaml: balancing('least-request-policy', '    type: LeastRequest\n'),
  },
  { title: 'Any endpoint', yaml: balancing('random-policy', '    type: Random\n') },
  {
    title: 'Equal headers reach the same endpoint',
    yaml: balancing(
      'header-hash-policy',
      `    type: ConsistentHash
    consistentHash:
      type: Headers
      headers:
      - name: X-User
`,
    ),
  },
  {
    title: 'A cookie keeps a browser on one endpoint',
    yaml: balancing(
      'cookie-hash-policy',
      `    type: ConsistentHash
    consistentHash:
      type: Cookie
      cookie:
        name: session
        ttl: 1h
`,
    ),
  },
  {
    title: 'Equal client addresses reach the same endpoint',
    yaml: balancing(
      'source-hash-policy',
      `    type: ConsistentHash
    consistentHash:
      type: SourceIP
`,
    ),
  },
  {
    title: 'One rule of a route',
    yaml: policy(
      'testers-policy',
      `  targetRefs:
  - group: gateway.networking.k8s.io
    kind: HTTPRoute
    name: canary-route
    sectionName: testers
  loadBalancer:
    type: Random
`,
    ),
  },
  {
    title: 'All routes with a label',
    yaml: policy(
      'labelled-policy',
      `  targetSelectors:
  - kind: HTTPRoute
    matchLabels:
      team: shop
  loadBalancer:
    type: RoundRobin
`,
    ),
  },
  {
    title: 'Everything that enters at a Gateway',
    yaml: policy(
      'gateway-policy',
      `  targetRefs:
  - group: gateway.networking.k8s.io
    kind: Gateway
    name: eg
  loadBalancer:
    type: LeastRequest
`,
    ),
  },
];
