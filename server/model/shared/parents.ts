import { atomicList, labelled, rule } from '../schema/dsl.ts';
import { implies, unique } from '../schema/logic.ts';
import { parentReference } from './references.ts';

/** A member, or what stands for none: the API takes an empty text or 0 for the same. */
const orNone = (of: 'one' | 'other', member: string, none: string): string =>
  `(has(${of}.${member}) ? ${of}.${member} : ${none})`;

const same = (member: string, none: string): string =>
  `${orNone('one', member, none)} == ${orNone('other', member, none)}`;

/** Both have the member, or neither has it. */
const alike = (member: string, none: string): string =>
  `(${orNone('one', member, none)} == ${none}) == (${orNone('other', member, none)} == ${none})`;

const all = (...conditions: string[]): string => conditions.join(' && ');

const sameParent = all(
  ...['group', 'kind', 'name'].map((member) => `one.${member} == other.${member}`),
  same('__namespace__', "''"),
);

/** Parents of a route. The same parent may come twice only with sections or ports that tell the two apart. */
export const parentRefs = labelled(
  'Gateways',
  atomicList('Gateways (or single listeners of them) that the route attaches to.', parentReference, {
    maxItems: 32,
    rules: [
      rule(
        'sectionName or port must be specified when parentRefs includes 2 or more references to the same parent',
        `self.all(one, self.all(other, ${implies(sameParent, `(${all(alike('sectionName', "''"), alike('port', '0'))})`)}))`,
      ),
      rule(
        'sectionName or port must be unique when parentRefs includes 2 or more references to the same parent',
        unique(all(sameParent, same('sectionName', "''"), same('port', '0'))),
      ),
    ],
  }),
);
