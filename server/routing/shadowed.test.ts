import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchCovers } from './coverage.ts';
import { compile } from './match.ts';
import { comparePrecedence } from './precedence.ts';
import { shadowedRules, type Winner } from './shadowed.ts';
import type { RequestMatch } from './snapshot.ts';
import { matchOf, PORT, requestOf, snapshotOf, type HostSpec } from './testing/snapshots.ts';

const path = (type: RequestMatch['path']['type'], value: string) => matchOf({ path: { type, value } });
const exact = (value: string) => path('Exact', value);
const prefix = (value: string) => path('PathPrefix', value);
const expression = (value: string) => path('RegularExpression', value);

describe('a match covers another', () => {
  test.each([
    [prefix('/'), exact('/a')],
    [prefix('/a/'), prefix('/a/b')],
    [prefix('/a'), exact('/a')],
    [prefix('/a'), expression('/a/v[0-9]+')],
    [expression('/a/.*'), prefix('/a/b')],
    [expression('/a(/.*)?'), prefix('/a')],
    [expression('/a.*'), expression('/a/b+')],
    [expression('/v[0-9]'), exact('/v1')],
    [matchOf(), matchOf({ method: 'GET' })],
    [
      matchOf({ headers: [{ type: 'RegularExpression', name: 'x', value: '.*' }] }),
      matchOf({ headers: [{ type: 'Exact', name: 'x', value: '1' }] }),
    ],
  ])('%j: %j', (broad, narrow) => {
    expect(matchCovers(broad, narrow)).toBe(true);
  });
  test.each([
    [prefix('/a'), exact('/ab')],
    [prefix('/a/b'), prefix('/a')],
    [exact('/a'), prefix('/a')],
    [prefix('/a'), expression('/a?/b')],
    [prefix('/a'), expression('/a/b|/c')],
    [expression('/a/.*'), prefix('/a')],
    [matchOf({ method: 'GET' }), matchOf()],
    [matchOf({ method: 'GET' }), matchOf({ method: 'POST' })],
    [
      matchOf({ headers: [{ type: 'Exact', name: 'x', value: '1' }] }),
      matchOf({ headers: [{ type: 'RegularExpression', name: 'x', value: '.*' }] }),
    ],
    [
      matchOf({ queryParams: [{ type: 'Exact', name: 'x', value: '1' }] }),
      matchOf({ headers: [{ type: 'Exact', name: 'x', value: '1' }] }),
    ],
  ])('but not %j: %j', (broad, narrow) => {
    expect(matchCovers(broad, narrow)).toBe(false);
  });
});

describe('a rule never wins', () => {
  test('where an earlier one takes all of it, and the winner is named', () => {
    const found = shadowedRules(snapshotOf([{ matches: [exact('/a'), exact('/a'), prefix('/a')] }]));
    expect(found).toEqual({
      '*/*/1': { never: true, matches: [{ matchIndex: 0, by: { rule: '*/*/0', matchIndex: 0 } }] },
    });
  });
  test('where a narrower listener of the port has its host', () => {
    const found = shadowedRules(
      snapshotOf([
        { listener: '*', host: 'a.example.com', matches: [matchOf()] },
        { listener: '*', host: '*.example.com', matches: [matchOf()] },
        { listener: '*', host: '*', matches: [matchOf()] },
        { listener: '*.example.com', host: 'b.example.com', matches: [matchOf()] },
      ]),
    );
    const by: Winner = { listener: 'default/eg/*.example.com' };
    expect(found).toEqual({
      '*/a.example.com/0': { never: true, matches: [{ matchIndex: 0, by }] },
      '*/*.example.com/0': { never: true, matches: [{ matchIndex: 0, by }] },
    });
  });
  test('but not where it is the first on another host', () => {
    const snapshot = snapshotOf([
      { host: 'a.b', matches: [matchOf(), matchOf()] },
      { host: 'c.d', matches: [] },
    ]);
    const [first, second] = snapshot.gateways[0]!.ports[0]!.listeners[0]!.virtualHosts;
    second!.candidates.push(first!.candidates[1]!);
    expect(shadowedRules(snapshot)).toEqual({});
  });
  test('with one match dead and another alive, only the match is named', () => {
    const snapshot = snapshotOf([{ matches: [prefix('/a'), exact('/a'), exact('/b')] }]);
    const candidates = snapshot.gateways[0]!.ports[0]!.listeners[0]!.virtualHosts[0]!.candidates;
    candidates[2]!.ruleId = candidates[1]!.ruleId;
    candidates[2]!.matchIndex = 1;
    expect(shadowedRules(snapshot)).toEqual({
      '*/*/1': { never: false, matches: [{ matchIndex: 0, by: { rule: '*/*/0', matchIndex: 0 } }] },
    });
  });
});

const PATHS = ['/', '/a', '/a/', '/a/b', '/ab', '/b', '/b/a'];
const EXPRESSIONS = ['/.*', '/a.*', '/a/.*', '/a(/.*)?', '/a?b?', '/[ab]', '/a|/b', '.*', '/a+', '/b/\\w', '\\/a\\/b'];
const VALUES = ['', 'a', 'b', 'ab'];
const named = fc.oneof(
  fc.record({
    type: fc.constant('Exact' as const),
    name: fc.constantFrom('x', 'y'),
    value: fc.constantFrom(...VALUES),
  }),
  fc.record({
    type: fc.constant('RegularExpression' as const),
    name: fc.constantFrom('x', 'y'),
    value: fc.constantFrom('.*', 'a.*', '[ab]+', 'ab?', 'a|b'),
  }),
);
const anyMatch: fc.Arbitrary<RequestMatch> = fc
  .record({
    path: fc.oneof(
      fc.record({ type: fc.constantFrom('Exact' as const, 'PathPrefix' as const), value: fc.constantFrom(...PATHS) }),
      fc.record({ type: fc.constant('RegularExpression' as const), value: fc.constantFrom(...EXPRESSIONS) }),
    ),
    method: fc.option(fc.constantFrom('GET', 'POST'), { nil: undefined }),
    headers: fc.array(named, { maxLength: 2 }),
    queryParams: fc.array(named, { maxLength: 1 }),
  })
  .map(({ method, ...rest }) => ({ ...rest, ...(method === undefined ? {} : { method }) }));
const HOSTS = ['*', '*.b', 'a.b', '*.a.b', 'c.a.b'];
const world: fc.Arbitrary<HostSpec[]> = fc.uniqueArray(
  fc.record({
    listener: fc.constantFrom('*', '*.b', 'a.b'),
    host: fc.constantFrom(...HOSTS),
    matches: fc.array(anyMatch, { minLength: 1, maxLength: 6 }),
  }),
  { maxLength: 6, selector: ({ listener, host }) => `${listener} ${host}` },
);
const anyRequest = fc
  .record({
    method: fc.constantFrom('GET', 'POST', 'PUT'),
    host: fc.constantFrom('a.b', 'c.a.b', 'd.b', 'e'),
    path: fc.constantFrom(...PATHS, '/a/b/c', '/c', '/aab'),
    search: fc.constantFrom('', '?x=a', '?y=ab', '?x', '?x=b&x=a'),
    headers: fc.dictionary(fc.constantFrom('x', 'y'), fc.array(fc.constantFrom(...VALUES, 'c'), { maxLength: 2 })),
  })
  .map((parts) => requestOf(parts));

describe('whatever the routes', () => {
  test('what is called dead never wins', () => {
    fc.assert(
      fc.property(world, fc.array(anyRequest, { minLength: 20, maxLength: 40 }), (hosts, requests) => {
        const snapshot = snapshotOf(hosts);
        const router = compile(snapshot);
        const found = shadowedRules(snapshot);
        for (const request of requests) {
          const result = router.match(0, PORT, request);
          if (result.type !== 'rule') continue;
          const { ruleId, matchIndex } = result.candidate;
          expect(found[ruleId]?.matches.map((match) => match.matchIndex) ?? []).not.toContain(matchIndex);
        }
      }),
      { numRuns: 400 },
    );
  });
  test('a cover takes what the covered match takes', () => {
    fc.assert(
      fc.property(anyMatch, anyMatch, fc.array(anyRequest, { minLength: 20, maxLength: 40 }), (broad, narrow, all) => {
        if (!matchCovers(broad, narrow)) return;
        const [of, by] = [narrow, broad].map((match) => compile(snapshotOf([{ matches: [match] }])));
        for (const request of all)
          if (of!.match(0, PORT, request).type === 'rule') expect(by!.match(0, PORT, request).type).toBe('rule');
      }),
      { numRuns: 2000 },
    );
  });
  test('a second copy of a match is dead, and its winner is the first one that takes all of it', () => {
    fc.assert(
      fc.property(fc.array(anyMatch, { minLength: 1, maxLength: 6 }), fc.nat(), (matches, at) => {
        const copied = matches[at % matches.length]!;
        const sorted = [...matches, structuredClone(copied)]
          .map((match, ruleIndex) => ({ match, ruleIndex, matchIndex: 0, created: '', namespace: '', name: '' }))
          .sort(comparePrecedence);
        const place = sorted.findIndex(({ ruleIndex }) => ruleIndex === matches.length);
        const found = shadowedRules(snapshotOf([{ matches: sorted.map(({ match }) => match) }]));
        expect(found[`*/*/${place}`]?.never).toBe(true);
        const by = found[`*/*/${place}`]?.matches[0]?.by;
        expect(by && 'rule' in by && Number(by.rule.split('/')[2])).toBeLessThan(place);
      }),
      { numRuns: 400 },
    );
  });
});
