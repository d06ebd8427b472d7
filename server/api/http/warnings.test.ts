import { expect, it } from 'vitest';
import { written } from './warnings.ts';

it('writes each warning once, and none that a header cannot hold', () => {
  expect(written(['a', '', 'b', 'a', 'c\nd', 'e\u0085f', 'ä😀'])).toEqual(['a', 'b', 'ä😀']);
});

it('cuts all warnings to their beginning when they are too long in all, counting characters', () => {
  const long = '😀'.repeat(4000);
  expect(written([long])).toEqual([long]);
  expect(written([long, 'x'.repeat(97), 'short'])).toEqual(['😀'.repeat(256), 'x'.repeat(97), 'short']);
  const many = Array.from({ length: 30 }, (_, index) => `${index} `.padEnd(300, 'x'));
  expect(written(many)).toEqual(many.slice(0, 16).map((text) => text.slice(0, 256)));
});
