import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Served, serve } from './serve.fixture.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

test('names groups, versions and resources', async () => {
  expect((await served.call('GET', '/api')).body).toMatchObject({ kind: 'APIVersions', versions: ['v1'] });
  const { body } = await served.call('GET', '/apis');
  const groups = (body as unknown as { groups: { name: string; preferredVersion: object }[] }).groups;
  expect(groups.map(({ name }) => name)).toEqual([
    'discovery.k8s.io',
    'gateway.envoyproxy.io',
    'gateway.networking.k8s.io',
  ]);
  const list = await served.call('GET', '/apis/gateway.networking.k8s.io/v1');
  expect(list.body).toMatchObject({ kind: 'APIResourceList', groupVersion: 'gateway.networking.k8s.io/v1' });
  expect(list.body.resources).toContainEqual(
    expect.objectContaining({
      name: 'gateways',
      singularName: 'gateway',
      namespaced: true,
      kind: 'Gateway',
      shortNames: ['gtw'],
    }),
  );
  expect(list.body.resources).toContainEqual(
    expect.objectContaining({ name: 'gateways/status', singularName: '', verbs: ['get', 'patch', 'update'] }),
  );
  expect((await served.call('GET', '/apis/nothing.example.com')).code).toBe(404);
});

test('gives the aggregated form to who asks for it', async () => {
  const accept = `${AGGREGATED},application/json`;
  const { headers, body } = await served.call('GET', '/apis', undefined, { accept });
  expect(headers.get('content-type')).toBe(AGGREGATED);
  expect(body).toMatchObject({ kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2' });
  expect((await served.call('GET', '/apis', undefined, { accept: 'application/json' })).body.kind).toBe('APIGroupList');
});

test('describes each group version in OpenAPI v3, and all in v2', async () => {
  const { body } = await served.call('GET', '/openapi/v3');
  const paths = body.paths as Record<string, { serverRelativeURL: string }>;
  expect(Object.keys(paths)).toContain('apis/gateway.networking.k8s.io/v1');
  const document = await served.call('GET', paths['apis/gateway.networking.k8s.io/v1']?.serverRelativeURL ?? '');
  const item = '/apis/gateway.networking.k8s.io/v1/namespaces/{namespace}/httproutes/{name}';
  expect(document.body).toMatchObject({
    openapi: '3.0.0',
    paths: {
      [item]: {
        patch: {
          'x-kubernetes-group-version-kind': { group: 'gateway.networking.k8s.io', version: 'v1', kind: 'HTTPRoute' },
          parameters: expect.arrayContaining([expect.objectContaining({ name: 'fieldValidation', in: 'query' })]),
        },
      },
    },
    components: {
      schemas: {
        'io.k8s.networking.gateway.v1.HTTPRoute': {
          properties: { spec: { properties: { rules: { type: 'array' } } } },
        },
      },
    },
  });
  const references = [...document.text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1] ?? '');
  const { schemas } = document.body.components as { schemas: object };
  expect(references.filter((name) => !Object.hasOwn(schemas, name))).toEqual([]);
  expect((await served.call('GET', '/openapi/v2')).body).toMatchObject({ swagger: '2.0' });
  const protobuf = { accept: 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf' };
  const binary = await served.call('GET', '/openapi/v2', undefined, protobuf);
  expect(binary.headers.get('content-type')).toBe('application/com.github.proto-openapi.spec.v2.v1.0+protobuf');
});

test('says that it is well, and its version', async () => {
  for (const path of ['/livez', '/readyz', '/healthz']) expect((await served.call('GET', path)).text).toBe('ok');
  expect((await served.call('GET', '/version')).body).toMatchObject({ major: '1', minor: '36' });
});
