import { describe, expect, it } from 'vitest';
import type { SnapshotView, TrafficSample } from '../../../server/contract/console.ts';
import { listenerShares } from './listener-shares.ts';

/** A view in which each listener has the named rules: `{ http: ['a/0', 'a/1'] }`. */
function view(listeners: Record<string, string[]>): SnapshotView {
  const all = [...new Set(Object.values(listeners).flat())];
  return {
    served: null,
    bindings: [],
    urls: {},
    notActing: {},
    shadowed: {},
    snapshot: {
      revision: 1,
      rules: Object.fromEntries(
        all.map((id) => [
          id,
          {
            id,
            route: { kind: 'HTTPRoute', namespace: 'shop', name: id.split('/')[0]! },
            index: 0,
            action: { type: 'respond', status: 500, reason: '' },
          },
        ]),
      ),
      gateways: [
        {
          namespace: 'shop',
          name: 'eg',
          address: '127.77.0.1',
          mirrorLoopback: true,
          ports: Object.entries(listeners).map(([name, ids], i) => ({
            port: 80 + i,
            protocol: 'HTTP',
            listeners: [
              {
                id: name,
                name,
                virtualHosts: [
                  {
                    hostname: '*',
                    candidates: ids.map((ruleId) => ({
                      ruleId,
                      matchIndex: 0,
                      match: { path: { type: 'PathPrefix', value: '/' }, headers: [], queryParams: [] },
                    })),
                  },
                ],
              },
            ],
          })),
        },
      ],
    },
  };
}

function sample(
  rules: Record<string, number>,
  listeners: Record<string, [requests: number, unmatched: number]>,
): TrafficSample {
  return {
    at: 0,
    intervalMs: 1000,
    endpoints: [],
    rules: Object.entries(rules).map(([ruleId, requests]) => ({ ruleId, requests, statuses: [], own: [] })),
    listeners: Object.entries(listeners).map(([listener, [requests, unmatched]]) => ({
      listener,
      requests,
      statuses: [],
      unmatched,
      unmatchedSamples: [],
    })),
  };
}

const shown = (shares: ReturnType<typeof listenerShares>, id: string) =>
  (shares.get(id) ?? []).map(({ label, requests }) => `${label} ${requests}`);

describe('listenerShares', () => {
  it('adds up the rules of each route, and tells what no route took', () => {
    const shares = listenerShares(view({ http: ['a/0', 'a/1', 'b/0'] }), [
      sample({ 'a/0': 3, 'a/1': 4, 'b/0': 1 }, { http: [10, 2] }),
      sample({ 'b/0': 2 }, { http: [2, 0] }),
    ]);
    expect(shown(shares, 'http')).toEqual(['shop/a 7', 'shop/b 3', 'no route, 404 2']);
  });

  it('gives the one route that hangs on other listeners too what the others leave', () => {
    const shares = listenerShares(view({ http: ['a/0', 'b/0'], open: ['b/0'] }), [
      sample({ 'a/0': 4, 'b/0': 16 }, { http: [10, 0], open: [10, 0] }),
    ]);
    expect(shown(shares, 'http')).toEqual(['shop/a 4', 'shop/b 6']);
    expect(shown(shares, 'open')).toEqual(['shop/b 10']);
  });

  it('sums several such routes, since nobody knows which took what', () => {
    const shares = listenerShares(view({ http: ['a/0', 'b/0'], open: ['a/0', 'b/0'] }), [
      sample({ 'a/0': 5, 'b/0': 5 }, { http: [7, 1], open: [3, 0] }),
    ]);
    expect(shown(shares, 'http')).toEqual(['2 routes on several listeners 6', 'no route, 404 1']);
  });
});
