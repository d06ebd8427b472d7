import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../server/model/object.ts';
import { algorithmOfSpec, policyFacts } from './policy-facts.ts';

function policy(spec: unknown): KubeObject {
  return {
    apiVersion: 'gateway.envoyproxy.io/v1alpha1',
    kind: 'BackendTrafficPolicy',
    metadata: { namespace: 'shop', name: 'lb' },
    spec,
  };
}

describe('algorithmOfSpec', () => {
  it('names what a ConsistentHash is made of', () => {
    expect(
      algorithmOfSpec({ type: 'ConsistentHash', consistentHash: { type: 'Cookie', cookie: { name: 'sid' } } }),
    ).toBe('ConsistentHash by cookie sid');
  });
  it('is null for a policy that says nothing about balancing', () => {
    expect(algorithmOfSpec(undefined)).toBeNull();
  });
});

describe('policyFacts', () => {
  it('tells the four levels apart', () => {
    const facts = policyFacts(
      policy({
        targetRefs: [
          { kind: 'Gateway', name: 'g' },
          { kind: 'Gateway', name: 'g', sectionName: 'http' },
          { kind: 'HTTPRoute', name: 'r' },
          { kind: 'HTTPRoute', name: 'r', sectionName: 'pay' },
        ],
        retry: {},
      }),
      undefined,
    );
    expect(facts.levels).toEqual(['Gateway', 'Listener', 'Route', 'Rule']);
    expect(facts.fields).toEqual(['retry']);
  });
});
