import type { HttpMatch } from '../../../server/gateway/shapes.ts';
import type { RuleFacts } from './rule-facts.ts';

/** A name for a rule that has none, from the path of its first match, which no other rule of the route has. Source: SectionName. */
export function nameFor(rules: readonly Pick<RuleFacts, 'spec'>[], index: number): string {
  const [match] = (rules[index]?.spec.matches ?? []) as HttpMatch[];
  const words = (match?.path?.value ?? '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  const base = words.slice(0, 2).join('-').slice(0, 40) || `rule-${index + 1}`;
  const taken = new Set(rules.map(({ spec }) => spec.name));
  let name = base;
  for (let n = 2; taken.has(name); n++) name = `${base}-${n}`;
  return name;
}
