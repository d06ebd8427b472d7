import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocuments } from '../../server/model/documents.ts';
import { appended, edited, joinDocuments, NOTHING, placeText } from './manifests.ts';

describe('joinDocuments', () => {
  it('puts a document marker between texts that bring none', () => {
    expect(joinDocuments(['kind: A', 'kind: B\n\n', '---\nkind: C\n'])).toBe('kind: A\n---\nkind: B\n\n---\nkind: C\n');
  });

  it('keeps how lines end, and blank lines that belong to a value', () => {
    const kept = 'notes: |+\n  two lines\n\n\n';
    const crlf = 'kind: A\r\nname: b\r\n';
    const documents = parseDocuments(joinDocuments([crlf, kept, crlf]));
    expect(documents.map(({ text }) => text)).toEqual([crlf, kept, crlf]);
    expect(documents[1]?.value).toEqual({ notes: 'two lines\n\n\n' });
  });
});

describe('files of an import', () => {
  const three = [
    { name: 'a.yaml', text: 'kind: A\nname: a' },
    { name: 'b.yaml', text: '---\nkind: B\n---\nkind: B2\n' },
    { name: 'c.yaml', text: 'kind: C\n' },
  ].reduce(appended, NOTHING);

  it('are named with the line as it is in the file', () => {
    const lines = three.text.split('\n');
    expect(placeText(three, lines.indexOf('name: a') + 1)).toBe('a.yaml, line 2');
    expect(placeText(three, lines.indexOf('kind: B2') + 1)).toBe('b.yaml, line 4');
    expect(placeText(three, lines.indexOf('kind: C') + 1)).toBe('c.yaml, line 1');
    expect(placeText(NOTHING, 7)).toBe('line 7');
  });

  it('are found again after an edit above, in and below them', () => {
    for (const [from, to] of [
      ['kind: A', '# a line\n# and one more\nkind: A'],
      ['kind: B2\n', ''],
      ['kind: C', 'kind: C\nname: c'],
    ] as const) {
      const now = edited(three, three.text.replace(from, to));
      const lines = now.text.split('\n');
      expect(placeText(now, lines.findIndex((line) => line.startsWith('kind: C')) + 1)).toBe('c.yaml, line 1');
    }
  });

  it('are not named any more once the start of one is gone', () => {
    expect(edited(three, 'kind: X\n').files).toEqual([]);
  });

  it('begin where their texts begin, whatever is in them', () => {
    const text = fc
      .array(fc.constantFrom('a: 1', '---', '', '# b', 'c: |+'), { maxLength: 6 })
      .map((all) => all.join('\n'));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (texts) => {
        const all = texts.map((one, i) => ({ name: `${i}`, text: one })).reduce(appended, NOTHING);
        for (const { name, line } of all.files) {
          const rest = all.text
            .split('\n')
            .slice(line - 1)
            .join('\n');
          expect(rest.startsWith(texts[Number(name)]!)).toBe(true);
        }
      }),
    );
  });
});
