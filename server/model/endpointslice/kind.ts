import { ageColumn, nameColumn, textColumn } from '../columns.ts';
import type { Kind, NotActing } from '../kind.ts';
import type { KubeObject } from '../object.ts';
import { endpointSliceRules } from './rules.ts';
import { type EndpointSliceFields, endpointSliceSchema } from './schema.ts';

const SHOWN = 3;

const fieldsOf = (object: KubeObject): Partial<EndpointSliceFields> => object;

/** The first three, and how many more there are, as kubectl prints them. */
function shortList(texts: string[]): string {
  if (texts.length === 0) return '<unset>';
  const shown = texts.slice(0, SHOWN).join(',');
  return texts.length > SHOWN ? `${shown} + ${texts.length - SHOWN} more...` : shown;
}

function notActing(object: KubeObject): NotActing[] {
  const { addressType, endpoints = [], ports = [] } = fieldsOf(object);
  const found: NotActing[] = [];
  if (addressType === 'FQDN')
    found.push({
      path: 'addressType',
      message: 'Names are not resolved, so that these endpoints get no traffic; use IPv4 or IPv6.',
    });
  ports.forEach(({ protocol, appProtocol, port }, index) => {
    if (protocol !== 'TCP')
      found.push({
        path: `ports[${index}].protocol`,
        message: `A ${protocol} port gets no traffic; only TCP ports are used.`,
      });
    if (port === undefined)
      found.push({ path: `ports[${index}]`, message: 'A port without a number gets no traffic; give it one.' });
    else if (port < 1 || port > 65_535)
      found.push({ path: `ports[${index}].port`, message: `No traffic goes to ${port}; ports are 1 to 65535.` });
    if (appProtocol !== undefined)
      found.push({
        path: `ports[${index}].appProtocol`,
        message: 'The appProtocol of the Service decides what is spoken to a backend.',
      });
  });
  endpoints.forEach(({ hints }, index) => {
    if (hints !== undefined)
      found.push({
        path: `endpoints[${index}].hints`,
        message: 'Hints are passed over; every ready endpoint is used.',
      });
  });
  return found;
}

/** discovery.k8s.io/v1 EndpointSlice. */
export const endpointSlice: Kind = {
  group: 'discovery.k8s.io',
  version: 'v1',
  kind: 'EndpointSlice',
  plural: 'endpointslices',
  singular: 'endpointslice',
  shortNames: [],
  categories: [],
  namespaced: true,
  core: true,
  hasStatus: false,
  applyOrder: 40,
  description: 'Addresses and ports that serve a Service, which its label kubernetes.io/service-name names.',
  schema: endpointSliceSchema,
  columns: [
    nameColumn,
    textColumn('AddressType', 'What the addresses are.', (object) => fieldsOf(object).addressType),
    textColumn('Ports', 'Numbers of the ports.', (object) =>
      shortList((fieldsOf(object).ports ?? []).map(({ port }) => (port === undefined ? '*' : String(port)))),
    ),
    textColumn('Endpoints', 'Addresses of the endpoints.', (object) =>
      shortList((fieldsOf(object).endpoints ?? []).flatMap(({ addresses = [] }) => addresses)),
    ),
    ageColumn,
  ],
  rules: endpointSliceRules,
  notActing,
  examples: [
    {
      title: 'Two endpoints of a Service',
      yaml: `apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: backend-1
  namespace: default
  labels:
    kubernetes.io/service-name: backend
addressType: IPv4
ports:
  - name: http
    port: 3000
endpoints:
  - addresses: ["10.0.0.11"]
  - addresses: ["10.0.0.12"]
`,
    },
  ],
};
