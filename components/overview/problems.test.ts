import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../server/model/object.ts';
import { findProblems } from './problems.ts';

const object = (kind: string, name: string, spec: object, status?: object): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { namespace: 'shop', name },
  spec,
  ...(status ? { status } : {}),
});

const gateway = object('Gateway', 'eg', { gatewayClassName: 'eg' });
const all = {
  Gateway: [gateway],
  GatewayClass: [{ ...object('GatewayClass', 'eg', {}), metadata: { name: 'eg' } }],
  HTTPRoute: [] as KubeObject[],
  GRPCRoute: [],
  BackendTrafficPolicy: [] as KubeObject[],
  Service: [object('Service', 'checkout', {}), object('Service', 'cart', {})],
};

describe('what needs the reader', () => {
  it('names the place of a backend that does not exist, and the Service that was meant', () => {
    const route = object(
      'HTTPRoute',
      'pay',
      {
        parentRefs: [{ name: 'eg' }],
        rules: [{ backendRefs: [{ name: 'cart', port: 80 }] }, { backendRefs: [{ name: 'checkot', port: 80 }] }],
      },
      {
        parents: [
          {
            parentRef: { name: 'eg' },
            conditions: [
              {
                type: 'ResolvedRefs',
                status: 'False',
                reason: 'BackendNotFound',
                message: 'no checkot',
                observedGeneration: 1,
              },
            ],
          },
        ],
      },
    );
    const [finding] = findProblems({ ...all, HTTPRoute: [route] }, undefined);
    expect(finding).toMatchObject({
      level: 'bad',
      code: 'SY-204',
      place: ['spec', 'rules', 1, 'backendRefs', 0, 'name'],
      fix: { label: 'Use checkout', value: 'checkout' },
    });
  });

  it('leads from a route to the Service that has no endpoint', () => {
    const message = 'Failed to find endpoints: no ready endpoints for the related Service shop/cart.';
    const conditions = [{ type: 'BackendsAvailable', status: 'False', reason: 'EndpointsNotFound', message }];
    const route = object(
      'HTTPRoute',
      'pay',
      { parentRefs: [{ name: 'eg' }] },
      {
        parents: [{ parentRef: { name: 'eg' }, conditions }],
      },
    );
    expect(findProblems({ ...all, HTTPRoute: [route] }, undefined)).toMatchObject([
      {
        code: 'SY-201',
        sentence: 'sends to a Service that has no endpoint',
        link: { label: 'Open backend', href: '/backends/service/shop/cart' },
      },
    ]);
  });

  it('offers nothing where nothing is near', () => {
    const route = object('HTTPRoute', 'pay', { parentRefs: [{ name: 'eg' }] });
    const policy = object('BackendTrafficPolicy', 'p', { targetRefs: [{ kind: 'Gateway', name: 'quite-another' }] });
    const two = {
      ...all,
      Gateway: [gateway, object('Gateway', 'other', { gatewayClassName: 'eg' })],
      HTTPRoute: [route],
    };
    const [finding] = findProblems({ ...two, BackendTrafficPolicy: [policy] }, undefined);
    expect(finding).toMatchObject({ code: 'SY-301', place: ['spec', 'targetRefs', 0, 'name'] });
    expect(finding?.fix).toBeUndefined();
  });

  it('takes the only Gateway that there is for one that does not exist', () => {
    const route = object('HTTPRoute', 'pay', { parentRefs: [{ name: 'public' }] });
    const [finding] = findProblems({ ...all, HTTPRoute: [route] }, undefined);
    expect(finding).toMatchObject({ code: 'SY-102', fix: { label: 'Use eg', value: 'eg' } });
  });
  it('names a rule that never wins, and what wins in its place', () => {
    const [problem] = findProblems(all, {
      snapshot: { revision: 1, gateways: [], rules: {} },
      served: null,
      bindings: [],
      urls: {},
      notActing: {},
      shadowed: {
        'HTTPRoute/shop/old/1': {
          name: 'late',
          never: true,
          matches: [{ matchIndex: 0, by: { rule: 'HTTPRoute/shop/pay/0', name: 'pay', matchIndex: 2 } }],
        },
        'HTTPRoute/shop/pay/0': {
          never: false,
          matches: [{ matchIndex: 1, by: { listener: 'shop/eg/narrow' } }],
        },
      },
    });
    expect(problem).toMatchObject({
      code: 'SY-105',
      name: 'old',
      sentence: 'has a rule that never wins: rule late',
      evidence: 'shop/pay rule pay takes all of its requests first.',
      link: { href: '/routes/httproute/shop/old?rule=1' },
    });
  });
});
