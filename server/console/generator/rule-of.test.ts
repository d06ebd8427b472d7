import { describe, expect, it } from 'vitest';
import type { GeneratorRequest } from '../../contract/console.ts';
import type { Snapshot } from '../../routing/snapshot.ts';
import { ruleOf } from './rule-of.ts';

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

function run(request: Partial<GeneratorRequest>): GeneratorRequest {
  return {
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
  };
}

describe('the rule of a generator run', () => {
  it('is the one that takes its requests', () => {
    expect(ruleOf(snapshot, run({}))).toBe('HTTPRoute/shop/pay/0');
  });
  it('is none when the requests go elsewhere', () => {
    expect(ruleOf(snapshot, run({ path: '/help' }))).toBeNull();
    expect(ruleOf(snapshot, run({ headers: [] }))).toBeNull();
    expect(ruleOf(snapshot, run({ host: 'other.example.com' }))).toBeNull();
    expect(ruleOf(snapshot, run({ listener: 'shop/eg/admin' }))).toBeNull();
  });
});
