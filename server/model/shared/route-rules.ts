import { rule } from '../schema/dsl.ts';
import { unique } from '../schema/logic.ts';
import type { Rule } from '../schema/types.ts';

/** Most rules that a route has. */
export const MAX_RULES = 16;

/** What holds for the rules of a route together; `countOf` is the CEL expression of how many matches a rule has. */
export function ruleListRules(countOf: (rule: string) => string): readonly Rule[] {
  const matchCount = Array.from(
    { length: MAX_RULES },
    (_, index) => `(size(self) > ${index} ? ${countOf(`self[${index}]`)} : 0)`,
  ).join(' + ');
  return [
    rule(
      'While 16 rules and 64 matches per rule are allowed, the total number of matches across all rules in a route must be less than 128',
      `!(${matchCount} > 128)`,
    ),
    rule(
      'Rule name must be unique within the route',
      unique('has(other.name) && one.name == other.name', 'has(one.name)'),
    ),
  ];
}
