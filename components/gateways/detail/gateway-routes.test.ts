import { describe, expect, it } from 'vitest';
import type { SnapshotView } from '../../../server/contract/console.ts';
import type { KubeObject } from '../../../server/model/object.ts';
import { below, shopRule, shopSnapshot } from '../../../server/routing/shop.fixture.ts';
import { attachedRoutes, gatewayPolicies } from './gateway-routes.ts';

function route(name: string, parentRefs: object[], status?: object): KubeObject {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { namespace: 'shop', name },
    spec: { parentRefs },
    ...(status ? { status } : {}),
  };
}

const view: SnapshotView = {
  served: null,
  bindings: [],
  urls: {},
  notActing: {},
  shadowed: {},
  snapshot: shopSnapshot(
    '*',
    [{ rule: shopRule('cart'), match: below('/') }],
    [{ id: 'shop/eg/admin', name: 'admin', virtualHosts: [] }],
  ),
};

describe('attachedRoutes', () => {
  it('tells routes that a listener took from those that were refused', () => {
    const condition = {
      type: 'Accepted',
      status: 'False',
      reason: 'NotAllowedByListeners',
      message: '',
      lastTransitionTime: '',
    };
    const found = attachedRoutes(
      { namespace: 'shop', name: 'eg' },
      [
        route('cart', [{ name: 'eg' }]),
        route('help', [{ name: 'eg' }], { parents: [{ parentRef: { name: 'eg' }, conditions: [condition] }] }),
        route('elsewhere', [{ name: 'eg', namespace: 'ops' }]),
      ],
      view,
    );
    expect(found.map(({ object, listeners, refused }) => [object.metadata.name, listeners, refused?.reason])).toEqual([
      ['cart', ['http'], undefined],
      ['help', [], 'NotAllowedByListeners'],
    ]);
  });
});

describe('gatewayPolicies', () => {
  it('finds policies by name, by section and by label, in its own namespace', () => {
    const policy = (name: string, namespace: string, spec: unknown): KubeObject => ({
      apiVersion: 'gateway.envoyproxy.io/v1alpha1',
      kind: 'BackendTrafficPolicy',
      metadata: { namespace, name },
      spec,
    });
    const target = { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'eg' };
    const gateway: KubeObject = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { namespace: 'shop', name: 'eg', labels: { door: 'front' } },
    };
    const found = gatewayPolicies(gateway, [
      policy('whole', 'shop', { targetRefs: [target] }),
      policy('section', 'shop', { targetRefs: [{ ...target, sectionName: 'http' }] }),
      policy('label', 'shop', { targetSelectors: [{ kind: 'Gateway', matchLabels: { door: 'front' } }] }),
      policy('other-label', 'shop', { targetSelectors: [{ kind: 'Gateway', matchLabels: { door: 'back' } }] }),
      policy('far', 'ops', { targetRefs: [target] }),
    ]);
    expect(found.map(({ object, section }) => `${object.metadata.name} ${section}`)).toEqual([
      'whole ',
      'section http',
      'label ',
    ]);
  });
});
