import { expect, it } from 'vitest';
import { filterWords } from './filter-words.ts';

it('a filter says what it does', () => {
  expect(
    filterWords({
      type: 'RequestHeaderModifier',
      requestHeaderModifier: { set: [{ name: 'x-route', value: 'pay' }], remove: ['x-old'] },
    }).text,
  ).toBe('set x-route: pay, remove x-old');
  expect(
    filterWords({ type: 'RequestRedirect', requestRedirect: { scheme: 'https', hostname: 'a.b', statusCode: 301 } })
      .text,
  ).toBe('to https://a.b, 301');
  expect(
    filterWords({ type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/v2' } } })
      .text,
  ).toBe('path /v2');
  expect(filterWords({ type: 'CORS', cors: {} })).toEqual({ type: 'CORS', text: '' });
});
