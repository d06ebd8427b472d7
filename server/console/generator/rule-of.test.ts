import { describe, expect, it } from 'vitest';
import type { GeneratorRequest } from '../../contract/console.ts';
import { below, shopRule, shopSnapshot } from '../../routing/shop.fixture.ts';
import { ruleOf } from './rule-of.ts';

const match = below('/pay', [{ type: 'Exact', name: 'x-api', value: '2' }]);
const snapshot = shopSnapshot('shop.example.com', [{ rule: shopRule('pay'), match }]);

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
