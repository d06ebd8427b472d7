import { type Asker, collection, gateway, namespace, route, service, slice } from '../asker.ts';

const NS = 'conversation-forms';
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';
const PARTIAL = 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io';
const PARTIAL_LIST = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io';

/** Forms of answers: Table, metadata alone, YAML, pretty. */
export async function ask(asker: Asker): Promise<void> {
  const get = (path: string, headers: Record<string, string> = {}): ReturnType<Asker['ask']> =>
    asker.ask('GET', path, undefined, headers);
  const routes = collection('httproutes', NS);
  const services = collection('services', NS);
  await asker.ask('POST', collection('namespaces', ''), namespace(NS, { labels: { a: 'b' } }));
  await asker.ask('POST', routes, route('a', { labels: { a: 'b' }, annotations: { note: 'x' } }));
  await asker.ask('POST', routes, route('b', {}, { hostnames: undefined }));
  await asker.ask('POST', services, service('a', { labels: { a: 'b' } }, { selector: { app: 'x' } }));
  await asker.ask('POST', collection('gateways', NS), gateway('a', { http: 80 }));
  await asker.ask(
    'POST',
    collection('endpointslices', NS),
    slice('a', { labels: { 'kubernetes.io/service-name': 'a' } }),
  );
  await asker.ask('POST', collection('gatewayclasses', ''), {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GatewayClass',
    metadata: { name: 'conversation-forms' },
    spec: { controllerName: 'example.com/x', description: 'An example.' },
  });
  await asker.ask('POST', collection('referencegrants', NS), {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'ReferenceGrant',
    metadata: { name: 'a' },
    spec: {
      from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'x' }],
      to: [{ group: '', kind: 'Service' }],
    },
  });
  await asker.ask('POST', collection('grpcroutes', NS), {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GRPCRoute',
    metadata: { name: 'a' },
    spec: { parentRefs: [{ name: 'eg' }], hostnames: ['a.example.com', 'b.example.com'] },
  });
  await asker.ask('POST', collection('backendtrafficpolicies', NS), {
    apiVersion: 'gateway.envoyproxy.io/v1alpha1',
    kind: 'BackendTrafficPolicy',
    metadata: { name: 'a' },
    spec: {
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'a' }],
      loadBalancer: { type: 'RoundRobin' },
    },
  });

  const lists = [
    'httproutes',
    'grpcroutes',
    'gateways',
    'referencegrants',
    'backendtrafficpolicies',
    'services',
    'endpointslices',
  ].map((plural) => collection(plural, NS));
  const classes = `${collection('gatewayclasses', '')}/conversation-forms`;
  const objects = [...lists.map((path) => `${path}/a`), classes, `/api/v1/namespaces/${NS}`];
  for (const path of [...lists, ...objects]) await get(path, { accept: TABLE });
  for (const path of [routes, `${routes}/a`, services, `${services}/a`, `${routes}/a/status`, `${services}/a/status`]) {
    for (const include of ['None', 'Metadata', 'Object', 'Nothing', ''])
      await get(`${path}?includeObject=${include}`, { accept: TABLE });
    for (const accept of [
      `${TABLE},application/json`,
      'application/json;as=Table;v=v1beta1;g=meta.k8s.io',
      'application/json;as=Table;v=v2;g=meta.k8s.io',
      'application/json;as=Table;v=v2;g=meta.k8s.io,application/json',
      'application/json;as=Table;g=meta.k8s.io',
      'application/json;as=Nothing;v=v1;g=meta.k8s.io',
      'application/json;g=meta.k8s.io;v=v1',
      'application/yaml;as=Table;v=v1;g=meta.k8s.io',
      PARTIAL,
      PARTIAL_LIST,
      'application/json;as=PartialObjectMetadata;v=v1beta1;g=meta.k8s.io',
      'application/yaml;as=PartialObjectMetadata;v=v1;g=meta.k8s.io',
      'application/yaml',
      'application/yaml;q=0.9,application/json;q=0.1',
      'application/json;q=0.1,application/yaml',
      'application/json;pretty=1',
      'application/json; charset=utf-8',
      'application/vnd.kubernetes.protobuf,application/json',
      'application/vnd.kubernetes.protobuf,*/*',
      'application/cbor',
      'application/cbor,application/json',
      'text/html',
      'text/html,application/xhtml+xml,*/*;q=0.8',
      'text/*',
      'image/png',
      '*/*',
      'application/*',
      '',
      'nonsense',
      'application/json;stream=watch',
    ])
      await get(path, { accept });
    for (const query of ['pretty=true', 'pretty=1', 'pretty=false', 'pretty=0', 'pretty', 'pretty=x'])
      await get(`${path}?${query}`);
    for (const agent of ['curl/8.1', 'Mozilla/5.0 (X11)', 'Wget/1.2', 'kubectl/v1.36.1'])
      await get(path, { 'user-agent': agent });
  }
  await asker.ask('DELETE', classes);
}
