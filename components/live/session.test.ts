import { expect, test } from 'vitest';
import { pathAfterSignIn } from './session.ts';

const ORIGIN = 'https://console.example.com';

test.each([
  ['/routes?ns=shop&q=a%20b#rule', '/routes?ns=shop&q=a%20b#rule'],
  ['/', '/'],
  [null, '/'],
  ['', '/'],
  ['routes', '/'],
  ['https://console.example.com/routes', '/'],
  ['//evil.example.com/', '/'],
  ['/\\evil.example.com/', '/'],
  ['/\t/evil.example.com/', '/'],
  ['\\\\evil.example.com', '/'],
  ['javascript:alert(1)', '/'],
  ['/sign-in?next=/sign-in', '/'],
])('%s leads to %s', (next, expected) => {
  expect(pathAfterSignIn(next, ORIGIN)).toBe(expected);
});
