import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DocumentModel } from './document-model.ts';
import { MARKS, mergeTexts } from './merge.ts';

const base = `spec:
  # the shop
  hostnames:
  - a.example.com
  rules:
  - name: main
    backendRefs:
    - name: v1
      port: 80
      weight: 90
    - name: v2
      port: 80
      weight: 10
`;
const NAME = 'revision 7';

describe('two texts made from one', () => {
  it('become one that has the changes and the comments of both', () => {
    const mine = base.replace('# the shop', '# the shop, and its canary').replace('weight: 10', 'weight: 20 # try');
    const theirs = base
      .replace('- a.example.com', '- a.example.com\n  - b.example.com')
      .replace('name: main', 'name: all');
    const { text, conflicts } = mergeTexts(base, mine, theirs, NAME);
    expect(conflicts).toEqual([]);
    expect(text).toBe(
      base
        .replace('# the shop', '# the shop, and its canary')
        .replace('weight: 10', 'weight: 20 # try')
        .replace('- a.example.com', '- a.example.com\n  - b.example.com')
        .replace('name: main', 'name: all'),
    );
  });

  it('fit where they change different fields of one line', () => {
    const flow = 'a: {x: 1, y: 2}\nb: 3\n';
    expect(mergeTexts(flow, flow.replace('x: 1', 'x: 9'), flow.replace('y: 2', 'y: 8'), NAME)).toEqual({
      text: 'a: {x: 9, y: 8}\nb: 3\n',
      conflicts: [],
    });
  });

  it('show both where they change one field to different values, and are no YAML until somebody decides', () => {
    const mine = base.replace('weight: 90', 'weight: 50');
    const theirs = base.replace('weight: 90', 'weight: 70');
    const { text, conflicts } = mergeTexts(base, mine, theirs, NAME);
    expect(conflicts).toEqual([10]);
    expect(text).toContain(
      `${MARKS.mine}\n      weight: 50\n${MARKS.middle}\n      weight: 70\n${MARKS.theirs}revision 7\n`,
    );
    expect(new DocumentModel(text).problems).not.toEqual([]);
  });

  it('agree where both made the same change', () => {
    const both = base.replace('weight: 90', 'weight: 50');
    expect(mergeTexts(base, both, both, NAME)).toEqual({ text: both, conflicts: [] });
    const theirs = both.replace('name: main', 'name: all');
    expect(mergeTexts(base, both, theirs, NAME)).toEqual({ text: theirs, conflicts: [] });
  });

  const lines = fc
    .array(fc.constantFrom('a: 1', 'b: 2', 'c: 3', '# x', '# y', 'd: 4', 'e: 5'), { maxLength: 7 })
    .map((all) => all.map((line) => `${line}\n`).join(''));

  it('lose no line that either side added, and take what only one side changed', () => {
    fc.assert(
      fc.property(lines, lines, lines, (from, mine, theirs) => {
        const { text } = mergeTexts(from, mine, theirs, NAME);
        expect(mergeTexts(from, mine, from, NAME).text).toBe(mine);
        expect(mergeTexts(from, from, theirs, NAME).text).toBe(theirs);
        const had = new Set(from.split('\n'));
        for (const line of [...mine.split('\n'), ...theirs.split('\n')])
          if (!had.has(line)) expect(text).toContain(line);
      }),
      { numRuns: 500 },
    );
  });
});
