import { object, required, rule, string } from '../schema/dsl.ts';
import { has, implies, is, onlyIf } from '../schema/logic.ts';
import type { Rule } from '../schema/types.ts';

const rules: readonly Rule[] = [
  rule(
    "replaceFullPath must be specified when type is set to 'ReplaceFullPath'",
    implies(is('ReplaceFullPath'), has('replaceFullPath')),
  ),
  rule("type must be 'ReplaceFullPath' when replaceFullPath is set", onlyIf('replaceFullPath', is('ReplaceFullPath'))),
  rule(
    "replacePrefixMatch must be specified when type is set to 'ReplacePrefixMatch'",
    implies(is('ReplacePrefixMatch'), has('replacePrefixMatch')),
  ),
  rule(
    "type must be 'ReplacePrefixMatch' when replacePrefixMatch is set",
    onlyIf('replacePrefixMatch', is('ReplacePrefixMatch')),
  ),
];

/** How a path is rewritten; `before` are rules that come first. */
export function pathModifier(description: string, before: readonly Rule[] = []) {
  return object(
    description,
    {
      type: required(
        string('Whether the whole path or the matched prefix is replaced.', {
          enum: ['ReplaceFullPath', 'ReplacePrefixMatch'],
        }),
      ),
      replaceFullPath: string('The whole new path.', { maxLength: 1024 }),
      replacePrefixMatch: string('What stands in for the matched prefix.', { maxLength: 1024 }),
    },
    { rules: [...before, ...rules] },
  );
}
