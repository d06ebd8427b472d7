import { object, required, rule, string } from '../schema/dsl.ts';
import type { Rule } from '../schema/types.ts';

const rules: readonly Rule[] = [
  rule(
    "replaceFullPath must be specified when type is set to 'ReplaceFullPath'",
    "self.type == 'ReplaceFullPath' ? has(self.replaceFullPath) : true",
  ),
  rule(
    "type must be 'ReplaceFullPath' when replaceFullPath is set",
    "has(self.replaceFullPath) ? self.type == 'ReplaceFullPath' : true",
  ),
  rule(
    "replacePrefixMatch must be specified when type is set to 'ReplacePrefixMatch'",
    "self.type == 'ReplacePrefixMatch' ? has(self.replacePrefixMatch) : true",
  ),
  rule(
    "type must be 'ReplacePrefixMatch' when replacePrefixMatch is set",
    "has(self.replacePrefixMatch) ? self.type == 'ReplacePrefixMatch' : true",
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
