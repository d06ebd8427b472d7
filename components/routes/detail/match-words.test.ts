import { describe, expect, it } from 'vitest';
import { ruleMatches, wordsText } from './match-words.ts';

const text = (...matches: Parameters<typeof ruleMatches>[0]['matches'] & object) =>
  ruleMatches({ matches }).map(wordsText);

describe('a rule in words', () => {
  it('says what a path covers', () => {
    expect(
      text(
        { path: { type: 'PathPrefix', value: '/round' } },
        { path: { type: 'Exact', value: '/round' } },
        { path: { type: 'RegularExpression', value: '/v[0-9]+' } },
      ),
    ).toEqual(['/round and below', '/round exactly', 'path matches /v[0-9]+']);
  });
  it('adds method, headers and query parameters', () => {
    expect(
      text({
        path: { type: 'PathPrefix', value: '/pay' },
        method: 'POST',
        headers: [{ name: 'x-api', value: '2' }],
        queryParams: [{ name: 'q', type: 'RegularExpression', value: 'a+' }],
      }),
    ).toEqual(['POST /pay and below, header x-api is 2, query parameter q matches a+']);
  });
  it('says that a rule without matches takes every path', () => {
    expect(text()).toEqual(['every path']);
    expect(text({ method: 'GET' })).toEqual(['GET on every path']);
  });
});
