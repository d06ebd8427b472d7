import { describe, expect, it } from 'vitest';
import type { SnapshotView } from '../../server/contract/console.ts';
import type { SnapshotRule } from '../../server/routing/snapshot.ts';
import { below, shopRule, shopSnapshot } from '../../server/routing/shop.fixture.ts';
import { shopPolicy } from '../policies/policy.fixture.ts';
import { allConsequences } from './consequences.ts';

const policy = (name: string, type: string, target: object) =>
  shopPolicy(name, target, { spec: { loadBalancer: { type } } });

const policies = [
  policy('pay-lb', 'RoundRobin', { kind: 'HTTPRoute', name: 'pay' }),
  policy('defaults', 'Random', { kind: 'Gateway', name: 'eg' }),
];

function rule(route: string, name: string, inForce?: string): SnapshotRule {
  const level = inForce === 'defaults' ? 'Gateway' : 'Route';
  return shopRule(route, {
    name,
    ...(inForce === undefined ? {} : { policy: { namespace: 'shop', name: inForce, level } }),
  });
}

/** The last rule takes every path, the others each the one of its route. */
function viewOf(...rules: SnapshotRule[]): SnapshotView {
  const reached = rules.map((one, i) => ({
    rule: one,
    match: below(i === rules.length - 1 ? '/' : `/${one.route.name}`),
  }));
  return {
    snapshot: shopSnapshot('shop.example.com', reached),
    served: null,
    bindings: [],
    urls: {},
    notActing: {},
    shadowed: {},
  };
}

const key = (kind: string, name: string) => ({ group: '', kind, namespace: 'shop', name });

describe('a deletion says', () => {
  const view = viewOf(rule('pay', 'pay', 'pay-lb'), rule('rest', 'pages', 'defaults'));
  const objects = { BackendTrafficPolicy: policies };

  it('which rule takes the requests of a route', () => {
    expect(allConsequences([key('HTTPRoute', 'pay')], objects, view).sentences).toEqual([
      'Requests for shop.example.com will go to shop/rest rule pages.',
      'BackendTrafficPolicy shop/pay-lb will have no target.',
    ]);
  });
  it('that nobody takes them', () => {
    expect(allConsequences([key('HTTPRoute', 'rest')], objects, view).sentences).toEqual([
      'Requests for shop.example.com that only this takes will be answered 404.',
    ]);
    expect(allConsequences([key('HTTPRoute', 'rest')], {}, viewOf(rule('rest', 'pages'))).sentences).toEqual([
      'Requests for shop.example.com will be answered 404: no other route has the host.',
    ]);
  });
  it('which policy counts for which rules without one', () => {
    expect(allConsequences([key('BackendTrafficPolicy', 'pay-lb')], objects, view).sentences).toEqual([
      'shop/pay rule pay will use shop/defaults (Random).',
    ]);
    expect(allConsequences([key('BackendTrafficPolicy', 'defaults')], objects, view).sentences).toEqual([
      'shop/rest rule pages will use LeastRequest (default).',
    ]);
  });
});
