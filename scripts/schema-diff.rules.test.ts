import { describe, expect, it } from 'vitest';
import { crdSchemaOf, type OfficialSchema } from './schema-diff.facts.ts';
import { customKinds, kindNamed } from './schema-diff.fixture.ts';
import { compareRules, type RuleComparison } from './schema-diff.rules.ts';

/** Compares the rules of a kind with the same ones, each reworded. */
function reworded(name: string, word: (rule: string) => string, count: number): RuleComparison[] {
  const kind = kindNamed(name);
  const text = JSON.stringify(crdSchemaOf(kind.schema), (key, value: unknown) =>
    key === 'x-kubernetes-validations'
      ? (value as { rule: string }[]).map((entry) => ({ ...entry, rule: word(entry.rule) }))
      : value,
  );
  return compareRules(kind, JSON.parse(text) as OfficialSchema, count);
}

const place = ({ path, message }: RuleComparison): string => `${path}: ${message}`;

/** Puts something else in place of the last match; what has no match is turned round. */
const instead = (rule: string, pattern: RegExp, text: (found: string) => string): string => {
  const last = [...rule.matchAll(pattern)].at(-1);
  if (last === undefined) return `!(${rule})`;
  return rule.slice(0, last.index) + text(last[0]) + rule.slice(last.index + last[0].length);
};

/** A question for a member that may be missing; those with a default never are. */
const MAYBE = /has\((?!self\.(type|group)\))[^)]*\)/;

describe.each(customKinds)('rules of $kind', ({ kind: name }) => {
  it('are the same as themselves, and decide alike in brackets', () => {
    expect(reworded(name, (rule) => rule.replaceAll(' ', '  '), 1).filter(({ sameText }) => !sameText)).toEqual([]);
    const bracketed = reworded(name, (rule) => `(${rule})`, 20);
    expect(bracketed.filter(({ sameText, difference }) => sameText || difference !== undefined)).toEqual([]);
  });

  it.each<[string, (rule: string) => string]>([
    ['is turned round', (rule) => `!(${rule})`],
    ['has another text', (rule) => instead(rule, /'[^']+'/g, () => "'another'")],
    ['has "or" for "and"', (rule) => instead(rule, /&&/g, () => '||')],
    [
      'does not look whether a member is there',
      (rule) => (MAYBE.test(rule) ? rule.replace(MAYBE, 'true') : `!(${rule})`),
    ],
  ])('differ from one that %s', (_, word) => {
    const missed = reworded(name, word, 2000).filter(({ difference }) => difference === undefined);
    expect(missed.map(place)).toEqual([]);
  });
});

describe('values for rules', () => {
  it('count: one match more than a route may have is found', () => {
    const rules = reworded('HTTPRoute', (rule) => rule.replace('> 128', '> 129'), 2000);
    expect(rules.filter(({ difference }) => difference !== undefined).map(({ path }) => path)).toEqual(['spec.rules']);
  });

  it('compare with what was there before', () => {
    const rules = reworded(
      'GatewayClass',
      (rule) => rule.replace('oldSelf', "(oldSelf == 'b' ? self : oldSelf)"),
      2000,
    );
    expect(rules.map(({ difference }) => difference !== undefined)).toEqual([true]);
  });

  it('reach both results of nearly every rule', () => {
    const rules = customKinds.flatMap(({ kind }) => reworded(kind, (rule) => `(${rule})`, 150));
    const reached = rules.filter(({ agreed }) => agreed.true > 0 && agreed.false > 0);
    expect(reached.length / rules.length).toBeGreaterThan(0.95);
  });
});
