import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile, type MatchResult, type RoutableRequest } from './match.ts';
import { queryValue } from './query.ts';
import type { RequestMatch } from './snapshot.ts';
import { PORT, matchOf, requestOf, snapshotOf, type HostSpec } from './testing/snapshots.ts';

const ALL = [matchOf()];

/** Id of the rule, or why there is none. */
function outcome(result: MatchResult): string {
  return result.type === 'rule' ? result.rule.id : result.reason;
}

function route(hosts: readonly HostSpec[], request: RoutableRequest, port = PORT): string {
  return outcome(compile(snapshotOf(hosts)).match(0, port, request));
}

describe('a request goes to', () => {
  const hosts: HostSpec[] = [
    { listener: '*', host: '*', matches: ALL },
    { listener: '*.example.com', host: '*.example.com', matches: ALL },
    { listener: '*.example.com', host: 'a.example.com', matches: [matchOf({ path: { type: 'Exact', value: '/x' } })] },
    { listener: 'b.example.com', host: 'nobody.example.com', matches: ALL },
  ];
  test.each([
    ['other.org', '/', '*/*/0'],
    ['example.com', '/', '*/*/0'],
    ['c.example.com', '/', '*.example.com/*.example.com/0'],
    ['C.Example.COM:8080', '/', '*.example.com/*.example.com/0'],
    ['a.example.com', '/x', '*.example.com/a.example.com/0'],
    ['a.example.com', '/y', 'no candidate'],
    ['b.example.com', '/', 'no virtual host'],
    ['a.example.com.', '/x', '*/*/0'],
  ])('%s%s: %s', (host, path, expected) => {
    expect(route(hosts, requestOf({ host, path }))).toBe(expected);
  });

  test('nothing, on a port or a gateway that is not there, or a host that no listener takes', () => {
    expect(route(hosts, requestOf(), 81)).toBe('no port');
    expect(outcome(compile(snapshotOf(hosts)).match(1, PORT, requestOf()))).toBe('no port');
    expect(route([{ listener: 'a.b', host: 'a.b', matches: ALL }], requestOf())).toBe('no listener');
  });
});

test('the host is looked up anew for each text, however many clients make up', () => {
  const router = compile(snapshotOf([{ host: 'a.b', matches: ALL }]));
  for (let i = 0; i < 3000; i++) {
    expect(outcome(router.match(0, PORT, requestOf({ host: `h${i}` })))).toBe('no virtual host');
    expect(outcome(router.match(0, PORT, requestOf({ host: 'a.b' })))).toBe('*/a.b/0');
  }
});

test('an explanation has every candidate in order and the first test that failed', () => {
  const matches = [
    matchOf({ path: { type: 'Exact', value: '/x' } }),
    matchOf({ method: 'POST' }),
    matchOf({ path: { type: 'PathPrefix', value: '/a' } }),
    matchOf(),
  ];
  const explanation = compile(snapshotOf([{ matches }])).explain(0, PORT, requestOf({ host: 'A.b:80', path: '/a/b' }));
  expect(explanation.host).toBe('a.b');
  expect(outcome(explanation.result)).toBe('*/*/2');
  expect(explanation.candidates.map(({ failed }) => failed?.test ?? null)).toEqual(['path', 'method', null, null]);
});

test('a snapshot that cannot be served is refused with the place', () => {
  const bad = matchOf({ path: { type: 'RegularExpression', value: '/(' } });
  expect(() => compile(snapshotOf([{ host: 'a.b', matches: [matchOf(), bad] }]))).toThrow(
    'Listener default/eg/*, host a.b, candidate 1 of rule */a.b/1: "/(" is not a valid RE2 expression',
  );
  const snapshot = snapshotOf([{ matches: ALL }]);
  expect(() => compile({ ...snapshot, rules: {} })).toThrow('the snapshot has no rule */*/0');
});

/** Whether a match takes a request, as the texts say it, without any index. */
function takes(match: RequestMatch, request: RoutableRequest): boolean {
  const { path, method } = match;
  const segments = (text: string) => text.split('/').slice(1);
  const base = segments(path.value.replace(/(.)\/$/, '$1'));
  const took = {
    Exact: () => request.path === path.value,
    PathPrefix: () => path.value === '/' || base.every((segment, i) => segments(request.path)[i] === segment),
    RegularExpression: () => new RegExp(`^(?:${path.value})$`, 's').test(request.path),
  }[path.type]();
  const passes = (type: string, want: string, got: string) =>
    type === 'Exact' ? got === want : new RegExp(`^(?:${want})$`, 's').test(got);
  return (
    took &&
    (method === undefined || method === request.method) &&
    match.headers.every(({ type, name, value }) =>
      request.headerValues(name).some((got) => passes(type, value, got)),
    ) &&
    match.queryParams.every(({ type, name, value }) => {
      const got = queryValue(request.search, name);
      return got !== undefined && passes(type, value, got);
    })
  );
}

const SEGMENTS = fc.array(fc.constantFrom('a', 'b', 'ab', ''), { maxLength: 4 }).map((list) => `/${list.join('/')}`);
const TYPE = fc.constantFrom('Exact' as const, 'RegularExpression' as const);
const VALUE = fc.constantFrom('1', '2', '[12]', '.*');
const entries = (...names: string[]) =>
  fc.array(fc.record({ type: TYPE, name: fc.constantFrom(...names), value: VALUE }), { maxLength: 2 });
const MATCH: fc.Arbitrary<RequestMatch> = fc
  .tuple(
    fc.oneof(
      fc.record({ type: fc.constantFrom('Exact' as const, 'PathPrefix' as const), value: SEGMENTS }),
      fc.record({ type: fc.constant('RegularExpression' as const), value: fc.constantFrom('/.*', '/a', '/[ab]/.*') }),
    ),
    fc.option(fc.constantFrom('GET', 'POST')),
    entries('h', 'i'),
    entries('q', 'r'),
  )
  .map(([path, method, headers, queryParams]) =>
    matchOf({ path, headers, queryParams, ...(method === null ? {} : { method }) }),
  );
const REQUEST = fc
  .record({
    path: SEGMENTS,
    method: fc.constantFrom('GET', 'POST'),
    search: fc.constantFrom('', '?q=1', '?q=2&r=1', '?r=1&q=1&q=2', '?q'),
    headers: fc.constantFrom<Record<string, string | string[]>>({}, { h: '1' }, { h: '2', i: '1' }, { h: ['1', '2'] }),
  })
  .map(requestOf);

test('whatever the order of candidates, the router finds the first that a search through all of them finds', () => {
  const property = fc.property(
    fc.array(MATCH, { maxLength: 15 }),
    fc.array(REQUEST, { maxLength: 8 }),
    (matches, requests) => {
      const router = compile(snapshotOf([{ matches }]));
      for (const request of requests) {
        const place = matches.findIndex((match) => takes(match, request));
        const expected = place < 0 ? 'no candidate' : `*/*/${place}`;
        expect(outcome(router.match(0, PORT, request))).toBe(expected);
        const explained = router.explain(0, PORT, request);
        expect(explained.candidates.map(({ failed }) => failed === null)).toEqual(
          matches.map((match) => takes(match, request)),
        );
      }
    },
  );
  fc.assert(property, { numRuns: 1500 });
});
