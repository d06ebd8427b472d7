import type { BackendFacts } from './backend-facts.ts';
import { SERVICE_LABEL } from './backend-facts.ts';

/** An EndpointSlice for a Service that has none, with an address to be replaced. */
export function firstSlice({ namespace, name, ports }: Pick<BackendFacts, 'namespace' | 'name' | 'ports'>): string {
  const lines = ports.flatMap((port) => [
    `- ${port.name === '' ? '' : `name: ${port.name}\n  `}port: ${/^\d+$/.test(port.targetPort) ? port.targetPort : port.port}`,
    `  protocol: ${port.protocol}`,
  ]);
  return [
    'apiVersion: discovery.k8s.io/v1',
    'kind: EndpointSlice',
    'metadata:',
    `  name: ${name}-1`,
    `  namespace: ${namespace}`,
    '  labels:',
    `    ${SERVICE_LABEL}: ${name}`,
    'addressType: IPv4',
    'ports:',
    ...lines,
    'endpoints:',
    '# one for each server',
    '- addresses:',
    '  - 127.0.0.1',
    '',
  ].join('\n');
}
