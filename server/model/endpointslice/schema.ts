import { atomicList, boolean, int32, map, object, required, setList, string, withDefault } from '../schema/dsl.ts';
import type { Infer } from '../schema/types.ts';
import { envelope } from '../shared/envelope.ts';

const endpoint = object('A backend instance.', {
  addresses: setList(
    'Addresses of the instance, all of addressType; 1 to 100. All of them are used.',
    string('An address.'),
  ),
  conditions: object('Whether the instance takes traffic.', {
    ready: boolean('Whether it takes new requests; true where absent.'),
    serving: boolean('Like ready, but also while it is ending.'),
    terminating: boolean('Whether it is ending.'),
  }),
  hostname: string('Host name of the instance, a DNS label.'),
  targetRef: object(
    'The object that the instance is, usually a pod.',
    {
      apiVersion: string('Version of the object.'),
      kind: string('Kind of the object.'),
      namespace: string('Namespace of the object.'),
      name: string('Name of the object.'),
      uid: string('Identity of the object.'),
      resourceVersion: string('State of the object that is meant.'),
      fieldPath: string('Part of the object that is meant.'),
    },
    { mapType: 'atomic' },
  ),
  deprecatedTopology: map('Topology in the form of v1beta1.', string('A value.')),
  nodeName: string('Node on which the instance runs.'),
  zone: string('Zone in which the instance runs.'),
  hints: object('Where the instance should be used.', {
    forZones: atomicList(
      'Zones that should use it.',
      object('A zone.', { name: required(string('Name of the zone.')) }),
    ),
    forNodes: atomicList(
      'Nodes that should use it.',
      object('A node.', { name: required(string('Name of the node.')) }),
    ),
  }),
});

const port = object(
  'A port that all endpoints have.',
  {
    name: withDefault('', string('Name of the Service port that this is.')),
    protocol: withDefault('TCP', string('Only TCP gets HTTP traffic.', { enum: ['SCTP', 'TCP', 'UDP'] })),
    port: int32('Number of the port.'),
    appProtocol: string('What is spoken on the port, such as `http`.'),
  },
  { mapType: 'atomic' },
);

/** The whole EndpointSlice but its metadata. Source: discovery/v1 EndpointSlice. */
export const endpointSliceSchema = object('Endpoints of a Service, named by the label kubernetes.io/service-name.', {
  ...envelope,
  addressType: required(string('What the addresses are; it cannot be changed.', { enum: ['FQDN', 'IPv4', 'IPv6'] })),
  endpoints: atomicList('The endpoints, at most 1000.', endpoint),
  ports: atomicList('Ports that every endpoint has; names are unique.', port),
});

export type EndpointSliceFields = Infer<typeof endpointSliceSchema>;
export type SliceEndpoint = Infer<typeof endpoint>;
