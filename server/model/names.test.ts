import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelErrors, labelValueErrors, qualifiedNameErrors, subdomainErrors } from './names.ts';
import { matchesPattern } from './schema/pattern.ts';

/** The pattern that a message shows. */
function patternIn([message = '']: string[]): string {
  return /regex used for validation is '(.*)'\)$/.exec(message)?.[1] ?? '';
}

const texts = fc.oneof(
  fc.stringMatching(/^[-a-z0-9.]{0,6}$/),
  fc.stringMatching(/^[-A-Za-z0-9_.]{0,6}$/),
  fc.string({ maxLength: 4 }),
  fc.constantFrom('', '-', '.', 'a\n', 'a.', '.a', 'a..b', 'a-.b', 'ä', 'a_b', 'A'),
);

describe('the form of a name', () => {
  it.each<[string, (text: string) => string[], string]>([
    ['label', labelErrors, '-'],
    ['subdomain', subdomainErrors, '-'],
    ['label value', labelValueErrors, '-'],
    ['qualified name', qualifiedNameErrors, '-'],
  ])('of a %s is that of the pattern in its message', (_, errorsOf, wrong) => {
    const pattern = patternIn(errorsOf(wrong));
    expect(pattern).not.toBe('');
    fc.assert(
      fc.property(texts, (text) => {
        fc.pre(!text.includes('/'));
        expect(errorsOf(text).length === 0).toBe(matchesPattern(`^(?:${pattern})$`, text));
      }),
      { numRuns: 2000 },
    );
  });

  it('is told of a long text at once', () => {
    const long = `${'a-'.repeat(500_000)}!`;
    for (const errorsOf of [labelErrors, subdomainErrors, labelValueErrors, qualifiedNameErrors])
      expect(errorsOf(long)).not.toEqual([]);
  });
});
