import { describe, expect, it } from 'vitest';
import { regexSample } from './regex-sample.ts';

describe('regexSample', () => {
  it.each([
    ['/v[0-9]+/.*', '/v0/'],
    ['/(cart|pay)/\\d{3}', '/cart/000'],
    ['/items/[^/]+/reviews?', '/items/a/review'],
    ['^/a\\.b$', '/a.b'],
    ['(?i)/Shop', '/Shop'],
    ['/(?:x|y)?z', '/z'],
    ['', ''],
  ])('%s is taken by the text', (pattern, text) => {
    expect(regexSample(pattern)).toBe(text);
  });

  it('gives nothing where it knows nothing', () => {
    expect(regexSample('/(unclosed')).toBeNull();
    expect(regexSample('[a-')).toBeNull();
    expect(regexSample('/a(?=b)')).toBeNull();
  });
});
