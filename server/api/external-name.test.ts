import { afterEach, beforeEach, expect, it } from 'vitest';
import { serve, type Served } from './serve.fixture.ts';

const PATH = '/api/v1/namespaces/default/services';
const MERGE = { 'content-type': 'application/merge-patch+json' };

let served: Served;
beforeEach(async () => {
  served = await serve();
  const { code } = await served.call('POST', PATH, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'e' },
    spec: { type: 'ExternalName', externalName: 'a.b', internalTrafficPolicy: 'Local', ports: [{ port: 80 }] },
  });
  expect(code).toBe(201);
});
afterEach(() => served.close());

const shown = (body: unknown): unknown =>
  (body as { spec?: { internalTrafficPolicy?: string } }).spec?.internalTrafficPolicy;

it('keeps internalTrafficPolicy of an ExternalName Service, and shows it on its status alone', async () => {
  expect(shown((await served.call('GET', `${PATH}/e`)).body)).toBeUndefined();
  const { body } = await served.call('GET', PATH);
  expect((body.items as unknown[]).map(shown)).toEqual([undefined]);
  expect(shown((await served.call('GET', `${PATH}/e/status`)).body)).toBe('Local');
  const changed = await served.call('PATCH', `${PATH}/e`, { metadata: { labels: { a: 'b' } } }, MERGE);
  expect([changed.code, shown(changed.body)]).toEqual([200, undefined]);
});

it('has the kept internalTrafficPolicy in what a patch begins with', async () => {
  const unreadable = await served.call('PATCH', `${PATH}/e`, { spec: { ports: 3 } }, MERGE);
  expect(unreadable.code).toBe(422);
  expect(unreadable.body.message).toContain(String.raw`\"internalTrafficPolicy\":\"Local\"`);
  const moved = await served.call('PATCH', `${PATH}/e`, { spec: { type: 'ClusterIP', externalName: null } }, MERGE);
  expect([moved.code, shown(moved.body)]).toEqual([200, 'Local']);
});
