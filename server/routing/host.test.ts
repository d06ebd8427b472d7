import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HostIndex, covers, hostName, isValidAuthority } from './host.ts';

describe('the name of an authority', () => {
  test.each([
    ['example.com', 'example.com'],
    ['Example.COM', 'example.com'],
    ['example.com:8080', 'example.com'],
    ['EXAMPLE.com:80', 'example.com'],
    ['example.com.', 'example.com.'],
    ['example.com.:80', 'example.com.'],
    ['example.com:', 'example.com'],
    ['example.com:http', 'example.com'],
    ['example.com:65536', 'example.com'],
    ['example.com:65535', 'example.com'],
    ['127.0.0.1:80', '127.0.0.1'],
    ['[::1]:80', '[::1]'],
    ['[::1]', '[::1]'],
    ['::1', '::1'],
    ['', ''],
    [':80', ''],
    ['8080', '8080'],
  ])('%j is %j', (authority, name) => {
    expect(hostName(authority)).toBe(name);
  });
});

test.each([
  ['example.com:80', true],
  ['[::1]:80', true],
  ['a_b', true],
  ['a/b', false],
  ['a b', false],
  ['a?b', false],
  ['a#b', false],
  ['a\u00e4', false],
])('%j may stand in a Host header: %s', (authority, valid) => {
  expect(isValidAuthority(authority)).toBe(valid);
});

const HOSTNAMES = ['*', '*.com', '*.example.com', '*.a.example.com', 'example.com', 'a.example.com'];

describe('of several hostnames', () => {
  const index = new HostIndex<string>();
  for (const hostname of HOSTNAMES) index.add(hostname, hostname);

  test.each([
    ['example.com', 'example.com'],
    ['a.example.com', 'a.example.com'],
    ['b.example.com', '*.example.com'],
    ['b.a.example.com', '*.a.example.com'],
    ['c.b.a.example.com', '*.a.example.com'],
    ['other.com', '*.com'],
    ['com', '*'],
    ['example.com.', '*'],
    ['', '*'],
    ['.example.com', '*.com'],
  ])('%j goes to %s', (name, hostname) => {
    expect(index.find(name)).toBe(hostname);
  });
});

test('nothing is found when none covers the name, and of equal hostnames the first stays', () => {
  const index = new HostIndex<number>();
  index.add('*.example.com', 1);
  index.add('*.example.com', 2);
  expect(index.find('a.example.com')).toBe(1);
  expect(index.find('example.com')).toBeUndefined();
});

test('the index finds what a search through all hostnames finds: exact first, then the longest suffix', () => {
  const label = fc.constantFrom('a', 'b', 'xn--c');
  const name = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
  const hostname = fc.oneof(
    name,
    name.map((suffix) => `*.${suffix}`),
    fc.constant('*'),
  );
  const property = fc.property(fc.uniqueArray(hostname, { maxLength: 12 }), name, (hostnames, wanted) => {
    const index = new HostIndex<string>();
    for (const each of hostnames) index.add(each, each);
    const rank = (each: string) => (each === '*' ? 0 : each.startsWith('*.') ? each.length : 1000);
    const [best] = hostnames.filter((each) => covers(each, wanted)).sort((a, b) => rank(b) - rank(a));
    expect(index.find(wanted)).toBe(best);
  });
  fc.assert(property, { numRuns: 1000 });
});
