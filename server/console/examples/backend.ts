import type { ExampleDocument } from './types.ts';

/** Port of every demo backend and of the Services before them. */
const PORT = 3000;

/** Where demo backends live unless another program has these addresses: the first three numbers. */
export const DEMO_NETWORK = '127.0.1';

/** Name of their port, where it speaks HTTP/2. */
const GRPC_PORT = 'grpc';

/**
 * A Service and the EndpointSlice of its demo backends.
 * @param hosts last numbers of the addresses in DEMO_NETWORK
 * @param appProtocol of the port, absent: HTTP/1.1
 */
export function backendDocuments(
  name: string,
  hosts: number[],
  shows: string,
  appProtocol?: string,
): ExampleDocument[] {
  const portName = appProtocol === undefined ? 'http' : GRPC_PORT;
  const protocolLine = appProtocol === undefined ? '' : `\n    appProtocol: ${appProtocol}`;
  const endpoints = hosts.map(
    (host) => `- addresses:
  - ${DEMO_NETWORK}.${host}
  conditions:
    ready: true
`,
  );
  return [
    {
      group: '',
      kind: 'Service',
      namespace: 'default',
      name,
      shows,
      text: `apiVersion: v1
kind: Service
metadata:
  name: ${name}
  namespace: default
spec:
  ports:
  - name: ${portName}
    protocol: TCP${protocolLine}
    port: ${PORT}
    targetPort: ${PORT}
`,
    },
    {
      group: 'discovery.k8s.io',
      kind: 'EndpointSlice',
      namespace: 'default',
      name: `${name}-1`,
      shows: `${hosts.length} demo backends on this machine`,
      text: `apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: ${name}-1
  namespace: default
  labels:
    kubernetes.io/service-name: ${name}
addressType: IPv4
ports:
- name: ${portName}
  protocol: TCP
  port: ${PORT}
endpoints:
${endpoints.join('')}`,
    },
  ];
}
