import { describe, expect, it } from 'vitest';
import type { SnapshotView } from '../../server/contract/console.ts';
import type { RuleAction, SnapshotRule } from '../../server/routing/snapshot.ts';
import { answeredBy, snapshotFindings } from './snapshot-findings.ts';

const route = { kind: 'HTTPRoute', namespace: 'shop', name: 'search' } as const;
const viewOf = (action: RuleAction, notActing: SnapshotView['notActing'] = {}): SnapshotView => {
  const rule: SnapshotRule = { id: 'HTTPRoute/shop/search/0', route, index: 0, name: 'main', action };
  return {
    snapshot: { revision: 1, gateways: [], rules: { [rule.id]: rule, [`${rule.id}@shop/eg/two`]: rule } },
    served: null,
    bindings: [],
    urls: {},
    notActing,
    shadowed: {},
  };
};
const backend = (name: string, weight: number, endpoints: number) => ({
  index: name === 'a' ? 0 : 1,
  ref: { kind: 'Service', namespace: 'shop', name, port: 80 },
  weight,
  endpoints: Array.from({ length: endpoints }, (_, i) => ({ address: `10.0.${weight}.${i}`, port: 80 })),
});
const hash = { type: 'ConsistentHash' as const, inputs: [{ type: 'SourceIP' as const }], tableSize: 1009 };

describe('what the proxy is told to serve', () => {
  it('says that weights have no effect under ConsistentHash, once for all variants of the rule', () => {
    const backends = [backend('a', 90, 4), backend('b', 10, 2)];
    const found = snapshotFindings(
      viewOf({ type: 'forward', group: { loadBalancer: hash, structure: 'localities', backends } }),
      new Set(),
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ code: 'SY-118', sentence: 'ignores its weights 90/10 in rule main' });
    expect(found[0]?.evidence).toContain('4 and 2 endpoints');
  });

  it('says nothing of weights that other algorithms follow, nor of weights that endpoints match', () => {
    const backends = [backend('a', 90, 4), backend('b', 10, 2)];
    const group = { loadBalancer: { type: 'RoundRobin' as const }, structure: 'localities' as const, backends };
    expect(snapshotFindings(viewOf({ type: 'forward', group }), new Set())).toEqual([]);
    const even = {
      loadBalancer: hash,
      structure: 'localities' as const,
      backends: [backend('a', 1, 3), backend('b', 1, 3)],
    };
    expect(snapshotFindings(viewOf({ type: 'forward', group: even }), new Set())).toEqual([]);
  });

  it('names a rule that answers 500 for its filter, and does not say it again as a field that does not act', () => {
    const fields = [
      { path: 'spec.rules[0].filters[0]', message: 'the rule answers 500' },
      { path: 'spec.rules[0].timeouts', message: 'no timeout' },
    ];
    const view = viewOf(
      { type: 'respond', status: 500, reason: 'Filter CORS is not served by this release' },
      { 'gateway.networking.k8s.io/HTTPRoute/shop/search': fields },
    );
    const found = snapshotFindings(view, new Set());
    expect(found.map(({ code }) => code)).toEqual(['SY-210', 'SY-320']);
    expect(found[0]).toMatchObject({ sentence: 'rule main answers 500', place: ['spec', 'rules', 0, 'filters'] });
    expect(found[1]?.evidence).toContain('timeouts');
    expect(snapshotFindings(view, new Set(['HTTPRoute/shop/search'])).map(({ code }) => code)).toEqual(['SY-320']);
  });

  it('says which part of a rule is answered 500', () => {
    const backends = [
      backend('a', 90, 1),
      { ...backend('b', 10, 0), respond: { status: 500 as const, reason: 'no b' } },
    ];
    const view = viewOf({
      type: 'forward',
      group: { loadBalancer: { type: 'Random' }, structure: 'weighted', backends },
    });
    expect(answeredBy(view, route, 0)).toBe('rule main answers 500 to 10.0 % of its requests');
    expect(answeredBy(view, route, 1)).toBeUndefined();
  });
});
