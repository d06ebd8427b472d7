import { describe, expect, it } from 'vitest';
import type { SnapshotView } from '../../server/contract/console.ts';
import type { KubeObject } from '../../server/model/object.ts';
import type { SnapshotRule } from '../../server/routing/snapshot.ts';
import { allConsequences } from './consequences.ts';

const policy = (name: string, type: string, target: object): KubeObject => ({
  apiVersion: 'gateway.envoyproxy.io/v1alpha1',
  kind: 'BackendTrafficPolicy',
  metadata: { namespace: 'shop', name },
  spec: { targetRefs: [target], loadBalancer: { type } },
  status: {
    ancestors: [
      {
        ancestorRef: { kind: 'Gateway', name: 'eg' },
        controllerName: 'c',
        conditions: [{ type: 'Accepted', status: 'True', reason: 'Accepted', message: '', lastTransitionTime: '' }],
      },
    ],
  },
});

const policies = [
  policy('pay-lb', 'RoundRobin', { kind: 'HTTPRoute', name: 'pay' }),
  policy('defaults', 'Random', { kind: 'Gateway', name: 'eg' }),
];

function rule(route: string, name: string, inForce?: string): SnapshotRule {
  return {
    id: `HTTPRoute/shop/${route}/0`,
    route: { kind: 'HTTPRoute', namespace: 'shop', name: route },
    index: 0,
    name,
    ...(inForce === undefined
      ? {}
      : { policy: { namespace: 'shop', name: inForce, level: inForce === 'defaults' ? 'Gateway' : 'Route' } }),
    action: { type: 'respond', status: 503, reason: 'test' },
  };
}

function viewOf(...rules: SnapshotRule[]): SnapshotView {
  const candidates = rules.map(({ id, route }) => ({
    ruleId: id,
    matchIndex: 0,
    match: { path: { type: 'PathPrefix' as const, value: `/${route.name}` }, headers: [], queryParams: [] },
  }));
  const all = { ...candidates[0]!.match, path: { type: 'PathPrefix' as const, value: '/' } };
  candidates[candidates.length - 1]!.match = all;
  return {
    snapshot: {
      revision: 1,
      rules: Object.fromEntries(rules.map((one) => [one.id, one])),
      gateways: [
        {
          namespace: 'shop',
          name: 'eg',
          address: '127.77.0.1',
          mirrorLoopback: true,
          ports: [
            {
              port: 80,
              protocol: 'HTTP',
              listeners: [
                { id: 'shop/eg/http', name: 'http', virtualHosts: [{ hostname: 'shop.example.com', candidates }] },
              ],
            },
          ],
        },
      ],
    },
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
