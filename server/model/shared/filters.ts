import { describe, object, required, rule } from '../schema/dsl.ts';
import { has, is, notBoth, onlyIf } from '../schema/logic.ts';
import type { Rule } from '../schema/types.ts';
import { fraction } from './fraction.ts';
import { backendObjectReference } from './references.ts';
import { percent } from './scalars.ts';

/** Copies of requests for another backend. The rule says HTTP for every kind of route, officially. */
export const requestMirror = object(
  'Sends a copy of requests to another backend and drops its answers.',
  {
    backendRef: required(describe('The backend that gets the copies.', backendObjectReference)),
    percent: percent('Percentage of requests that is copied; all where neither percent nor fraction is given.'),
    fraction: describe('Fraction of requests that is copied.', fraction),
  },
  {
    rules: [
      rule(
        'Only one of percent or fraction may be specified in HTTPRequestMirrorFilter',
        notBoth('percent', 'fraction'),
      ),
    ],
  },
);

/** A filter has the member of its type and no other; pairs of member and type. */
export function filterMemberRules(members: readonly (readonly [member: string, type: string])[]): readonly Rule[] {
  return members.flatMap(([member, type]) => [
    rule(`filter.${member} must be nil if the filter.type is not ${type}`, onlyIf(member, is(type))),
    rule(`filter.${member} must be specified for ${type} filter.type`, `${has(member)} || self.type != '${type}'`),
  ]);
}
