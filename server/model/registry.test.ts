import { expect, test } from 'vitest';
import { findKind, findPlural, kinds } from './registry.ts';

test('all kinds are there, in the order in which they are applied', () => {
  expect(kinds.map(({ kind, applyOrder }) => [kind, applyOrder])).toEqual([
    ['Namespace', 10],
    ['GatewayClass', 20],
    ['Service', 30],
    ['EndpointSlice', 40],
    ['Gateway', 50],
    ['ReferenceGrant', 60],
    ['HTTPRoute', 70],
    ['GRPCRoute', 71],
    ['BackendTrafficPolicy', 80],
  ]);
});

test('kinds are found by name and by the path of the API, in every version', () => {
  for (const kind of kinds) {
    expect(findKind(kind.group, kind.kind)).toBe(kind);
    for (const version of [kind.version, ...(kind.otherVersions ?? [])])
      expect(findPlural(kind.group, version, kind.plural)).toBe(kind);
  }
  expect(findKind('', 'Secret')).toBeUndefined();
  expect(findPlural('gateway.networking.k8s.io', 'v2', 'gateways')).toBeUndefined();
});
