import { describe, expect, test } from 'vitest';
import { MatchCompiler, firstFailure } from './conditions.ts';
import type { RequestMatch } from './snapshot.ts';
import { matchOf, requestOf } from './testing/snapshots.ts';

type Request = Parameters<typeof requestOf>[0];

/** Whether a request passes; asked of both ways to tell. */
function passes(match: Partial<RequestMatch>, request: Request): boolean {
  return firstFailure(new MatchCompiler().compile(matchOf(match)), requestOf(request)) === null;
}

const named = (type: 'Exact' | 'RegularExpression', name: string, value: string) => ({ type, name, value });

describe('paths', () => {
  test.each<[RequestMatch['path']['type'], string, string, boolean]>([
    ['Exact', '/abc', '/abc', true],
    ['Exact', '/abc', '/abc/', false],
    ['Exact', '/abc/', '/abc', false],
    ['Exact', '/abc', '/ABC', false],
    ['Exact', '/', '/', true],
    ['Exact', '/', '/a', false],
    ['PathPrefix', '/', '/', true],
    ['PathPrefix', '/', '/any/thing', true],
    ['PathPrefix', '/abc', '/abc', true],
    ['PathPrefix', '/abc', '/abc/', true],
    ['PathPrefix', '/abc', '/abc/def', true],
    ['PathPrefix', '/abc', '/abcd', false],
    ['PathPrefix', '/abc', '/ab', false],
    ['PathPrefix', '/abc', '/', false],
    ['PathPrefix', '/abc', '/Abc', false],
    ['PathPrefix', '/abc/', '/abc', true],
    ['PathPrefix', '/abc/', '/abc/def', true],
    ['PathPrefix', '/abc/', '/abcdef', false],
    ['PathPrefix', '/a/b', '/a/b/c', true],
    ['PathPrefix', '/a/b', '/a/bc', false],
    ['RegularExpression', '/v[0-9]+', '/v12', true],
    ['RegularExpression', '/v[0-9]+', '/v12/x', false],
    ['RegularExpression', '/v[0-9]+', '/x/v12', false],
    ['RegularExpression', 'v[0-9]+', '/v12', false],
    ['RegularExpression', '/a|/b', '/b', true],
    ['RegularExpression', '/a|/b', '/bc', false],
    ['RegularExpression', '(?i)/abc', '/ABC', true],
    ['RegularExpression', '/.*', '/a/b', true],
    ['RegularExpression', '/\\pL+', '/abc', true],
  ])('%s %s takes %s: %s', (type, value, path, expected) => {
    expect(passes({ path: { type, value } }, { path })).toBe(expected);
  });

  test('an expression that RE2 does not know is refused with its text', () => {
    const compile = () =>
      new MatchCompiler().compile(matchOf({ path: { type: 'RegularExpression', value: '/(?=a)' } }));
    expect(compile).toThrow('"/(?=a)" is not a valid RE2 expression');
  });

  test('an expression that makes backtracking engines hang is decided at once', () => {
    const started = performance.now();
    const path = { type: 'RegularExpression', value: '/(a+)+$' } as const;
    expect(passes({ path }, { path: `/${'a'.repeat(5000)}b` })).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('methods', () => {
  test.each([
    ['GET', 'GET', true],
    ['GET', 'HEAD', false],
    ['GET', 'get', false],
    ['POST', 'GET', false],
  ])('%s takes %s: %s', (method, got, expected) => {
    expect(passes({ method }, { method: got })).toBe(expected);
  });
});

describe('headers', () => {
  test.each<[string, ReturnType<typeof named>[], Record<string, string | string[]>, boolean]>([
    ['the value', [named('Exact', 'version', 'one')], { version: 'one' }, true],
    ['another value', [named('Exact', 'version', 'one')], { version: 'two' }, false],
    ['another case of the value', [named('Exact', 'version', 'one')], { version: 'One' }, false],
    ['another case of the name', [named('Exact', 'Version', 'one')], { version: 'one' }, true],
    ['no header', [named('Exact', 'version', 'one')], {}, false],
    ['an empty header', [named('RegularExpression', 'version', '.*')], { version: '' }, true],
    ['no header for an expression that takes all', [named('RegularExpression', 'version', '.*')], {}, false],
    ['a part of the value', [named('RegularExpression', 'version', 'on')], { version: 'one' }, false],
    ['the first of a repeated header', [named('Exact', 'version', 'one')], { version: ['one', 'two'] }, true],
    ['the second of a repeated header', [named('Exact', 'version', 'two')], { version: ['one', 'two'] }, true],
    ['a repeated header, joined', [named('Exact', 'version', 'one,two')], { version: ['one', 'two'] }, false],
    ['a list in one header', [named('Exact', 'version', 'one,two')], { version: 'one,two' }, true],
    ['a part of a list', [named('Exact', 'version', 'one')], { version: 'one,two' }, false],
    ['both of two', [named('Exact', 'a', '1'), named('Exact', 'b', '2')], { a: '1', b: '2' }, true],
    ['one of two', [named('Exact', 'a', '1'), named('Exact', 'b', '2')], { a: '1' }, false],
    ['one of two conditions on a header', [named('Exact', 'a', '1'), named('Exact', 'A', '2')], { a: '1' }, false],
    ['two on a repeated header', [named('Exact', 'a', '1'), named('Exact', 'A', '2')], { a: ['2', '1'] }, true],
  ])('%s', (_, headers, sent, expected) => {
    expect(passes({ headers }, { headers: sent })).toBe(expected);
  });
});

describe('query parameters', () => {
  test.each<[string, string, string, string, boolean]>([
    ['animal', 'whale', '?animal=whale', 'the value', true],
    ['animal', 'whale', '?animal=Whale', 'another case of the value', false],
    ['animal', 'whale', '?ANIMAL=whale', 'another case of the name', false],
    ['animal', 'whale', '?x=1&animal=whale&y=2', 'among others', true],
    ['animal', 'whale', '?animal=whale&animal=dolphin', 'the first of two', true],
    ['animal', 'whale', '?animal=dolphin&animal=whale', 'the second of two', false],
    ['animal', '', '?animal=', 'empty', true],
    ['animal', '', '?animal', 'without an equals sign', true],
    ['animal', 'whale', '', 'no query', false],
    ['animal', 'whale', '?', 'an empty query', false],
    ['animal', 'whale', '?animals=whale', 'a longer name', false],
    ['animal', 'a=b', '?animal=a=b', 'an equals sign in the value', true],
    ['animal', 'x y', '?animal=x%20y', 'encoded', false],
    ['animal', 'x%20y', '?animal=x%20y', 'encoded in the match too', true],
    ['animal', 'x y', '?animal=x+y', 'a plus for a space', false],
    ['animal', 'x+y', '?animal=x+y', 'a plus', true],
    ['animal', '1', '?%61nimal=1', 'an encoded name', false],
  ])('%s=%s in %s (%s): %s', (name, value, search, _, expected) => {
    expect(passes({ queryParams: [named('Exact', name, value)] }, { search })).toBe(expected);
  });

  test('an expression takes the whole value only', () => {
    const queryParams = [named('RegularExpression', 'id', '[0-9]+')];
    expect(passes({ queryParams }, { search: '?id=12' })).toBe(true);
    expect(passes({ queryParams }, { search: '?id=12a' })).toBe(false);
    expect(passes({ queryParams }, { search: '?id=' })).toBe(false);
    expect(passes({ queryParams }, {})).toBe(false);
  });

  test('names differ by case', () => {
    const cases = [named('Exact', 'a', '1'), named('Exact', 'A', '2')];
    expect(passes({ queryParams: cases }, { search: '?a=1' })).toBe(false);
    expect(passes({ queryParams: cases }, { search: '?A=2&a=1' })).toBe(true);
  });
});

test('the first failure names what was wanted and what came, in the order path, method, headers, parameters', () => {
  const match = new MatchCompiler().compile(
    matchOf({
      path: { type: 'Exact', value: '/a' },
      method: 'PUT',
      headers: [named('Exact', 'version', 'one')],
      queryParams: [named('RegularExpression', 'id', '[0-9]+')],
    }),
  );
  expect(firstFailure(match, requestOf({ path: '/b' }))).toEqual({
    test: 'path',
    type: 'Exact',
    want: '/a',
    got: '/b',
  });
  const path = '/a';
  expect(firstFailure(match, requestOf({ path }))).toEqual({ test: 'method', want: 'PUT', got: 'GET' });
  const method = 'PUT';
  expect(firstFailure(match, requestOf({ path, method }))).toMatchObject({
    test: 'header',
    name: 'version',
    got: null,
  });
  const headers = { version: 'one' };
  expect(firstFailure(match, requestOf({ path, method, headers, search: '?id=x' }))).toEqual({
    test: 'query',
    type: 'RegularExpression',
    name: 'id',
    want: '[0-9]+',
    got: 'x',
  });
  expect(firstFailure(match, requestOf({ path, method, headers, search: '?id=1' }))).toBeNull();
});
