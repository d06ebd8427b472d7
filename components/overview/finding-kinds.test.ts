import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { allFindingKinds } from './finding-kinds.ts';

const squeezed = (text: string): string =>
  text
    .split('\n')
    .map((line) => (/^\|[\s|-]+\|$/.test(line) ? '' : line.replaceAll(/\s+/g, ' ').trim()))
    .filter((line) => line !== '')
    .join('\n');

/** docs/findings.md, as this table has it. */
function findingsText(): string {
  const rows = allFindingKinds.map(
    ({ code, level, title, means, mend }) =>
      `| \`${code}\` | ${level === 'bad' ? 'error' : 'warning'} | ${title} | ${means} | ${mend} |`,
  );
  return `${[
    '# Findings by code',
    '',
    'What the overview lists as problems. A code never changes its meaning. Findings SY-401 and above come from the traffic of the last five minutes, all',
    'others from the objects, their conditions and what the proxy is told to serve. The page `/findings` of the console shows the same list with what is',
    'there now.',
    '',
    '| Code | Level | Finding | What it means | What to do |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n')}\n`;
}

it('gives each finding a code of its own, in the order of the codes', () => {
  const codes = allFindingKinds.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes.toSorted()).toEqual(codes);
});

it('has the same list in docs/findings.md: SWITCHYARD_WRITE_DOCS=1 writes it anew', () => {
  if (process.env.SWITCHYARD_WRITE_DOCS === '1') writeFileSync('docs/findings.md', findingsText());
  expect(squeezed(readFileSync('docs/findings.md', 'utf8'))).toBe(squeezed(findingsText()));
});
