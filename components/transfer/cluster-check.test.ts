import { expect, test } from 'vitest';
import type { KubeObject } from '../../server/model/object.ts';
import { clusterNotes } from './cluster-check.ts';

const specs = { gatewayApi: 'v1', envoyGateway: 'v1' };
const object = (kind: string, name: string, rest: object = {}, metadata: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { namespace: 'shop', name, ...metadata },
  ...rest,
});
const slice = (address: string): KubeObject =>
  object(
    'EndpointSlice',
    'web-1',
    { endpoints: [{ addresses: [address] }] },
    { labels: { 'kubernetes.io/service-name': 'web' } },
  );
const found = (objects: KubeObject[]): string[] => clusterNotes(objects, specs).map(({ id }) => id);

test('addresses of this machine would be refused, and a Service that has no others has nothing behind it', () => {
  const service = object('Service', 'web', { spec: { ports: [{ port: 80 }] } });
  expect(found([service, slice('127.0.1.1')])).toEqual(['loopback', 'selector', 'namespaces']);
  expect(found([service, slice('10.0.0.7')])).toEqual(['namespaces']);
  expect(found([service])).toEqual(['selector', 'namespaces']);
  expect(found([object('Service', 'web', { spec: { selector: { app: 'web' } } })])).toEqual(['namespaces']);
});

test('namespaces that come along or are always there are not asked for', () => {
  expect(found([object('Namespace', 'shop', {}, { namespace: undefined }), object('ReferenceGrant', 'g')])).toEqual([]);
  expect(found([object('ReferenceGrant', 'g', {}, { namespace: 'default' })])).toEqual([]);
});

test('a Gateway needs the controller, and no address of this machine', () => {
  const gateway = object('Gateway', 'eg', { spec: { addresses: [{ value: '127.0.0.9' }] } }, { namespace: 'default' });
  expect(found([gateway])).toEqual(['addresses', 'controller']);
});
