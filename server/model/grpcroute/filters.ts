import { atomicList, describe, object, required, rule, string } from '../schema/dsl.ts';
import { filterMemberRules, requestMirror } from '../shared/filters.ts';
import { headerModifier } from '../shared/headers.ts';
import { localObjectReference } from '../shared/references.ts';
import { headerValue } from '../shared/scalars.ts';

const headers = headerModifier(headerValue('Value of the header.'));

const filter = object(
  'One step; `type` says which member it has.',
  {
    type: required(
      string('What the filter does.', {
        enum: ['ResponseHeaderModifier', 'RequestHeaderModifier', 'RequestMirror', 'ExtensionRef'],
      }),
    ),
    requestHeaderModifier: describe('Changes metadata of the call.', headers),
    responseHeaderModifier: describe('Changes metadata of the answer.', headers),
    requestMirror,
    extensionRef: describe('A filter that is described by another object.', localObjectReference),
  },
  {
    rules: filterMemberRules([
      ['requestHeaderModifier', 'RequestHeaderModifier'],
      ['responseHeaderModifier', 'ResponseHeaderModifier'],
      ['requestMirror', 'RequestMirror'],
      ['extensionRef', 'ExtensionRef'],
    ]),
  },
);

/** Filters of a rule or of one of its backends. */
export const filters = atomicList('Steps between call, backend and answer.', filter, {
  maxItems: 16,
  rules: ['RequestHeaderModifier', 'ResponseHeaderModifier'].map((type) =>
    rule(`${type} filter cannot be repeated`, `size(self.filter(one, one.type == '${type}')) < 2`),
  ),
});
