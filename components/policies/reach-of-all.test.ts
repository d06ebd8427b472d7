import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../server/model/object.ts';
import type { PolicyInForce, Snapshot } from '../../server/routing/snapshot.ts';
import { below, shopSnapshot } from '../../server/routing/shop.fixture.ts';
import { backendTrafficPolicySpec } from '../../server/model/backendtrafficpolicy/schema.ts';
import { SECTIONS, TARGET_FIELDS } from './policy-facts.ts';
import { levelsOfAll, rulesByPolicy } from './reach-of-all.ts';
import { targetTree } from './target-tree.ts';

const policy = (name: string, target: object): KubeObject => ({
  apiVersion: 'gateway.envoyproxy.io/v1alpha1',
  kind: 'BackendTrafficPolicy',
  metadata: { namespace: 'shop', name },
  spec: { targetRefs: [target] },
});
const force = (name: string, level: PolicyInForce['level'], mergedWith?: string): { policy: PolicyInForce } => ({
  policy: { namespace: 'shop', name, level, ...(mergedWith === undefined ? {} : { mergedWith }) },
});

function snapshotOf(rules: Record<string, { policy: PolicyInForce } | object>): Snapshot {
  const all = Object.entries(rules).map(([text, inForce]) => {
    const [name = '', index = '0'] = text.split('/');
    return {
      id: `HTTPRoute/shop/${name}/${index}`,
      route: { kind: 'HTTPRoute' as const, namespace: 'shop', name },
      index: Number(index),
      name: `r${index}`,
      action: { type: 'respond' as const, status: 503, reason: 'test' },
      ...inForce,
    };
  });
  return shopSnapshot(
    '*',
    all.map((rule) => ({ rule, match: below('/') })),
  );
}

const policies = [
  policy('defaults', { kind: 'Gateway', name: 'eg' }),
  policy('pay', { kind: 'HTTPRoute', name: 'pay' }),
  policy('pay-two', { kind: 'HTTPRoute', name: 'pay' }),
  policy('narrow', { kind: 'HTTPRoute', name: 'pay', sectionName: 'r1' }),
];
const snapshot = snapshotOf({
  'pay/0': force('pay', 'Route'),
  'pay/1': force('narrow', 'Rule', 'shop/defaults'),
  'other/0': force('defaults', 'Gateway'),
});
const all = levelsOfAll(snapshot, policies, () => ({}));

describe('what policies are for the rules that they reach', () => {
  it('counts rules in force, merged and overridden', () => {
    const rules = rulesByPolicy(all);
    const of = (name: string) => {
      const { inForce, base, overridden } = rules.get(`shop/${name}`)!;
      return [[...inForce], [...base], [...overridden]].map((list) => list.map((scope) => scope.slice(15)));
    };
    expect(of('defaults')).toEqual([['other/0'], ['pay/1'], ['pay/0']]);
    expect(of('pay')).toEqual([['pay/0'], [], ['pay/1']]);
    expect(of('pay-two')).toEqual([[], [], ['pay/0', 'pay/1']]);
    expect(of('narrow')).toEqual([['pay/1'], [], []]);
  });

  it('stands in a tree from Gateway to rule, each policy where it sits', () => {
    const rows = targetTree(snapshot, all).map(({ depth, label, policies: own, winner }) => [
      '  '.repeat(depth) + label,
      own.map(({ name }) => name).join(' '),
      winner === undefined ? '' : winner === null ? 'default' : winner.name,
    ]);
    expect(rows).toEqual([
      ['shop/eg', 'defaults', ''],
      ['  http', '', ''],
      ['    shop/other', '', ''],
      ['      r0', '', 'defaults'],
      ['    shop/pay', 'pay pay-two', ''],
      ['      r0', '', 'pay'],
      ['      r1', 'narrow', 'narrow'],
    ]);
  });
});

it('the sections that a policy can set are counted as the schema has them', () => {
  const fields = Object.keys(backendTrafficPolicySpec.properties).filter((field) => !TARGET_FIELDS.has(field));
  expect(fields.length).toBe(SECTIONS);
});
