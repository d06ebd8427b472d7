import type { StoredObject } from '../../server/model/object.ts';

/** Objects of one application: a route, its Service and two EndpointSlices. */
const PER_APPLICATION = 4;
const OWN_FIELDS = { 'f:metadata': { 'f:labels': { '.': {}, 'f:app': {}, 'f:tier': {} } } };

function metadata(name: string, index: number): StoredObject['metadata'] {
  return {
    name,
    namespace: `team-${index % 20}`,
    uid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    resourceVersion: '',
    generation: 1,
    creationTimestamp: '2026-01-01T00:00:00Z',
    labels: { app: `app-${index}`, tier: index % 10 === 0 ? 'edge' : 'inner' },
    managedFields: [
      {
        manager: 'kubectl-client-side-apply',
        operation: 'Update',
        apiVersion: 'v1',
        time: '2026-01-01T00:00:00Z',
        fieldsType: 'FieldsV1',
        fieldsV1: OWN_FIELDS,
      },
    ],
  };
}

/** An HTTPRoute as teams write them: two hostnames, three rules, conditions from one Gateway. */
export function route(index: number): StoredObject {
  const rule = (path: string, service: string): object => ({
    matches: [{ path: { type: 'PathPrefix', value: path } }],
    backendRefs: [{ group: '', kind: 'Service', name: service, port: 80, weight: 1 }],
  });
  const name = `app-${index}`;
  const condition = (type: string, reason: string): object => ({
    type,
    status: 'True',
    reason,
    message: '',
    observedGeneration: 1,
    lastTransitionTime: '2026-01-01T00:00:00Z',
  });
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: metadata(name, index),
    spec: {
      parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'eg', namespace: 'default' }],
      hostnames: [`${name}.example.com`, `${name}.example.org`],
      rules: [rule('/api', name), rule('/static', name), rule('/', name)],
    },
    status: {
      parents: [
        {
          parentRef: { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'eg', namespace: 'default' },
          controllerName: 'gateway.envoyproxy.io/gatewayclass-controller',
          conditions: [condition('Accepted', 'Accepted'), condition('ResolvedRefs', 'ResolvedRefs')],
        },
      ],
    },
  };
}

function service(index: number): StoredObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata(`app-${index}`, index),
    spec: {
      type: 'ClusterIP',
      clusterIP: 'None',
      clusterIPs: ['None'],
      sessionAffinity: 'None',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      internalTrafficPolicy: 'Cluster',
      ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080 }],
    },
    status: { loadBalancer: {} },
  };
}

function slice(index: number, part: number): StoredObject {
  const made = metadata(`app-${index}-${part}`, index);
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { ...made, labels: { ...made.labels, 'kubernetes.io/service-name': `app-${index}` } },
    addressType: 'IPv4',
    ports: [{ name: 'http', protocol: 'TCP', port: 8080 }],
    endpoints: [1, 2, 3, 4].map((host) => ({
      addresses: [`10.${(index >> 8) & 255}.${index & 255}.${part * 10 + host}`],
      conditions: { ready: true, serving: true, terminating: false },
      nodeName: `node-${host}`,
      zone: `zone-${host % 2}`,
    })),
  };
}

/** `count` objects: a Gateway with its class, namespaces, and a quarter of the rest each of routes and Services, half of EndpointSlices. */
export function objects(count: number): StoredObject[] {
  const made: StoredObject[] = [];
  for (let team = 0; team < 20; team++) {
    const name = `team-${team}`;
    made.push({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { ...metadata(name, team), namespace: undefined, labels: { 'kubernetes.io/metadata.name': name } },
    });
  }
  made.push({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GatewayClass',
    metadata: { ...metadata('eg', 0), namespace: undefined },
    spec: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' },
  });
  made.push({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { ...metadata('eg', 0), namespace: 'default' },
    spec: {
      gatewayClassName: 'eg',
      listeners: [{ name: 'http', protocol: 'HTTP', port: 80, allowedRoutes: { namespaces: { from: 'All' } } }],
    },
  });
  for (let index = 0; made.length + PER_APPLICATION <= count; index++)
    made.push(service(index), slice(index, 0), slice(index, 1), route(index));
  for (let index = 0; made.length < count; index++)
    made.push({ ...service(index), metadata: metadata(`more-${index}`, index) });
  return made;
}
