import { expect, test } from 'vitest';
import type { StoredObject } from '../model/object.ts';
import { policyReach } from './policy-reach.ts';
import { backend, GATEWAY, groupOf, route, ruleOf, run, said, statusOf, stored } from './manifests.fixture.ts';
import type { Translation } from './translate.ts';

const TWO_LISTENERS = GATEWAY.replace(
  '  - {name: http, protocol: HTTP, port: 80}',
  '  - {name: http, protocol: HTTP, port: 80}\n  - {name: alt, protocol: HTTP, port: 8080}',
);
const BACKEND = backend('backend', ['127.0.1.1']);
const WEB = route('web', [], {
  rules: [
    { name: 'one', backendRefs: [{ name: 'backend', port: 3000 }] },
    { matches: [{ path: { value: '/two' } }], backendRefs: [{ name: 'backend', port: 3000 }] },
  ],
});
const RULE = 'HTTPRoute/default/web/0';
const UNNAMED_RULE = 'HTTPRoute/default/web/1';

type Level = 'Rule' | 'Route' | 'Listener' | 'Gateway';
const TARGETS: Record<Level, object> = {
  Rule: { kind: 'HTTPRoute', name: 'web', sectionName: 'one' },
  Route: { kind: 'HTTPRoute', name: 'web' },
  Listener: { kind: 'Gateway', name: 'eg', sectionName: 'http' },
  Gateway: { kind: 'Gateway', name: 'eg' },
};
const BALANCERS: Record<Level, string> = {
  Rule: 'RoundRobin',
  Route: 'Random',
  Listener: 'ConsistentHash',
  Gateway: 'RoundRobin',
};

function policy(name: string, level: Level, more: object = {}, day = 1): StoredObject[] {
  const type = BALANCERS[level];
  return stored(
    JSON.stringify({
      apiVersion: 'gateway.envoyproxy.io/v1alpha1',
      kind: 'BackendTrafficPolicy',
      metadata: { name, creationTimestamp: `2026-01-0${day}T00:00:00Z` },
      spec: {
        targetRefs: [{ group: 'gateway.networking.k8s.io', ...TARGETS[level] }],
        loadBalancer: { type, ...(type === 'ConsistentHash' ? { consistentHash: { type: 'SourceIP' } } : {}) },
        ...more,
      },
    }),
  );
}

function serve(...policies: StoredObject[][]): Translation {
  return run([...stored(GATEWAY, BACKEND, WEB), ...policies.flat()]);
}

function ancestor(result: Translation, name: string, index = 0): string[] {
  return said(statusOf(result, 'BackendTrafficPolicy', name)?.ancestors[index]);
}

const LEVELS: Level[] = ['Rule', 'Route', 'Listener', 'Gateway'];
const COMBINATIONS = Array.from({ length: 2 ** LEVELS.length }, (_, bits) =>
  LEVELS.filter((_, at) => (bits >> at) & 1),
);

test.each(COMBINATIONS.map((levels) => [levels.join(' + ') || 'no policy', levels] as const))(
  'the most specific policy is in force: %s',
  (_name, levels) => {
    const result = serve(...levels.map((level) => policy(level.toLowerCase(), level)));
    const inForce = (candidates: readonly Level[]): unknown =>
      candidates[0] && { namespace: 'default', name: candidates[0].toLowerCase(), level: candidates[0] };
    const unnamed = levels.filter((level) => level !== 'Rule');
    expect(ruleOf(result, RULE).policy).toEqual(inForce(levels));
    expect(ruleOf(result, UNNAMED_RULE).policy).toEqual(inForce(unnamed));
    expect(groupOf(result, RULE).loadBalancer.type).toBe(levels[0] ? BALANCERS[levels[0]] : 'LeastRequest');
    expect(groupOf(result, UNNAMED_RULE).loadBalancer.type).toBe(unnamed[0] ? BALANCERS[unnamed[0]] : 'LeastRequest');
    for (const level of levels) {
      expect(ancestor(result, level.toLowerCase())[0]).toBe('Accepted=True Accepted: Policy has been accepted.');
    }
  },
);

test('each level says by whom it is overridden', () => {
  const result = serve(...LEVELS.map((level) => policy(level.toLowerCase(), level)));
  expect(ancestor(result, 'rule')).toHaveLength(1);
  expect(ancestor(result, 'route')[1]).toBe(
    'Overridden=True Overridden: This policy is being overridden by other backendTrafficPolicy for these route rules: [one]',
  );
  expect(ancestor(result, 'listener')[1]).toBe(
    'Overridden=True Overridden: This policy is being overridden by other backendTrafficPolicies for these routes: [default/web]',
  );
  expect(ancestor(result, 'gateway')[1]).toBe(
    'Overridden=True Overridden: This policy is being overridden by other backendTrafficPolicies for these gateway listeners: [default/eg/http] and these routes: [default/web]',
  );
});

test.each(LEVELS)('of two policies on one %s the older is in force, then the first by name', (level) => {
  const older = serve(policy('a-younger', level, {}, 2), policy('z-older', level, {}, 1));
  expect(ruleOf(older, RULE).policy?.name).toBe('z-older');
  const [conflict] = ancestor(older, 'a-younger');
  expect(conflict).toMatch(
    /^Accepted=False Conflicted: Unable to target .*, another BackendTrafficPolicy has already attached to it$/,
  );
  const byName = serve(policy('b', level), policy('a', level));
  expect(ruleOf(byName, RULE).policy?.name).toBe('a');
});

test('the older policy keeps its place even when it is invalid', () => {
  const invalid = { loadBalancer: { type: 'ConsistentHash', consistentHash: { type: 'SourceIP', tableSize: 100 } } };
  const result = serve(policy('older', 'Route', invalid, 1), policy('younger', 'Route', {}, 2));
  expect(ruleOf(result, RULE).action).toMatchObject({ type: 'respond', status: 500 });
  expect(ancestor(result, 'younger')[0]).toMatch(/^Accepted=False Conflicted/);
});

test('an empty policy on a route hides the one of the Gateway', () => {
  const result = serve(policy('g', 'Gateway'), policy('r', 'Route', { loadBalancer: undefined }));
  expect(groupOf(result, RULE).loadBalancer).toEqual({ type: 'LeastRequest' });
  expect(ruleOf(result, RULE).policy?.name).toBe('r');
});

test.each(['StrategicMerge', 'JSONMerge'])('with %s a route policy adds to the one of the Gateway', (mergeType) => {
  const child = policy('child', 'Route', {
    mergeType,
    loadBalancer: undefined,
    timeout: { http: { requestTimeout: '5s' } },
  });
  const result = serve(policy('parent', 'Gateway'), child);
  expect(groupOf(result, RULE).loadBalancer).toEqual({ type: 'RoundRobin' });
  expect(ruleOf(result, RULE).policy).toEqual({
    namespace: 'default',
    name: 'child',
    level: 'Route',
    mergedWith: 'default/parent',
  });
  expect(ancestor(result, 'parent')[1]).toBe(
    'Merged=True Merged: This policy is being merged by other backendTrafficPolicies for these routes: [default/web]',
  );
  expect(statusOf(result, 'BackendTrafficPolicy', 'child')?.ancestors).toMatchObject([
    {
      ancestorRef: { name: 'eg', sectionName: 'http' },
      conditions: [{ type: 'Merged', message: 'Merged with policy default/parent' }],
    },
    { ancestorRef: { name: 'eg' }, conditions: [{ type: 'Accepted', status: 'True' }] },
  ]);
});

test('a merge wins field by field, and a rule policy merges with the Gateway, not with its route', () => {
  const won = serve(policy('parent', 'Gateway'), policy('child', 'Route', { mergeType: 'StrategicMerge' }));
  expect(groupOf(won, RULE).loadBalancer).toEqual({ type: 'Random' });
  const rule = policy('rule', 'Rule', { mergeType: 'StrategicMerge', loadBalancer: undefined });
  const result = serve(policy('gateway', 'Gateway'), policy('route', 'Route'), rule);
  expect(groupOf(result, RULE).loadBalancer).toEqual({ type: 'RoundRobin' });
  expect(ruleOf(result, RULE).policy?.mergedWith).toBe('default/gateway');
  expect(groupOf(result, UNNAMED_RULE).loadBalancer).toEqual({ type: 'Random' });
});

test('mergeType without a broader policy changes nothing', () => {
  const result = serve(policy('child', 'Route', { mergeType: 'JSONMerge' }));
  expect(groupOf(result, RULE).loadBalancer).toEqual({ type: 'Random' });
  expect(ruleOf(result, RULE).policy).not.toHaveProperty('mergedWith');
  expect(ancestor(result, 'child')).toEqual(['Accepted=True Accepted: Policy has been accepted.']);
});

test('where the policy in force differs by listener, the rule is there once for each listener', () => {
  const result = run([...stored(TWO_LISTENERS, BACKEND, WEB), ...policy('listener', 'Listener')]);
  expect(Object.keys(result.snapshot.rules)).toEqual([
    `${RULE}@default/eg/http`,
    `${RULE}@default/eg/alt`,
    `${UNNAMED_RULE}@default/eg/http`,
    `${UNNAMED_RULE}@default/eg/alt`,
  ]);
  expect(groupOf(result, `${RULE}@default/eg/http`).loadBalancer.type).toBe('ConsistentHash');
  expect(groupOf(result, `${RULE}@default/eg/alt`).loadBalancer.type).toBe('LeastRequest');
  const [first, second] = result.snapshot.gateways[0]?.ports ?? [];
  for (const port of [first, second]) {
    const [listener] = port?.listeners ?? [];
    expect(listener?.virtualHosts[0]?.candidates.map(({ ruleId }) => ruleId.split('@')[1])).toEqual([
      listener?.id,
      listener?.id,
    ]);
  }
  const same = run([...stored(TWO_LISTENERS, BACKEND, WEB), ...policy('gateway', 'Gateway')]);
  expect(Object.keys(same.snapshot.rules)).toEqual([RULE, UNNAMED_RULE]);
});

test('selectors choose by labels in the namespace of the policy, and reach others only with a grant', () => {
  const labelled = WEB.replace('"metadata":{', '"metadata":{"labels":{"app":"web"},');
  const elsewhere = labelled
    .replace('"metadata":{', '"metadata":{"namespace":"team",')
    .replace('{"name":"eg"}', '{"name":"eg","namespace":"default"}');
  const gateway = GATEWAY.replace('port: 80}', 'port: 80, allowedRoutes: {namespaces: {from: All}}}');
  const select = (namespaces: object): StoredObject[] =>
    policy('s', 'Route', {
      targetRefs: undefined,
      targetSelectors: [{ kind: 'HTTPRoute', matchLabels: { app: 'web' }, namespaces }],
    });
  const grant = `
apiVersion: gateway.networking.k8s.io/v1
kind: ReferenceGrant
metadata: {name: policies, namespace: team}
spec:
  from: [{group: gateway.envoyproxy.io, kind: BackendTrafficPolicy, namespace: default}]
  to: [{group: gateway.networking.k8s.io, kind: HTTPRoute}]
`;
  const reach = (policies: StoredObject[], ...more: string[]): string[] =>
    policyReach(run([...stored(gateway, BACKEND, labelled, elsewhere, ...more), ...policies]).snapshot, 'default', 's')
      .ruleIds;
  const own = [RULE, UNNAMED_RULE];
  expect(reach(select({ from: 'Same' }))).toEqual(own);
  expect(reach(select({ from: 'All' }))).toEqual(own);
  expect(reach(select({ from: 'All' }), grant)).toEqual([...own, 'HTTPRoute/team/web/0', 'HTTPRoute/team/web/1']);
});

test('a policy whose target is missing says nothing, one whose section is missing says so', () => {
  const missing = { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'nope' }] };
  expect(statusOf(serve(policy('p', 'Route', missing)), 'BackendTrafficPolicy', 'p')).toBeUndefined();
  const section = { targetRefs: [{ group: 'gateway.networking.k8s.io', ...TARGETS.Route, sectionName: 'nope' }] };
  expect(ancestor(serve(policy('p', 'Route', section)), 'p')).toEqual([
    'Accepted=False TargetNotFound: No section name nope found for HTTPRoute default/web',
  ]);
});

test('a policy reaches the rules it is in force for, also where it was merged into another', () => {
  const result = serve(
    policy('gateway', 'Gateway'),
    policy('rule', 'Rule', { mergeType: 'StrategicMerge', loadBalancer: undefined }),
  );
  expect(policyReach(result.snapshot, 'default', 'gateway').ruleIds).toEqual([RULE, UNNAMED_RULE]);
  expect(policyReach(result.snapshot, 'default', 'rule').ruleIds).toEqual([RULE]);
  expect(policyReach(result.snapshot, 'team', 'rule').ruleIds).toEqual([]);
});
