import { diffLines } from './line-diff.ts';

/** True for a text whose lines end in more than one way. */
export function mixesBreaks(text: string): boolean {
  return /\r\n/.test(text) && /(?:^|[^\r])\n/.test(text);
}

/**
 * The text with the line breaks of an older version of it on every line that is in both; new lines keep theirs. For editors that give all
 * lines one kind of break.
 */
export function withBreaksOf(older: string, text: string): string {
  const breaks = older.match(/\r?\n/g) ?? [];
  const own = text.match(/\r?\n/g) ?? [];
  const lines = text.split(/\r?\n/);
  const kept = new Map<number, string>();
  for (const { type, before, after } of diffLines(older, text)) {
    const found = type === 'same' ? breaks[(before ?? 0) - 1] : undefined;
    if (found !== undefined && after !== null) kept.set(after - 1, found);
  }
  return lines.map((line, i) => (i < own.length ? line + (kept.get(i) ?? own[i] ?? '') : line)).join('');
}
