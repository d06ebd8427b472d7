import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedLines, diffCounts, diffLines, hunks, linesOf } from './line-diff.ts';

const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd: 1', ''), { maxLength: 12 }).map((lines) => lines.join('\n'));

/** Length of the longest common subsequence, the slow and obvious way. */
function common(a: string[], b: string[]): number {
  const table = a.map(() => b.map(() => 0));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      table[i]![j] =
        a[i] === b[j] ? 1 + (table[i + 1]?.[j + 1] ?? 0) : Math.max(table[i + 1]?.[j] ?? 0, table[i]?.[j + 1] ?? 0);
  return table[0]?.[0] ?? 0;
}

describe('line diff', () => {
  it('leads from one text to the other, with numbers that fit', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const diff = diffLines(before, after);
        const old = diff.filter((line) => line.type !== 'added');
        const next = diff.filter((line) => line.type !== 'removed');
        expect(old.map((line) => line.text)).toEqual(linesOf(before));
        expect(next.map((line) => line.text)).toEqual(linesOf(after));
        expect(old.map((line) => line.before)).toEqual(old.map((_, i) => i + 1));
        expect(next.map((line) => line.after)).toEqual(next.map((_, i) => i + 1));
      }),
    );
  });

  it('is as short as it can be', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const { added, removed } = diffCounts(diffLines(before, after));
        const shared = common(linesOf(before), linesOf(after));
        expect(added + removed).toBe(linesOf(before).length + linesOf(after).length - 2 * shared);
      }),
    );
  });

  it('marks replaced lines once, and a removal at the line above it', () => {
    expect(changedLines(diffLines('a\nb\nc\n', 'a\nx\nc\n'))).toEqual({ changed: [2], removedAfter: [] });
    expect(changedLines(diffLines('a\nb\nc\n', 'a\nc\n'))).toEqual({ changed: [], removedAfter: [1] });
  });

  it('folds what is far from a change', () => {
    const before = Array.from({ length: 20 }, (_, i) => `line ${i}`).join('\n');
    const shown = hunks(diffLines(before, before.replace('line 10', 'new')), 2);
    expect(shown.map((line) => line.type)).toEqual(['gap', 'same', 'same', 'removed', 'added', 'same', 'same', 'gap']);
    expect(shown[0]).toEqual({ type: 'gap', at: 0, lines: 8 });
  });
});
