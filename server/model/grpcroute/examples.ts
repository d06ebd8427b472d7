/** Manifests that a newcomer can start from. */
export const grpcRouteExamples = [
  {
    title: 'One gRPC service to one Service',
    yaml: `apiVersion: gateway.networking.k8s.io/v1
kind: GRPCRoute
metadata:
  name: greeter
  namespace: default
spec:
  parentRefs:
  - name: eg
  hostnames:
  - "grpc.example.com"
  rules:
  - matches:
    - method:
        service: helloworld.Greeter
    backendRefs:
    - name: greeter
      port: 9000
`,
  },
  {
    title: 'One method to a canary by weight',
    yaml: `apiVersion: gateway.networking.k8s.io/v1
kind: GRPCRoute
metadata:
  name: greeter-canary
  namespace: default
spec:
  parentRefs:
  - name: eg
  hostnames:
  - "grpc.example.com"
  rules:
  - name: hello
    matches:
    - method:
        service: helloworld.Greeter
        method: SayHello
      headers:
      - name: x-env
        value: test
    backendRefs:
    - name: greeter
      port: 9000
      weight: 90
    - name: greeter-canary
      port: 9000
      weight: 10
`,
  },
];
