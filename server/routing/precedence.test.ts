import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareHostnames, comparePrecedence, type PrecedenceKey } from './precedence.ts';
import type { RequestMatch } from './snapshot.ts';
import { matchOf } from './testing/snapshots.ts';

function keyOf(match: Partial<RequestMatch>, rest: Partial<PrecedenceKey> = {}): PrecedenceKey {
  const made = { created: '2026-01-01T00:00:00Z', namespace: 'default', name: 'web', ruleIndex: 0, matchIndex: 0 };
  return { ...made, match: matchOf(match), ...rest };
}

const named = (type: 'Exact' | 'RegularExpression', ...names: string[]) =>
  names.map((name) => ({ type, name, value: 'x' }));
const path = (type: RequestMatch['path']['type'], value: string) => ({ path: { type, value } });

/** Each wins over the one beside it although its rule comes later. */
describe('wins over', () => {
  test.each<[string, Partial<RequestMatch>, Partial<RequestMatch>]>([
    ['an exact path, over a longer expression', path('Exact', '/a'), path('RegularExpression', '/.*.*.*')],
    ['an expression, over a longer prefix', path('RegularExpression', '/.'), path('PathPrefix', '/long/prefix')],
    ['the longer prefix', path('PathPrefix', '/abc'), path('PathPrefix', '/ab')],
    ['the longer expression', path('RegularExpression', '/a.*'), path('RegularExpression', '/.*')],
    ['a prefix with a final slash', path('PathPrefix', '/a/'), path('PathPrefix', '/a')],
    [
      'a longer path, over a method and headers',
      path('PathPrefix', '/a'),
      { method: 'GET', headers: named('Exact', 'a') },
    ],
    ['two headers, over a method', { headers: named('Exact', 'a', 'b') }, { method: 'GET' }],
    [
      'a method and a header, over a header',
      { method: 'GET', headers: named('Exact', 'a') },
      { headers: named('Exact', 'a') },
    ],
    ['a method, over a header by expression', { method: 'GET' }, { headers: named('RegularExpression', 'a') }],
    [
      'an exact header, over an expression',
      { headers: named('Exact', 'a') },
      { headers: named('RegularExpression', 'a') },
    ],
    ['a method, over any number of parameters', { method: 'GET' }, { queryParams: named('Exact', 'a', 'b', 'c') }],
    [
      'two parameters, over one',
      { queryParams: named('RegularExpression', 'a', 'b') },
      { queryParams: named('Exact', 'a') },
    ],
    [
      'an exact parameter, over an expression',
      { queryParams: named('Exact', 'a') },
      { queryParams: named('RegularExpression', 'a') },
    ],
  ])('%s', (_, winner, loser) => {
    expect(comparePrecedence(keyOf(winner, { ruleIndex: 1 }), keyOf(loser))).toBeLessThan(0);
    expect(comparePrecedence(keyOf(loser), keyOf(winner, { ruleIndex: 1 }))).toBeGreaterThan(0);
  });

  test('the earlier rule, of a method and of one exact header', () => {
    const [method, header] = [{ method: 'PATCH' }, { headers: named('Exact', 'version') }];
    expect(comparePrecedence(keyOf(method), keyOf(header, { ruleIndex: 1 }))).toBeLessThan(0);
    expect(comparePrecedence(keyOf(header), keyOf(method, { ruleIndex: 1 }))).toBeLessThan(0);
  });

  test.each<[string, Partial<PrecedenceKey>, Partial<PrecedenceKey>]>([
    ['the older route', { created: '2025-12-31T23:59:59Z', name: 'z' }, { name: 'a' }],
    ['the first namespace, not the first text', { namespace: 'team', name: 'z' }, { namespace: 'team-a', name: 'a' }],
    ['the first name', { name: 'a', ruleIndex: 5 }, { name: 'b' }],
    ['the earlier rule', { ruleIndex: 0, matchIndex: 3 }, { ruleIndex: 1 }],
    ['the earlier match', { matchIndex: 0 }, { matchIndex: 1 }],
    ['the more specific hostname', { hostname: 'a.example.com', name: 'z' }, { hostname: '*.example.com' }],
  ])('%s', (_, winner, loser) => {
    expect(comparePrecedence(keyOf({}, winner), keyOf({}, loser))).toBeLessThan(0);
  });
});

test('hostnames: exact ones, then the longer wildcard, then none', () => {
  const order = ['a.example.com', '*.a.example.com', '*.example.com', '*.com', '*'];
  expect(order.toReversed().sort(compareHostnames)).toEqual(order);
});

const NAMED = fc.array(
  fc.record({
    type: fc.constantFrom('Exact' as const, 'RegularExpression' as const),
    name: fc.constantFrom('a', 'b'),
    value: fc.constant('x'),
  }),
  { maxLength: 3 },
);
const MATCH: fc.Arbitrary<RequestMatch> = fc.record({
  path: fc.record({
    type: fc.constantFrom('Exact' as const, 'PathPrefix' as const, 'RegularExpression' as const),
    value: fc.constantFrom('/', '/a', '/a/', '/ab'),
  }),
  headers: NAMED,
  queryParams: NAMED,
});
const WITH_METHOD = fc
  .tuple(MATCH, fc.option(fc.constantFrom('GET', 'POST')))
  .map(([match, method]): RequestMatch => (method === null ? match : { ...match, method }));
const KEY: fc.Arbitrary<PrecedenceKey> = fc.record({
  match: WITH_METHOD,
  hostname: fc.constantFrom('', '*.b', 'a.b', '*.a.b'),
  created: fc.constantFrom('2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'),
  namespace: fc.constantFrom('team', 'team-a'),
  name: fc.constantFrom('a', 'a-b', 'a.b'),
  ruleIndex: fc.nat(2),
  matchIndex: fc.nat(2),
});
/** Two candidates never have the same place in the manifests. */
const placeOf = (key: PrecedenceKey) => `${key.namespace}/${key.name}/${key.ruleIndex}/${key.matchIndex}`;

test('it is a total order: different places never tie, both sides agree, and it is transitive', () => {
  const property = fc.property(KEY, KEY, KEY, (a, b, c) => {
    const [ab, bc, ac] = [comparePrecedence(a, b), comparePrecedence(b, c), comparePrecedence(a, c)];
    expect(Math.sign(comparePrecedence(b, a)) + Math.sign(ab)).toBe(0);
    expect(comparePrecedence(a, a)).toBe(0);
    if (placeOf(a) !== placeOf(b)) expect(ab).not.toBe(0);
    if (ab <= 0 && bc <= 0) expect(ac).toBeLessThanOrEqual(0);
  });
  fc.assert(property, { numRuns: 3000 });
});

test('the order does not depend on the order of the input', () => {
  const keys = fc.uniqueArray(KEY, { selector: placeOf, maxLength: 12 });
  const both = keys.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
  const property = fc.property(both, ([list, shuffled]) => {
    expect([...shuffled].sort(comparePrecedence)).toEqual([...list].sort(comparePrecedence));
  });
  fc.assert(property, { numRuns: 500 });
});

test('paths count in bytes of UTF-8, whatever is in them', () => {
  const bytes = (text: string): number => new TextEncoder().encode(text).length;
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 6 }),
    // halves of surrogate pairs, too
    fc.array(fc.integer({ min: 0xd7f0, max: 0xe010 }), { maxLength: 6 }).map((codes) => String.fromCharCode(...codes)),
  );
  fc.assert(
    fc.property(anyText, anyText, (a, b) => {
      const [left, right] = [`/a${a}`, `/a${b}`];
      const order = comparePrecedence(keyOf(path('Exact', left)), keyOf(path('Exact', right)));
      expect(Math.sign(order)).toBe(Math.sign(bytes(right) - bytes(left)));
    }),
    { numRuns: 1_000 },
  );
});
