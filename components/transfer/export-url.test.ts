import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../server/model/object.ts';
import { exportPath, neededBy, readExport } from './export-url.ts';

function object(kind: string, name: string, more: Partial<KubeObject> = {}): KubeObject {
  const { metadata, ...rest } = more;
  return {
    apiVersion: 'v1',
    kind,
    metadata: {
      name,
      ...(kind === 'GatewayClass' ? {} : { namespace: 'default' }),
      ...metadata,
    },
    ...rest,
  };
}

describe('exportPath', () => {
  it('asks for everything without keys, and for nothing else than the keys with them', () => {
    expect(exportPath(readExport(new URLSearchParams('')))).toBe('/console/v1/export');
    expect(
      exportPath(readExport(new URLSearchParams('objects=/Service/default/web&endpointSlices=false&format=json'))),
    ).toBe('/console/v1/export?endpointSlices=false&objects=/Service/default/web&format=json');
  });
});

describe('neededBy', () => {
  it('follows references to the end', () => {
    const policy = object('BackendTrafficPolicy', 'lb', { spec: { targetRefs: [{ kind: 'HTTPRoute', name: 'r' }] } });
    const route = object('HTTPRoute', 'r', {
      spec: { parentRefs: [{ name: 'eg' }], rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] },
    });
    const gateway = object('Gateway', 'eg', { spec: { gatewayClassName: 'eg' } });
    const slice = object('EndpointSlice', 'web-1', { metadata: { labels: { 'kubernetes.io/service-name': 'web' } } });
    const other = object('Service', 'other');
    const all = [policy, route, gateway, object('GatewayClass', 'eg'), object('Service', 'web'), slice, other];
    expect(
      neededBy([policy], all)
        .map(({ kind }) => kind)
        .toSorted(),
    ).toEqual(['EndpointSlice', 'Gateway', 'GatewayClass', 'HTTPRoute', 'Service']);
  });

  it('has the namespaces of all, and the grants that routes use', () => {
    const shop = { namespace: 'shop' };
    const route = object('HTTPRoute', 'r', {
      metadata: { name: 'r', ...shop },
      spec: { rules: [{ backendRefs: [{ name: 'web', namespace: 'default', port: 80 }] }] },
    });
    const grant = (name: string, namespace: string) =>
      object('ReferenceGrant', name, { spec: { from: [{ kind: 'HTTPRoute', namespace }], to: [{ kind: 'Service' }] } });
    const space = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    const all = [
      route,
      object('Service', 'web'),
      grant('yes', 'shop'),
      grant('no', 'other'),
      space('shop'),
      space('idle'),
    ];
    expect(
      neededBy([route], all)
        .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
        .toSorted(),
    ).toEqual(['Namespace shop', 'ReferenceGrant yes', 'Service web']);
  });
});
