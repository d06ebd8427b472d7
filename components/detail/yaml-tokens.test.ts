import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { yamlLines } from './yaml-tokens.ts';

const textOf = (text: string) =>
  yamlLines(text)
    .map((line) => line.map((piece) => piece.text).join(''))
    .join('\n');
const tonesOf = (line: string) => Object.fromEntries((yamlLines(line)[0] ?? []).map(({ text, tone }) => [text, tone]));

describe('yamlLines', () => {
  it('loses nothing, also of a text that is not YAML', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[ a-z:\-#"'|>{}[\],0-9]*$/), { maxLength: 12 }), (lines) => {
        const text = lines.join('\n');
        expect(textOf(text)).toBe(text.replace(/\n$/, ''));
      }),
    );
  });
  it('tells keys, strings, numbers and comments apart', () => {
    expect(tonesOf('name: eg # the door')).toMatchObject({
      name: 'key',
      ':': 'punctuation',
      eg: 'string',
      '# the door': 'comment',
    });
    expect(tonesOf('- weight: 90')).toMatchObject({ '-': 'punctuation', weight: 'key', '90': 'number' });
    expect(tonesOf('"a b": true')).toMatchObject({ '"a b"': 'key', true: 'number' });
  });
  it('reads a block of text as text', () => {
    const lines = yamlLines('text: |\n  a: 1\n  # no comment\nnext: 2\n');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toEqual([{ text: '  a: 1', tone: 'string' }]);
    expect(lines[2]).toEqual([{ text: '  # no comment', tone: 'string' }]);
    expect(lines[3]?.[0]).toEqual({ text: 'next', tone: 'key' });
  });
});
