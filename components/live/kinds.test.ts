import { expect, test } from 'vitest';
import { kinds } from '../../server/model/registry.ts';
import { apiPathOf, pageKinds, pageOf } from './kinds.ts';

const byName = (a: { kind: string }, b: { kind: string }): number => (a.kind < b.kind ? -1 : 1);

test('the pages know every kind that is served, as it is served', () => {
  const served = kinds.map(({ group, version, kind, plural, namespaced }) => ({
    group,
    version,
    kind,
    plural,
    namespaced,
  }));
  const known = pageKinds.map(({ page: _page, segment: _segment, ...kind }) => kind);
  expect(known.toSorted(byName)).toEqual(served.toSorted(byName));
});

test('a kind without a page of its own has the plain page', () => {
  const key = { group: 'gateway.networking.k8s.io', kind: 'ReferenceGrant', namespace: 'shop', name: 'greeter' };
  expect(pageOf(key)).toBe('/objects/referencegrant/shop/greeter');
  expect(apiPathOf(key)).toBe('/apis/gateway.networking.k8s.io/v1/namespaces/shop/referencegrants/greeter');
});

test('routes of both kinds have pages of the same sort', () => {
  expect(pageOf({ kind: 'HTTPRoute', namespace: 'shop', name: 'web' })).toBe('/routes/httproute/shop/web');
  expect(pageOf({ kind: 'GRPCRoute', namespace: 'shop', name: 'calls' })).toBe('/routes/grpcroute/shop/calls');
});
