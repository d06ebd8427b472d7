import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalizeTarget } from './normalize.ts';

describe('paths become', () => {
  test.each([
    ['/', '/'],
    ['/a/b', '/a/b'],
    ['//a//b', '/a/b'],
    ['//', '//'],
    ['///', '//'],
    ['//%2e', '//'],
    ['//a/..', '//'],
    ['/a/../b', '/b'],
    ['/a/./b', '/a/b'],
    ['/%2e%2e/b', '/b'],
    ['/..', '/'],
    ['/a/..', '/'],
    ['/a/b/..', '/a/'],
    ['/a/.', '/a/'],
    ['/.hidden', '/.hidden'],
    ['/a/...', '/a/...'],
    ['/a\\b', '/a/b'],
    ['/a%41b', '/aAb'],
    ['/a%7eb', '/a~b'],
    ['/a%20b', '/a%20b'],
    ['/a%zz', '/a%zz'],
    ['/a%', '/a%'],
    ['/a;x=1', '/a;x=1'],
    ['/a/..;/b', '/b'],
    ['/a/..;x=1/b', '/b'],
    ['/a/.;', '/a/'],
    ['/a/%2e;/b', '/a/.;/b'],
    ['/a/...;/b', '/a/...;/b'],
    ['/%2%41', '/%252A'],
    ['/%%41%41', '/%25AA'],
    ['/%%41', '/%A'],
    ['/%2%2d', '/%2-'],
    ['/a"b', '/a%22b'],
  ])('%j: %j', (target, path) => {
    expect(normalizeTarget(target)).toEqual({ type: 'path', path, search: '' });
  });
});

test.each([
  ['/?x=//..', '/', '?x=//..'],
  ['//a?x=%2F', '/a', '?x=%2F'],
  ['/a?', '/a', '?'],
  ['/a?b?c', '/a', '?b?c'],
])('the query of %j stays as it is', (target, path, search) => {
  expect(normalizeTarget(target)).toEqual({ type: 'path', path, search });
});

test.each([
  ['/a%2Fb', '/a/b'],
  ['/a%2fb', '/a/b'],
  ['/a%5cb', '/a/b'],
  ['/a/..%2fb', '/b'],
  ['/a%2F%2Fb?x=%2F', '/a/b?x=%2F'],
])('escaped slashes in %j are answered with a redirect to %j', (target, location) => {
  expect(normalizeTarget(target)).toEqual({ type: 'redirect', status: 307, location });
});

test.each(['/a#frag', '/a%00b', '/?x#y'])('%j is refused with 400', (target) => {
  expect(normalizeTarget(target)).toMatchObject({ type: 'refuse', status: 400 });
});

const TARGET = fc
  .array(fc.constantFrom('/', '.', '..', 'a', '%2e', '%41', '%', '\\', '"', '%20', '?', 'b'), { maxLength: 12 })
  .map((parts) => `/${parts.join('')}`);

test('a normal path stays, and holds no dot segment, no double slash, no backslash', () => {
  const property = fc.property(TARGET, (target) => {
    const first = normalizeTarget(target);
    if (first.type !== 'path') return;
    expect(first.path).toMatch(/^\//);
    expect(first.path).not.toMatch(/.\/\/|\/\/.|\\|"|\/\.\.?(\/|$)/);
    expect(normalizeTarget(first.path + first.search)).toEqual(first);
  });
  fc.assert(property, { numRuns: 2000 });
});

test('never throws, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
      normalizeTarget(`/${text}`);
    }),
  );
});
