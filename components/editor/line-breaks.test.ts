import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mixesBreaks, withBreaksOf } from './line-breaks.ts';

describe('line breaks', () => {
  it('stay on the lines that stay', () => {
    const older = 'a\r\nb\nc\r\n\nd';
    expect(mixesBreaks(older)).toBe(true);
    expect(withBreaksOf(older, 'a\r\nx\r\ny\r\nc\r\n\r\nd')).toBe('a\r\nx\r\ny\r\nc\r\n\nd');
    expect(mixesBreaks('a\r\nb\r\n') || mixesBreaks('a\nb\n') || mixesBreaks('')).toBe(false);
  });

  it('come back whole after an editor made them all alike', () => {
    const line = fc
      .tuple(fc.constantFrom('a', 'b', '', ' c'), fc.constantFrom('\n', '\r\n'))
      .map(([text, end]) => text + end);
    fc.assert(
      fc.property(fc.array(line), fc.constantFrom('', 'z'), fc.constantFrom('\n', '\r\n'), (lines, last, one) => {
        const text = lines.join('') + last;
        expect(withBreaksOf(text, text.replaceAll(/\r?\n/g, one))).toBe(text);
      }),
    );
  });
});
