import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { afterRemoval } from './after-removal.ts';
import { compile } from './match.ts';
import type { RequestMatch, Snapshot } from './snapshot.ts';
import { matchOf, PORT, requestOf, snapshotOf, type HostSpec } from './testing/snapshots.ts';

const prefix = (value: string): RequestMatch => matchOf({ path: { type: 'PathPrefix', value } });

/** The rules of a snapshot, each as a route of its own: `HTTPRoute/default/PLACE/0`, counted over all hosts. */
function world(hosts: readonly HostSpec[]): Snapshot {
  const snapshot = snapshotOf(hosts);
  let place = 0;
  for (const listener of snapshot.gateways[0]?.ports[0]?.listeners ?? [])
    for (const { candidates } of listener.virtualHosts)
      for (const candidate of candidates) {
        const rule = snapshot.rules[candidate.ruleId]!;
        candidate.ruleId = `HTTPRoute/default/${place}/0`;
        snapshot.rules[candidate.ruleId] = { ...rule, id: candidate.ruleId };
        place++;
      }
  return snapshot;
}

const heirsOf = (hosts: readonly HostSpec[], ...routes: number[]) =>
  afterRemoval(world(hosts), new Set(routes.map((place) => `HTTPRoute/default/${place}`)));

describe('without a route, its requests', () => {
  test('go to the next rule that takes all of them', () => {
    expect(heirsOf([{ matches: [prefix('/a/b'), prefix('/a'), prefix('/')] }], 0)).toMatchObject([
      { rule: 'HTTPRoute/default/0/0', by: { rule: 'HTTPRoute/default/1/0' }, alone: false },
    ]);
  });
  test('go to a broader host where theirs is gone', () => {
    const hosts = [
      { host: 'a.b', matches: [prefix('/')] },
      { host: '*', matches: [prefix('/')] },
    ];
    expect(heirsOf(hosts, 0)).toMatchObject([{ hostname: 'a.b', by: { rule: 'HTTPRoute/default/1/0' } }]);
  });
  test('have nowhere to go where nobody else has the host', () => {
    expect(heirsOf([{ host: 'a.b', matches: [prefix('/')] }], 0)).toMatchObject([{ by: null, alone: true }]);
    expect(heirsOf([{ host: 'a.b', matches: [prefix('/a'), prefix('/b')] }], 0)).toMatchObject([
      { by: null, alone: false },
    ]);
  });
  test('are not spoken of where it never had any', () => {
    expect(heirsOf([{ matches: [prefix('/a'), prefix('/a')] }], 1)).toEqual([]);
  });
});

const anyMatch = fc
  .record({ value: fc.constantFrom('/', '/a', '/a/b', '/b'), method: fc.constantFrom(undefined, 'GET', 'POST') })
  .map(({ value, method }) => ({ ...prefix(value), ...(method === undefined ? {} : { method }) }));
const anyWorld = fc.uniqueArray(
  fc.record({
    host: fc.constantFrom('*', '*.b', 'a.b'),
    matches: fc.array(anyMatch, { minLength: 1, maxLength: 5 }),
  }),
  { minLength: 1, maxLength: 3, selector: ({ host }) => host },
);
const anyRequest = fc
  .record({
    method: fc.constantFrom('GET', 'POST'),
    host: fc.constantFrom('a.b', 'c.b', 'd'),
    path: fc.constantFrom('/', '/a', '/a/b/c', '/b/x', '/c'),
  })
  .map((parts) => requestOf(parts));

test('whatever the routes: what is said to be taken is taken, and what has nowhere to go is not', () => {
  fc.assert(
    fc.property(anyWorld, fc.nat(), fc.array(anyRequest, { minLength: 20, maxLength: 30 }), (hosts, at, requests) => {
      const before = world(hosts);
      const count = hosts.reduce((sum, { matches }) => sum + matches.length, 0);
      const gone = `HTTPRoute/default/${at % count}/0`;
      const heirs = afterRemoval(before, new Set([gone.slice(0, -2)]));
      const after = structuredClone(before);
      for (const listener of after.gateways[0]!.ports[0]!.listeners)
        listener.virtualHosts = listener.virtualHosts
          .map((host) => ({ ...host, candidates: host.candidates.filter(({ ruleId }) => ruleId !== gone) }))
          .filter(({ candidates }) => candidates.length > 0);
      const [first, second] = [compile(before), compile(after)];
      for (const request of requests) {
        const old = first.match(0, PORT, request);
        if (old.type !== 'rule' || old.candidate.ruleId !== gone) continue;
        const heir = heirs.find(({ hostname }) => hostname === old.virtualHost.hostname);
        expect(heir).toBeDefined();
        const now = second.match(0, PORT, request);
        if (heir?.by) expect(now.type).toBe('rule');
        if (heir?.alone) expect(now.type).toBe('none');
      }
    }),
    { numRuns: 300 },
  );
});
