import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from '../../store/store.ts';
import type { Store } from '../../store/types.ts';
import { ExampleLibrary } from './library.ts';

let folder: string;
let store: Store;
let library: ExampleLibrary;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'switchyard-examples-'));
  store = await openStore({ file: path.join(folder, 'switchyard.db') });
  library = new ExampleLibrary(store);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const names = (): string[] => store.all().map((object) => `${object.kind}/${object.metadata.name}`);

test('an example that nobody changed goes without a trace', async () => {
  await library.load('round-robin');
  expect(names()).toHaveLength(6);
  await library.remove('round-robin');
  expect(names()).toEqual([]);
});

test('the example of gRPC is a GRPCRoute to backends of HTTP/2, and goes without a trace as well', async () => {
  await library.load('grpc');
  expect(names().toSorted()).toEqual([
    'BackendTrafficPolicy/echo-policy',
    'EndpointSlice/echo-1',
    'GRPCRoute/echo-route',
    'Gateway/eg',
    'GatewayClass/eg',
    'Service/echo',
  ]);
  expect(library.state().at(-1)).toMatchObject({ name: 'grpc', loaded: true });
  expect(library.demoEndpoints()).toHaveLength(4);
  await library.remove('grpc');
  expect(names()).toEqual([]);
});

test('what a changed object still needs stays, down to the GatewayClass and the addresses', async () => {
  await library.load('round-robin');
  const key = {
    group: 'gateway.networking.k8s.io',
    kind: 'HTTPRoute',
    namespace: 'default',
    name: 'round-robin-route',
  };
  const route = store.get(key)!;
  await store.write([
    {
      type: 'put',
      key,
      object: { ...route, spec: { ...(route.spec as object), hostnames: ['mine.example.com'] } },
      expect: '*',
      by: 'me',
    },
  ]);
  await library.remove('round-robin');
  expect(names().toSorted()).toEqual([
    'EndpointSlice/backend-1',
    'Gateway/eg',
    'GatewayClass/eg',
    'HTTPRoute/round-robin-route',
    'Service/backend',
  ]);
});

test('what two examples share stays with the other', async () => {
  await library.load('round-robin');
  await library.load('weighted');
  await library.remove('round-robin');
  expect(library.state().map(({ loaded }) => loaded)).toEqual([false, true, false]);
  expect(names()).toContain('Gateway/eg');
  expect(names()).not.toContain('Service/backend');
});
