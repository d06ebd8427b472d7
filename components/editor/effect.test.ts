import { describe, expect, it } from 'vitest';
import type { Kind } from '../../server/model/kind.ts';
import type { KubeObject } from '../../server/model/object.ts';
import { findKind, kinds } from '../../server/model/registry.ts';
import { DocumentModel } from './document-model.ts';
import { lookAhead, type Ahead, type Effect } from './effect.ts';

const FIRST = ['GatewayClass', 'Service', 'EndpointSlice', 'Gateway', 'HTTPRoute', 'BackendTrafficPolicy'];
const textOf = (name: string) => kinds.find(({ kind }) => kind === name)!.examples[0]!.yaml;

/** The first example of each kind, which fit together, as the store has them. */
const objects: KubeObject[] = FIRST.map((kind, i) => {
  const value = new DocumentModel(textOf(kind)).value as KubeObject;
  return {
    ...value,
    metadata: {
      ...value.metadata,
      uid: `u${i}`,
      resourceVersion: String(i + 1),
      creationTimestamp: '2026-01-01T00:00:00Z',
      generation: 1,
    },
  };
});

const policyKind = findKind('gateway.envoyproxy.io', 'BackendTrafficPolicy') as Kind;
const routeKind = findKind('gateway.networking.k8s.io', 'HTTPRoute') as Kind;

function ahead(kind: Kind, text: string): Ahead {
  const around = { objects, snapshot: undefined, bindings: [] };
  return lookAhead(kind, new DocumentModel(text).value, around, '2026-06-01T00:00:00Z');
}

function effect(kind: Kind, text: string): Effect | null {
  return ahead(kind, text).effect;
}

describe('what saving would do', () => {
  it('is nothing for a text that is saved already', () => {
    expect(effect(policyKind, textOf('BackendTrafficPolicy'))).toEqual({
      rules: [],
      conditions: [],
      introduced: [],
      fixed: [],
    });
  });

  it('names the rules whose balancing a policy changes', () => {
    const text = textOf('BackendTrafficPolicy').replace('type: RoundRobin', 'type: Random');
    expect(effect(policyKind, text)?.rules).toEqual([
      {
        kind: 'HTTPRoute',
        namespace: 'default',
        name: 'round-robin-route',
        rule: 'rule 1',
        scope: 'HTTPRoute/default/round-robin-route/0',
        changes: ['RoundRobin to Random'],
      },
    ]);
  });

  it('says when a policy loses its target, and when it would conflict', () => {
    const moved = textOf('BackendTrafficPolicy').replace(/name: round-robin-route/, 'name: other');
    expect(effect(policyKind, moved)?.rules[0]?.changes).toEqual([
      'RoundRobin to LeastRequest (default)',
      'policy: default/round-robin-policy to none',
    ]);
    const second = textOf('BackendTrafficPolicy').replace('name: round-robin-policy', 'name: second');
    const result = effect(policyKind, second);
    expect(result?.rules).toEqual([]);
    expect(result?.conditions.map(({ reason }) => reason)).toContain('Conflicted');
  });

  it('says what a route would answer', () => {
    const route = textOf('HTTPRoute');
    expect(effect(routeKind, route.replace('name: backend\n', 'name: nothing\n'))).toMatchObject({
      rules: [{ changes: [expect.stringMatching(/500/)] }],
      conditions: [{ reason: 'BackendNotFound' }],
    });
    expect(effect(routeKind, route.replace('/round', '/other'))?.rules[0]?.changes).toEqual(['matches other requests']);
    const another = route.replace('name: round-robin-route', 'name: another').replace('/round', '/x');
    expect(effect(routeKind, another)?.rules).toEqual([
      {
        kind: 'HTTPRoute',
        namespace: 'default',
        name: 'another',
        rule: 'rule 1',
        scope: 'HTTPRoute/default/another/0',
        changes: ['begins to serve: backend:3000 100 %, LeastRequest (default)'],
      },
    ]);
  });

  it('names the problems of others that begin and end with it', () => {
    const gateway = findKind('gateway.networking.k8s.io', 'Gateway') as Kind;
    const narrow = textOf('Gateway').replace(/( *)- name: http\n/, '$1- name: http\n$1  hostname: other.example.org\n');
    const begins = effect(gateway, narrow);
    expect(begins?.introduced.map(({ kind, name }) => [kind, name])).toContainEqual(['HTTPRoute', 'round-robin-route']);
    expect(begins?.fixed).toEqual([]);

    const broken = textOf('BackendTrafficPolicy').replace('name: round-robin-route', 'name: other');
    const lost = objects.map((object) =>
      object.kind === 'BackendTrafficPolicy'
        ? { ...object, ...(new DocumentModel(broken).value as object), metadata: object.metadata }
        : object,
    );
    const around = { objects: lost, snapshot: undefined, bindings: [] };
    const text = textOf('BackendTrafficPolicy');
    const ends = lookAhead(policyKind, new DocumentModel(text).value, around, '2026-06-01T00:00:00Z').effect;
    expect(ends?.fixed.map(({ kind, name }) => [kind, name])).toEqual([['BackendTrafficPolicy', 'round-robin-policy']]);
    expect(ends?.introduced).toEqual([]);
  });

  it('names who takes all requests of a rule', () => {
    const same = textOf('HTTPRoute').replace('name: round-robin-route', 'name: second');
    expect(ahead(routeKind, same).shadowed).toMatchObject({
      0: { never: true, matches: [{ by: { rule: 'HTTPRoute/default/round-robin-route/0' } }] },
    });
    expect(ahead(routeKind, textOf('HTTPRoute')).shadowed).toEqual({});
  });

  it('is unknown for what the API would refuse', () => {
    expect(effect(policyKind, 'kind: BackendTrafficPolicy\n')).toBeNull();
    expect(effect(policyKind, textOf('BackendTrafficPolicy').replace('RoundRobin', 'Nope'))).toBeNull();
  });
});

describe('how rules balance with a text', () => {
  it('is told before and after, also where the API refuses the text for another reason', () => {
    const hash = textOf('BackendTrafficPolicy').replace(
      'type: RoundRobin',
      'type: ConsistentHash\n    consistentHash: {type: SourceIP}\n    slowStart: {window: 60s}',
    );
    const { effect: refused, groups } = ahead(policyKind, hash);
    expect(refused).toBeNull();
    expect(groups).toMatchObject([
      {
        scope: 'HTTPRoute/default/round-robin-route/0',
        before: { loadBalancer: { type: 'RoundRobin' } },
        after: { loadBalancer: { type: 'ConsistentHash' } },
      },
    ]);
    expect(ahead(policyKind, textOf('BackendTrafficPolicy')).groups).toEqual([]);
  });
});
