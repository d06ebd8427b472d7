import { expect, it } from 'vitest';
import type { PolicyInForce } from '../../../server/routing/snapshot.ts';
import { policyLevels } from '../../detail/policy-levels.ts';
import { shopPolicy } from '../../policies/policy.fixture.ts';
import { routePolicies } from './route-policies.ts';

const policy = (name: string, target: object, reason = 'Accepted') => shopPolicy(name, target, { reason });

const policies = [
  policy('defaults', { kind: 'Gateway', name: 'eg' }),
  policy('pay', { kind: 'HTTPRoute', name: 'pay' }),
  policy('pay-two', { kind: 'HTTPRoute', name: 'pay' }, 'Conflicted'),
  policy('nobody', { kind: 'HTTPRoute', name: 'pay', sectionName: 'no-such-rule' }, 'TargetNotFound'),
  policy('elsewhere', { kind: 'HTTPRoute', name: 'other' }),
];
const route = { kind: 'HTTPRoute' as const, namespace: 'shop', name: 'pay', labels: {} };
const levelsFor = (name: string, level: PolicyInForce['level']) =>
  policyLevels(
    { route, rule: undefined, listeners: ['shop/eg/http'], policy: { namespace: 'shop', name, level } },
    policies,
    () => ({}),
  );

it('policies of a route stand by what they are to it', () => {
  const found = routePolicies(route, [{ label: 'all', levels: levelsFor('pay', 'Route') }], policies);
  expect(found.map(({ name, group, level, rules }) => [name, group, level, rules.map(({ state }) => state)])).toEqual([
    ['pay', 'attached', 'Route', ['in force']],
    ['defaults', 'inherited', 'Gateway', ['overridden']],
    ['pay-two', 'refused', 'Route', ['overridden']],
    ['nobody', 'refused', null, []],
  ]);
});
