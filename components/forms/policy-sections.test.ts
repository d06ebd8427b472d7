import { describe, expect, it } from 'vitest';
import { backendTrafficPolicySpec } from '../../server/model/backendtrafficpolicy/schema.ts';
import type { KubeObject } from '../../server/model/object.ts';
import { broaderPolicies } from './inherited.ts';
import { OWN, policySections } from './policy-sections.ts';

describe('sections of the form of a policy', () => {
  it('have a place for each member of the schema, and one alone', () => {
    const members = Object.keys(backendTrafficPolicySpec.properties);
    const placed = [...OWN, ...policySections(members).flatMap((section) => section.members)];
    expect(placed.toSorted()).toEqual(members.toSorted());
  });
});

describe('what a policy inherits', () => {
  const object = (kind: string, name: string, spec: unknown, created = '2026-01-01T00:00:00Z') =>
    ({ kind, metadata: { name, namespace: 'shop', creationTimestamp: created }, spec }) as unknown as KubeObject;
  const target = (sectionName?: string) => [{ kind: 'Gateway', name: 'eg', ...(sectionName ? { sectionName } : {}) }];
  const routes = [
    object('HTTPRoute', 'one', { parentRefs: [{ name: 'eg' }] }),
    object('HTTPRoute', 'two', { parentRefs: [{ name: 'eg', sectionName: 'http' }] }),
  ];
  const policies = [
    object('BackendTrafficPolicy', 'young', { targetRefs: target(), retry: {} }, '2026-03-01T00:00:00Z'),
    object('BackendTrafficPolicy', 'old', { targetRefs: target(), timeout: {}, loadBalancer: {} }),
    object('BackendTrafficPolicy', 'listener', { targetRefs: target('http'), healthCheck: {} }),
  ];
  const broader = (name: string, own = 'mine') =>
    broaderPolicies([{ kind: 'HTTPRoute', name }], 'shop', own, { routes, policies });

  it('comes from the oldest policy of its Gateway, or of the listener that it names', () => {
    expect(broader('one')).toEqual([{ namespace: 'shop', name: 'old', sets: ['timeout', 'loadBalancer'] }]);
    expect(broader('two')).toEqual([{ namespace: 'shop', name: 'listener', sets: ['healthCheck'] }]);
  });

  it('is nothing of its own, and nothing where there is no route', () => {
    expect(broader('one', 'old')).toMatchObject([{ name: 'young' }]);
    expect(broader('missing')).toEqual([]);
  });
});
