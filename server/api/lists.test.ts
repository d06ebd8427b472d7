import { afterAll, beforeAll, expect, test } from 'vitest';
import type { KubeObject } from '../model/object.ts';
import { ROUTES, type Served, serve } from './serve.fixture.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

const LIST = '/console/v1/lists/gateway.networking.k8s.io/HTTPRoute';

function create(name: string, host = 'www.example.com'): ReturnType<Served['call']> {
  return served.call('POST', ROUTES, {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name, namespace: 'default' },
    spec: { parentRefs: [{ name: 'eg' }], hostnames: [host] },
  });
}

async function list(path = LIST, headers: Record<string, string> = {}) {
  const { body, headers: sent } = await served.call('GET', path, undefined, headers);
  return { items: body.items as KubeObject[], revision: Number(sent.get('x-switchyard-revision')) };
}

test('a list for pages has every object but for its type and the fields that each writer set', async () => {
  const { body } = await create('one');
  const { items, revision } = await list();
  const { apiVersion: _version, kind: _kind, ...object } = body as unknown as KubeObject;
  const writers = (object.metadata.managedFields ?? []) as Record<string, unknown>[];
  expect(writers[0]).toHaveProperty('fieldsV1');
  const seen = writers.map(({ fieldsV1: _fields, ...writer }) => writer);
  expect(items).toEqual([{ ...object, metadata: { ...object.metadata, managedFields: seen } }]);
  expect(revision).toBe(served.store.revision);
});

test('it follows every write, and says the revision also when another kind was written', async () => {
  const before = await list();
  await create('two');
  expect((await list()).items.map(({ metadata }) => metadata.name)).toEqual(['one', 'two']);
  await served.call(
    'PATCH',
    `${ROUTES}/two`,
    { spec: { hostnames: ['other.example.com'] } },
    {
      'content-type': 'application/merge-patch+json',
    },
  );
  expect((await list()).items[1]?.spec).toMatchObject({ hostnames: ['other.example.com'] });
  await served.call('DELETE', `${ROUTES}/two`);
  const after = await list();
  expect(after.items).toEqual(before.items);
  await served.call('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  expect(await list()).toEqual({ items: after.items, revision: served.store.revision });
});

test('a long list is compressed for those who take that, and says the same', async () => {
  for (let i = 0; i < 40; i++) await create(`long-${i}`, `${'a'.repeat(60)}.${'b'.repeat(60)}.example.com`);
  const labels = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`label-${i}`, 'v'.repeat(50)]));
  for (let i = 0; i < 40; i++)
    await served.call(
      'PATCH',
      `${ROUTES}/long-${i}`,
      { metadata: { labels } },
      {
        'content-type': 'application/merge-patch+json',
      },
    );
  const { headers } = await served.call('GET', LIST, undefined, { 'accept-encoding': 'gzip' });
  expect(headers.get('content-encoding')).toBe('gzip');
  expect(headers.get('vary')).toContain('Accept-Encoding');
  expect((await list()).items).toEqual((await list(LIST, { 'accept-encoding': 'identity' })).items);
});

test('the namespace that everybody has is listed; a kind that is not served is not', async () => {
  expect((await list('/console/v1/lists/core/Namespace')).items.map(({ metadata }) => metadata.name)).toContain(
    'default',
  );
  for (const path of ['core/HTTPRoute', 'gateway.networking.k8s.io/TCPRoute', 'core', 'core/Namespace/default'])
    expect((await served.call('GET', `/console/v1/lists/${path}`)).code, path).toBe(404);
  expect((await served.call('POST', LIST, {})).code).toBe(405);
});
