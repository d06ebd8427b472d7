import { type Asker, collection, gateway, namespace, route, service } from '../asker.ts';

const NS = 'conversation-paths';

/** Paths that name nothing, are written oddly, or do not know a method. */
export async function ask(asker: Asker): Promise<void> {
  const routes = collection('httproutes', NS);
  const services = collection('services', NS);
  await asker.ask('POST', collection('namespaces', ''), namespace(NS));
  await asker.ask('POST', routes, route('a'));
  await asker.ask('POST', services, service('a'));
  await asker.ask('POST', collection('gateways', NS), gateway('a', { http: 80 }));

  for (const path of [
    '/apis/gateway.networking.k8s.io/v1/nothings',
    '/apis/gateway.networking.k8s.io/v1/nothings/a',
    `/apis/gateway.networking.k8s.io/v1/namespaces/${NS}/nothings`,
    '/apis/nothing.example.com',
    '/apis/nothing.example.com/v1',
    '/apis/nothing.example.com/v1/things',
    '/apis/gateway.networking.k8s.io/v9',
    '/apis/gateway.networking.k8s.io/v9/httproutes',
    '/apis/discovery.k8s.io/v1/nothings',
    '/apis/discovery.k8s.io/v9',
    '/apis/discovery.k8s.io/v9/endpointslices',
    `/apis/discovery.k8s.io/v1/namespaces/${NS}/nothings/a`,
    '/api/v1/nothings',
    `/api/v1/namespaces/${NS}/nothings`,
    '/api/v2',
    '/api/v2/services',
    '//api',
    '/api//v1',
    '/apis//gateway.networking.k8s.io',
    '/apis/gateway.networking.k8s.io//v1/httproutes',
    '/apis/',
    '/api/',
    '/api/v1/',
    '/apis/gateway.networking.k8s.io/',
    '/apis/gateway.networking.k8s.io/v1/',
    '/apis/gateway.networking.k8s.io/v1/gatewayclasses/',
    `${routes}/`,
    `${routes}/a/`,
    `${services}/`,
    `${services}/a/`,
    `${services}/a/status/`,
    `${routes}/a/scale`,
    `${routes}/a/nothing`,
    `${routes}/zz/nothing`,
    `${routes}/a/b/c`,
    `${services}/a/nothing`,
    `${services}/a/b/c`,
    `${services}/a/status/x`,
    `${collection('referencegrants', NS)}/a/status`,
    '/apis/gateway.networking.k8s.io/v1/httproutes/a',
    `/apis/gateway.networking.k8s.io/v1/namespaces/${NS}/gatewayclasses`,
    `/apis/gateway.networking.k8s.io/v1/namespaces/${NS}/gatewayclasses/a`,
    `/apis/gateway.networking.k8s.io/v1/namespaces/${NS}`,
    '/apis/gateway.networking.k8s.io/v1/namespaces',
    '/api/v1/services/a',
    `${routes}/%61`,
    `${routes}/a%2Fb`,
    `${routes}/a%20b`,
    `${services}/%61`,
    `${services}/a%20b`,
    `${routes}?watch=false`,
    '/openapi/v3/apis/nothing/v1',
    '/openapi/v3/',
    '/openapi/v2/',
    '/version/',
    '/healthz/',
    '/healthz/nothing',
    '/livez/ping',
    '/readyz/ping',
  ])
    await asker.ask('GET', path);

  const objects = [`${routes}/a`, `${services}/a`, `${routes}/a/status`, `${services}/a/status`];
  const collections = [routes, services, '/apis/gateway.networking.k8s.io/v1/httproutes', '/api/v1/services'];
  for (const path of [...objects, '/apis/gateway.networking.k8s.io/v1/namespaces/nope/gateways/a'])
    for (const method of ['POST', 'OPTIONS', 'HEAD', 'TRACE', 'PROPFIND']) await asker.ask(method, path);
  for (const path of [`${routes}/a/status`, `${services}/a/status`]) await asker.ask('DELETE', path);
  for (const path of collections)
    for (const method of ['PUT', 'PATCH', 'OPTIONS', 'HEAD']) await asker.ask(method, path);
  for (const path of ['/apis/gateway.networking.k8s.io/v1/httproutes', '/api/v1/services']) {
    await asker.ask('POST', path, path.startsWith('/api/') ? service('b') : route('b'));
    await asker.ask('DELETE', path);
  }
  await asker.ask('DELETE', collection('namespaces', ''));
  for (const path of [
    '/api',
    '/apis',
    '/api/v1',
    '/apis/gateway.networking.k8s.io',
    '/apis/gateway.networking.k8s.io/v1',
    '/version',
    '/openapi/v3',
    '/openapi/v2',
    '/healthz',
  ])
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD']) await asker.ask(method, path);
}
