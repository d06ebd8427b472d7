import { afterEach, expect, test } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { StoredObject } from '../model/object.ts';
import { openStore } from '../store/store.ts';
import type { Store, StoreWrite } from '../store/types.ts';
import { recentChanges } from './changes.ts';
import { slicePast } from './slice-past.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function storeOf(history?: number): Promise<Store> {
  const folder = mkdtempSync(path.join(tmpdir(), 'switchyard-changes-'));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  const store = await openStore({ file: path.join(folder, 'db'), ...(history === undefined ? {} : { history }) });
  closing.push(() => store.close());
  return store;
}

function put(kind: string, name: string, content: object, by: string, expect?: string): StoreWrite {
  const group = kind === 'EndpointSlice' ? 'discovery.k8s.io' : 'gateway.envoyproxy.io';
  const { labels, ...rest } = content as { labels?: Record<string, string> };
  const object = {
    apiVersion: `${group}/v1`,
    kind,
    metadata: {
      namespace: 'shop',
      name,
      uid: name,
      resourceVersion: '',
      creationTimestamp: '',
      ...(labels && { labels }),
    },
    ...rest,
  } as StoredObject;
  const key = { group, kind, namespace: 'shop', name };
  return { type: 'put', key, object, by, ...(expect === undefined ? {} : { expect }) };
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 60));

test('a change says who wrote, which field, and how many were set and removed', async () => {
  const store = await storeOf();
  await store.write([
    put('Policy', 'a', { spec: { loadBalancer: { type: 'Random' }, retry: { numRetries: 2 } } }, 'kubectl'),
  ]);
  await store.write([put('Policy', 'a', { spec: { loadBalancer: { type: 'RoundRobin' } } }, 'mira', '*')]);
  await store.write([
    { ...put('Policy', 'a', { spec: {}, status: { x: 1 } }, 'switchyard', '*'), statusOnly: true } as StoreWrite,
  ]);
  await store.write([{ type: 'delete', key: put('Policy', 'a', {}, '').key, by: 'mira' }]);
  const [deleted, changed, created] = recentChanges(store, 6);
  expect(created).toMatchObject({
    by: 'kubectl',
    change: 'ADDED',
    summary: 'created',
    added: 2,
    removed: 0,
    revision: 1,
  });
  expect(changed).toMatchObject({
    by: 'mira',
    summary: 'spec.loadBalancer.type Random to RoundRobin and 1 more',
    added: 1,
    removed: 2,
  });
  expect(deleted).toMatchObject({ summary: 'deleted', change: 'DELETED' });
});

test('what was written together is one change', async () => {
  const store = await storeOf();
  await store.write([
    put('Policy', 'a', { spec: { x: 1 } }, 'console'),
    put('Policy', 'b', { spec: { x: 1 } }, 'console'),
  ]);
  await pause();
  await store.write([put('Policy', 'c', { spec: { x: 1 } }, 'console')]);
  expect(recentChanges(store, 6).map(({ objects, added }) => [objects, added])).toEqual([
    [1, 1],
    [2, 2],
  ]);
  expect(recentChanges(store, 1)).toHaveLength(1);
});

const slice = (ready: boolean): object => ({
  labels: { 'kubernetes.io/service-name': 'pay' },
  endpoints: [{ addresses: ['10.0.0.1'], conditions: { ready } }],
});

test('the past of slices begins with what there was, and goes on with what was written', async () => {
  const store = await storeOf();
  await store.write([
    put('EndpointSlice', 'pay-1', slice(true), 'kubectl'),
    put('EndpointSlice', 'other', {}, 'kubectl'),
  ]);
  const between = Date.now();
  await pause();
  await store.write([put('EndpointSlice', 'pay-1', slice(false), 'kubectl', '*')]);
  const now = between + 60_000;
  const past = slicePast(store, 'shop', 'pay', 60, now);
  expect(past).toMatchObject({ from: between, to: now });
  expect(past.start.map(({ metadata, endpoints }) => [metadata.name, endpoints])).toEqual([
    ['pay-1', [{ addresses: ['10.0.0.1'], conditions: { ready: true } }]],
  ]);
  expect(past.events.map(({ type, object }) => [type, object.endpoints])).toEqual([
    ['MODIFIED', [{ addresses: ['10.0.0.1'], conditions: { ready: false } }]],
  ]);
  // before there was anything
  expect(slicePast(store, 'shop', 'pay', 600, now).start).toEqual([]);
  expect(slicePast(store, 'shop', 'pay', 600, now).events.map(({ type }) => type)).toEqual(['ADDED', 'MODIFIED']);
});

test('where older revisions were compacted the past begins later, and says so', async () => {
  const store = await storeOf(10);
  for (let i = 0; i < 14; i++) await store.write([put('EndpointSlice', 'pay-1', slice(i % 2 === 0), 'kubectl', '*')]);
  const past = slicePast(store, 'shop', 'pay', 900, Date.now());
  expect(past.from).toBeGreaterThan(Date.now() - 900_000);
  expect(past.events.length).toBeLessThanOrEqual(11);
  expect(past.start).toHaveLength(1);
});
