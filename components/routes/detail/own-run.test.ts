import { describe, expect, it } from 'vitest';
import type { GeneratorRun } from '../../../server/contract/console.ts';
import type { Snapshot } from '../../../server/routing/snapshot.ts';
import { routerOf, ruleOfRun } from './own-run.ts';

const snapshot: Snapshot = {
  revision: 1,
  rules: {
    'HTTPRoute/shop/pay/0': {
      id: 'HTTPRoute/shop/pay/0',
      route: { kind: 'HTTPRoute', namespace: 'shop', name: 'pay' },
      index: 0,
      action: { type: 'respond', status: 500, reason: 'no backend' },
    },
  },
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
            {
              id: 'shop/eg/http',
              name: 'http',
              virtualHosts: [
                {
                  hostname: 'shop.example.com',
                  candidates: [
                    {
                      ruleId: 'HTTPRoute/shop/pay/0',
                      matchIndex: 0,
                      match: {
                        path: { type: 'PathPrefix', value: '/pay' },
                        headers: [{ type: 'Exact', name: 'x-api', value: '2' }],
                        queryParams: [],
                      },
                    },
                  ],
                },
              ],
            },
          ],
        },
      ],
    },
  ],
};

function run(request: Partial<GeneratorRun['request']>): GeneratorRun {
  return {
    id: '1',
    request: {
      method: 'GET',
      listener: 'shop/eg/http',
      host: 'shop.example.com',
      path: '/pay/now?a=1',
      headers: [{ name: 'X-Api', value: '2' }],
      rate: 10,
      concurrency: 1,
      duration: 1,
      seed: 1,
      ...request,
    },
    state: 'running',
    reason: null,
    startedAt: 0,
    elapsed: 0,
    sent: 0,
    answered: 0,
    statuses: [],
    p50Ms: null,
    p95Ms: null,
  };
}

describe('the rule of a generator run', () => {
  const router = routerOf(snapshot)!;
  it('is the one that takes its requests', () => {
    expect(ruleOfRun(router, run({}))).toBe('HTTPRoute/shop/pay/0');
  });
  it('is none when the requests go elsewhere', () => {
    expect(ruleOfRun(router, run({ path: '/help' }))).toBeUndefined();
    expect(ruleOfRun(router, run({ headers: [] }))).toBeUndefined();
    expect(ruleOfRun(router, run({ host: 'other.example.com' }))).toBeUndefined();
    expect(ruleOfRun(router, run({ listener: 'shop/eg/admin' }))).toBeUndefined();
  });
});
