import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../server/model/object.ts';
import { policyLevels, type RulePlace } from './policy-levels.ts';

function policy(name: string, spec: unknown): KubeObject {
  return {
    apiVersion: 'gateway.envoyproxy.io/v1alpha1',
    kind: 'BackendTrafficPolicy',
    metadata: { namespace: 'shop', name },
    spec,
  };
}

const place: RulePlace = {
  route: { kind: 'HTTPRoute', namespace: 'shop', name: 'checkout', labels: { team: 'pay' } },
  rule: 'pay',
  listeners: ['shop/eg/http'],
  policy: { namespace: 'shop', name: 'on-route', level: 'Route', mergedWith: 'shop/on-gateway' },
};
const named = (...refs: object[]) => ({
  targetRefs: refs.map((ref) => ({ group: 'gateway.networking.k8s.io', ...ref })),
});
const shown = (policies: KubeObject[], from = place) =>
  policyLevels(from, policies, () => ({ door: 'front' })).flatMap(({ level, policies }) =>
    policies.map(({ name, state }) => `${level} ${name} ${state}`),
  );

describe('policyLevels', () => {
  it('puts every policy at its level and says which one counts', () => {
    expect(
      shown([
        policy('on-rule', named({ kind: 'HTTPRoute', name: 'checkout', sectionName: 'pay' })),
        policy('on-other-rule', named({ kind: 'HTTPRoute', name: 'checkout', sectionName: 'help' })),
        policy('on-route', named({ kind: 'HTTPRoute', name: 'checkout' })),
        policy('on-listener', named({ kind: 'Gateway', name: 'eg', sectionName: 'http' })),
        policy('on-gateway', named({ kind: 'Gateway', name: 'eg' })),
        policy('elsewhere', named({ kind: 'Gateway', name: 'other' })),
      ]),
    ).toEqual([
      'Rule on-rule overridden',
      'Route on-route in force',
      'Listener on-listener overridden',
      'Gateway on-gateway base',
    ]);
  });
  it('follows selectors inside the namespace', () => {
    expect(
      shown([
        policy('by-team', { targetSelectors: [{ kind: 'HTTPRoute', matchLabels: { team: 'pay' } }] }),
        policy('by-door', { targetSelectors: [{ kind: 'Gateway', matchLabels: { door: 'back' } }] }),
      ]),
    ).toEqual(['Route by-team overridden']);
  });
  it('shows nothing but overridden policies while none is in force', () => {
    const { policy: _, ...rest } = place;
    expect(
      shown([policy('on-route', named({ kind: 'HTTPRoute', name: 'checkout' }))], { ...rest, policy: undefined }),
    ).toEqual(['Route on-route overridden']);
  });
});
