import { atomicList, labelled, rule } from '../schema/dsl.ts';
import { parentReference } from './references.ts';

const same = (name: string): string =>
  `((!has(p1.${name}) || p1.${name} == '') && (!has(p2.${name}) || p2.${name} == '')) || (has(p1.${name}) && has(p2.${name}) && p1.${name} == p2.${name})`;

const sameParent = `p1.group == p2.group && p1.kind == p2.kind && p1.name == p2.name && (${same('__namespace__')})`;

const samePort =
  '((!has(p1.port) || p1.port == 0) && (!has(p2.port) || p2.port == 0)) || (has(p1.port) && has(p2.port) && p1.port == p2.port)';

const alikeSection = "(!has(p1.sectionName) || p1.sectionName == '') == (!has(p2.sectionName) || p2.sectionName == '')";

const alikePort = '(!has(p1.port) || p1.port == 0) == (!has(p2.port) || p2.port == 0)';

/** Parents of a route. The same parent may come twice only with sections or ports that tell the two apart. */
export const parentRefs = labelled(
  'Gateways',
  atomicList('Gateways (or single listeners of them) that the route attaches to.', parentReference, {
    maxItems: 32,
    rules: [
      rule(
        'sectionName or port must be specified when parentRefs includes 2 or more references to the same parent',
        `self.all(p1, self.all(p2, ${sameParent} ? (${alikeSection} && ${alikePort}) : true))`,
      ),
      rule(
        'sectionName or port must be unique when parentRefs includes 2 or more references to the same parent',
        `self.all(p1, self.exists_one(p2, ${sameParent} && (${same('sectionName')}) && (${samePort})))`,
      ),
    ],
  }),
);
