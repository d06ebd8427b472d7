import {
  atomicList,
  boolean,
  int32,
  int64,
  intOrString,
  map,
  mapList,
  object,
  required,
  string,
  withDefault,
} from '../schema/dsl.ts';
import type { Infer } from '../schema/types.ts';
import { envelope } from '../shared/envelope.ts';

const port = object('A port of the Service.', {
  name: string(
    'Name of the port, a DNS label. Needed where there are several; ports of EndpointSlices are found by it.',
  ),
  protocol: withDefault('TCP', string('Only TCP gets HTTP traffic.', { enum: ['SCTP', 'TCP', 'UDP'] })),
  appProtocol: string('What is spoken on the port, such as `http` or `kubernetes.io/h2c`.'),
  port: int32('The number that routes name, 1 to 65535.'),
  targetPort: intOrString('Number or name of the port of the pods; the same as port where absent.'),
  nodePort: int32('Port on every node of a cluster, for NodePort and LoadBalancer.'),
});

const ingress = object('A point at which a load balancer takes traffic.', {
  ip: string('Address of the load balancer.'),
  hostname: string('Host name of the load balancer.'),
  ipMode: string('VIP or Proxy: how traffic reaches the address.'),
  ports: atomicList(
    'Ports of the load balancer.',
    object('A port of the load balancer.', {
      port: required(int32('Number of the port.')),
      protocol: required(string('TCP, UDP or SCTP.', { enum: ['SCTP', 'TCP', 'UDP'] })),
      error: string('Why the port could not be had.'),
    }),
  ),
});

/** What a Service says. Source: core/v1 ServiceSpec. */
export const serviceSpec = object('Ports, and where traffic to them goes.', {
  ports: mapList('Ports that routes can name.', ['port', 'protocol'], port),
  selector: map('Labels of the pods that a cluster makes EndpointSlices from.', string('Value of the label.'), {
    mapType: 'atomic',
  }),
  clusterIP: string('Address of the Service in a cluster, `None` for a headless one.'),
  clusterIPs: atomicList(
    'Addresses of the Service in a cluster; the first is clusterIP.',
    string('An address, or None.'),
  ),
  type: withDefault(
    'ClusterIP',
    string('How a cluster makes the Service reachable.', {
      enum: ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'],
    }),
  ),
  externalIPs: atomicList(
    'Addresses of nodes at which a cluster takes traffic for the Service.',
    string('An IP address.'),
  ),
  sessionAffinity: withDefault(
    'None',
    string('Whether a cluster keeps a client with one pod.', { enum: ['ClientIP', 'None'] }),
  ),
  loadBalancerIP: string('Address wished for a load balancer. Deprecated.'),
  loadBalancerSourceRanges: atomicList(
    'Networks that a load balancer admits.',
    string('A network, such as 10.0.0.0/8.'),
  ),
  externalName: string('Host name that stands for the Service of type ExternalName.'),
  externalTrafficPolicy: string('Which nodes take traffic from outside.', { enum: ['Cluster', 'Local'] }),
  healthCheckNodePort: int32('Port at which nodes tell a load balancer of their health.'),
  publishNotReadyAddresses: boolean('Whether pods that are not ready count as ready.'),
  sessionAffinityConfig: object('How long a client stays with its pod.', {
    clientIP: object('For ClientIP.', { timeoutSeconds: int32('Seconds, 1 to 86400.') }),
  }),
  ipFamilies: atomicList('IPv4 and IPv6 in the order of clusterIPs.', string('A family.', { enum: ['IPv4', 'IPv6'] })),
  ipFamilyPolicy: string('How many families are wanted.', {
    enum: ['PreferDualStack', 'RequireDualStack', 'SingleStack'],
  }),
  allocateLoadBalancerNodePorts: boolean('Whether a load balancer gets node ports.'),
  loadBalancerClass: string('Which load balancer implementation is meant.'),
  internalTrafficPolicy: string('Whether traffic from inside stays on its node.', { enum: ['Cluster', 'Local'] }),
  trafficDistribution: string('Which endpoints come first; PreferClose means PreferSameZone.', {
    enum: ['PreferClose', 'PreferSameNode', 'PreferSameZone'],
  }),
});

/** The whole Service but its metadata. */
export const serviceSchema = object('A name and ports for a set of endpoints.', {
  ...envelope,
  spec: serviceSpec,
  status: object('What the cluster has set up.', {
    loadBalancer: object('State of the load balancer.', { ingress: atomicList('Where it takes traffic.', ingress) }),
    conditions: mapList(
      'What is known about the Service.',
      ['type'],
      object('What is known in one respect.', {
        type: required(string('What it is about.')),
        status: required(string('True, False or Unknown.')),
        observedGeneration: int64('Generation of the Service that this is about.'),
        lastTransitionTime: required(string('When the status last changed.', { format: 'date-time' })),
        reason: required(string('A word that says why.')),
        message: required(string('A sentence for people.')),
      }),
    ),
  }),
});

export type ServiceSpec = Infer<typeof serviceSpec>;
export type ServicePort = Infer<typeof port>;
