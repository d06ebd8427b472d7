import type { Asker } from '../asker.ts';

const V2 = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
const V2BETA = 'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList';
const PROTOBUF_V2 = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';
const PROTOBUF_V3 = 'application/com.github.proto-openapi.spec.v3@v1.0+protobuf';
const DOCUMENT = '/openapi/v3/apis/gateway.networking.k8s.io/v1';

/** Discovery and OpenAPI in every form, with their caching. */
export async function ask(asker: Asker): Promise<void> {
  const get = (path: string, headers: Record<string, string> = {}): ReturnType<Asker['ask']> =>
    asker.ask('GET', path, undefined, headers);
  for (const path of [
    '/api',
    '/apis',
    '/api/v1',
    '/apis/discovery.k8s.io',
    '/apis/discovery.k8s.io/v1',
    '/apis/gateway.networking.k8s.io',
    '/apis/gateway.networking.k8s.io/v1',
    '/apis/gateway.networking.k8s.io/v1beta1',
    '/apis/gateway.envoyproxy.io',
    '/apis/gateway.envoyproxy.io/v1alpha1',
    '/version',
    '/healthz',
    '/livez',
    '/readyz',
  ])
    await get(path);
  for (const path of ['/api', '/apis']) {
    for (const accept of [
      V2,
      V2BETA,
      `${V2},${V2BETA},application/json`,
      `application/json,${V2}`,
      `${V2};profile=nopeer,application/json`,
      `${V2};profile=nopeer`,
      'application/json;g=apidiscovery.k8s.io;v=v3;as=APIGroupDiscoveryList',
      'application/json;g=apidiscovery.k8s.io;v=v3;as=APIGroupDiscoveryList,application/json',
      'application/json;as=Table;g=meta.k8s.io;v=v1',
      'application/yaml',
      'application/vnd.kubernetes.protobuf',
      'text/html',
      'text/html,*/*',
      'image/png',
      '*/*',
      'application/*',
      'application/json;q=0.5',
    ])
      await get(path, { accept });
  }
  for (const accept of ['application/yaml', 'image/png', 'application/vnd.kubernetes.protobuf'])
    for (const path of ['/api/v1', '/apis/gateway.networking.k8s.io', '/apis/gateway.networking.k8s.io/v1', '/version'])
      await get(path, { accept });
  // the entity tag comes back in If-None-Match
  for (const path of ['/api', '/apis']) {
    const etag = await asker.etag(path, { accept: V2 });
    await get(path, { accept: V2, 'if-none-match': etag });
    await get(path, { accept: V2, 'if-none-match': '"0123"' });
    await get(path, { accept: 'application/json', 'if-none-match': etag });
  }
  const index = await get('/openapi/v3');
  const paths = index.body.paths as Record<string, { serverRelativeURL: string }>;
  for (const [path, { serverRelativeURL }] of Object.entries(paths))
    if (/^api\/v1$|^apis\/(discovery|gateway)\.[^/]*\/(v1|v1beta1|v1alpha1)$/.test(path) && !path.includes('x-k8s'))
      await get(serverRelativeURL);
  await get(DOCUMENT);
  await get(`${DOCUMENT}?hash=0123`);
  await get(`${DOCUMENT}/`);
  const etag = await asker.etag(DOCUMENT);
  await get(DOCUMENT, { 'if-none-match': etag });
  await get(DOCUMENT, { 'accept-encoding': 'gzip' });
  for (const accept of [
    'application/json',
    PROTOBUF_V3,
    `${PROTOBUF_V3},application/json`,
    'application/yaml',
    'image/png',
    '*/*',
    'text/html',
  ])
    for (const path of ['/openapi/v3', DOCUMENT]) await get(path, { accept });
  await get('/openapi/v2');
  const old = await asker.etag('/openapi/v2');
  await get('/openapi/v2', { 'if-none-match': old });
  for (const accept of [
    'application/json',
    PROTOBUF_V2,
    `${PROTOBUF_V2},application/json`,
    'application/yaml',
    'image/png',
    '*/*',
  ])
    await get('/openapi/v2', { accept });
}
