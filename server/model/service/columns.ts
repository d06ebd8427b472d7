import { ageColumn, elements, member, nameColumn, textColumn, textMember } from '../columns.ts';
import type { PrinterColumn } from '../kind.ts';
import type { KubeObject } from '../object.ts';
import type { ServiceSpec } from './schema.ts';

const specOf = (object: KubeObject): Partial<ServiceSpec> => object.spec ?? {};

function externalAddresses(object: KubeObject): string {
  const { type, externalName, externalIPs = [] } = specOf(object);
  if (type === undefined) return '<unknown>';
  if (type === 'ExternalName') return externalName ?? '<none>';
  const balancer = elements(member(object.status, 'loadBalancer', 'ingress')).map(
    (point) => textMember(point, 'ip') ?? textMember(point, 'hostname') ?? '',
  );
  const all = type === 'LoadBalancer' ? [...balancer, ...externalIPs] : externalIPs;
  return all.join(',') || (type === 'LoadBalancer' ? '<pending>' : '<none>');
}

function portText(object: KubeObject): string {
  const ports = specOf(object).ports ?? [];
  const text = ports.map(({ port, nodePort, protocol }) => `${port}${nodePort ? `:${nodePort}` : ''}/${protocol}`);
  return text.join(',') || '<none>';
}

function selectorText(object: KubeObject): string {
  const pairs = Object.entries(specOf(object).selector ?? {}).map(([key, value]) => `${key}=${value}`);
  return pairs.sort().join(',') || '<none>';
}

/** As `kubectl get services` shows them. */
export const serviceColumns: PrinterColumn[] = [
  nameColumn,
  textColumn('Type', 'How the Service is reached.', (object) => specOf(object).type),
  textColumn(
    'Cluster-IP',
    'Address in a cluster; here it leads nowhere, since traffic enters by Gateways.',
    (object) => specOf(object).clusterIPs?.[0] || specOf(object).clusterIP || '<none>',
  ),
  textColumn('External-IP', 'Addresses outside the cluster.', externalAddresses),
  textColumn('Port(s)', 'Ports with their protocols.', portText),
  ageColumn,
  textColumn('Selector', 'Labels of the pods that are meant.', selectorText, 1),
];
