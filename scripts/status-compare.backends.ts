// Namespaces, Services, EndpointSlices and ReferenceGrants of a world.
import type { KubeObject } from '../server/model/object.ts';
import { GATEWAY_API, LABELS, metadata, type Mood, perhaps, SERVICE_NAMES, several } from './status-compare.mood.ts';

/** Namespaces with labels. A namespace without an object of its own is one without labels. */
export function namespaces(mood: Mood): KubeObject[] {
  const { roll } = mood;
  return mood.namespaces
    .filter(() => roll.chance(0.95))
    .map((name) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { ...metadata(mood, name), generation: undefined },
    }));
}

function service(mood: Mood, name: string, namespace: string): KubeObject {
  const { roll, backends } = mood;
  const strange = roll.chance(backends);
  const port = (number: number, portName: string): object => ({
    port: number,
    name: portName,
    ...(strange ? perhaps(roll, 0.2, 'protocol', () => roll.pick(['UDP', 'SCTP', 'TCP'])) : {}),
    ...perhaps(roll, 0.1, 'appProtocol', () => roll.pick(['kubernetes.io/h2c', 'kubernetes.io/ws', 'http', 'grpc'])),
  });
  const ports = roll.chance(0.3) ? [port(8080, 'http'), port(9090, 'metrics')] : [port(8080, 'http')];
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      ...metadata(mood, name, namespace),
      generation: undefined,
      ...(strange
        ? perhaps(roll, 0.3, 'annotations', () => ({
            'service.kubernetes.io/topology-mode': roll.pick(['Auto', 'auto', 'x']),
          }))
        : {}),
    },
    spec: {
      ports,
      ...(strange
        ? roll.pick([
            { type: 'ExternalName', externalName: 'example.com' },
            { clusterIP: 'None' },
            { trafficDistribution: 'PreferClose' },
            {},
          ])
        : {}),
    },
  };
}

function conditions({ roll, backends }: Mood): object {
  if (!roll.chance(backends)) return roll.pick([{ conditions: { ready: true } }, {}]);
  return {
    conditions: {
      ...perhaps(roll, 0.7, 'ready', () => roll.chance(0.4)),
      ...perhaps(roll, 0.5, 'serving', () => roll.chance(0.6)),
      ...perhaps(roll, 0.5, 'terminating', () => roll.chance(0.4)),
    },
  };
}

function slice(mood: Mood, name: string, namespace: string, index: number): KubeObject {
  const { roll, backends } = mood;
  const strange = roll.chance(backends);
  const addressType = strange ? roll.pick(['IPv4', 'IPv4', 'FQDN', 'IPv6']) : 'IPv4';
  const address = (): string => {
    const number = 1 + roll.below(6);
    if (addressType === 'FQDN') return `host${number}.example.com`;
    return addressType === 'IPv6' ? `fd00::${number}` : `10.0.${index}.${number}`;
  };
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      ...metadata(mood, `${name}-${index}`, namespace),
      generation: undefined,
      labels: strange && roll.chance(0.1) ? { app: name } : { 'kubernetes.io/service-name': name },
    },
    addressType,
    ports: strange
      ? roll.pick([
          [
            { name: 'http', port: 8080 },
            { name: 'metrics', port: 9090 },
          ],
          [{ name: 'other', port: 8080 }],
          [{ name: 'http', port: 8080, protocol: 'UDP' }],
          [],
        ])
      : [
          { name: 'http', port: 8080, protocol: 'TCP' },
          { name: 'metrics', port: 9090, protocol: 'TCP' },
        ],
    endpoints: several(roll, strange ? 0 : 1, 3, () => ({
      addresses: [address()],
      ...conditions(mood),
      ...perhaps(roll, 0.2, 'zone', () => roll.pick(['a', 'b'])),
    })),
  };
}

/** Services in every namespace, most with endpoints; `gone` is never there, `empty` has no slice. */
export function services(mood: Mood): KubeObject[] {
  const { roll } = mood;
  return mood.namespaces.flatMap((namespace) =>
    SERVICE_NAMES.filter((name) => name !== 'gone' && roll.chance(0.9)).flatMap((name) => [
      service(mood, name, namespace),
      ...(name === 'empty'
        ? []
        : several(roll, 1, roll.chance(0.2) ? 2 : 1, (index) => slice(mood, name, namespace, index))),
    ]),
  );
}

/** Grants in target namespaces, some of which miss by a little. */
export function grants(mood: Mood): KubeObject[] {
  const { roll } = mood;
  if (mood.namespaces.length === 1) return [];
  const from = (): object => ({
    group: roll.chance(0.4) ? 'gateway.envoyproxy.io' : GATEWAY_API,
    kind: roll.pick(['HTTPRoute', 'HTTPRoute', 'GRPCRoute', 'BackendTrafficPolicy', 'BackendTrafficPolicy']),
    namespace: roll.pick(mood.namespaces),
  });
  const to = (): object =>
    roll.pick([
      { group: '', kind: 'Service' },
      { group: '', kind: 'Service', name: roll.pick(SERVICE_NAMES) },
      { group: GATEWAY_API, kind: roll.pick(['HTTPRoute', 'GRPCRoute', 'Gateway']) },
      { group: GATEWAY_API, kind: 'HTTPRoute', name: roll.pick(LABELS) },
    ]);
  const secrets = {
    from: [{ group: GATEWAY_API, kind: 'Gateway', namespace: 'default' }],
    to: [{ group: '', kind: 'Secret' }],
  };
  return several(roll, 0, 5, (index) => ({
    apiVersion: `${GATEWAY_API}/v1`,
    kind: 'ReferenceGrant',
    metadata: metadata(mood, `grant-${index}`, roll.pick(mood.namespaces)),
    // a grant that is read for another reason would be found for Secrets, too
    spec: roll.chance(0.1) ? secrets : { from: several(roll, 1, 2, from), to: several(roll, 1, 2, to) },
  }));
}

/** A reference to a Service, or to something that is no good. */
export function backendRef(mood: Mood): Record<string, unknown> {
  const { roll, backends, namespaces } = mood;
  const strange = roll.chance(backends);
  return {
    name: strange ? roll.pick(SERVICE_NAMES) : roll.pick(['blue', 'green', 'red']),
    ...(strange
      ? roll.pick([
          { port: 8080 },
          { port: 8080, kind: 'Backend', group: 'gateway.envoyproxy.io' },
          { kind: 'Backend', group: 'gateway.envoyproxy.io' },
          { port: 8080, kind: 'ServiceImport', group: 'multicluster.x-k8s.io' },
          { kind: 'ServiceImport', group: 'multicluster.x-k8s.io' },
          { port: 8080, kind: 'Nope' },
          { port: 8080, group: 'example.com', kind: 'Thing' },
          { port: 9999 },
          { port: 9090 },
        ])
      : { port: roll.pick([8080, 8080, 8080, 9090]) }),
    ...perhaps(roll, strange ? 0.4 : 0.1, 'namespace', () => roll.pick(namespaces)),
  };
}
