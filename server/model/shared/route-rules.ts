import { rule } from '../schema/dsl.ts';
import type { Rule } from '../schema/types.ts';

/** Most rules that a route has. */
export const MAX_RULES = 16;

/** What holds for the rules of a route together; `countOf` is the CEL expression of how many matches a rule has. */
export function ruleListRules(countOf: (rule: string) => string): readonly Rule[] {
  const matchCount = Array.from(
    { length: MAX_RULES },
    (_, index) => `(self.size() > ${index} ? ${countOf(`self[${index}]`)} : 0)`,
  ).join(' + ');
  return [
    rule(
      'While 16 rules and 64 matches per rule are allowed, the total number of matches across all rules in a route must be less than 128',
      `${matchCount} <= 128`,
    ),
    rule(
      'Rule name must be unique within the route',
      'self.all(l1, !has(l1.name) || self.exists_one(l2, has(l2.name) && l1.name == l2.name))',
    ),
  ];
}
