import { isObject } from '../../model/schema/normalize.ts';
import type { Json } from '../../model/schema/types.ts';
import { type Atom, deduced, type ListAtom, type MapAtom, memberAtom } from './atom.ts';
import { elementStep } from './element.ts';
import { pathOf, type PathSet, type Step } from './paths.ts';

/** Paths of everything that a value says; it has to fit its type. Source: structured-merge-diff toFieldSetWalker. */
export function fieldSet(value: Json, atom: Atom): PathSet {
  const paths: PathSet = new Set();
  const add = (steps: readonly Step[]): void => {
    if (steps.length > 0) paths.add(pathOf(steps));
  };

  function visit(node: Json, type: Atom, steps: readonly Step[]): void {
    const { map, scalar, list } = deduced(type, node);
    if (map !== undefined) members(node, map, steps);
    else if (scalar !== undefined) add(steps);
    else if (list !== undefined) elements(node, list, steps);
  }

  function members(node: Json, map: MapAtom, steps: readonly Step[]): void {
    if (map.atomic) return add(steps);
    if (!isObject(node)) return;
    for (const [key, member] of Object.entries(node)) {
      const here = [...steps, `f:${key}`];
      const type = memberAtom(map, key);
      if (type !== undefined) visit(member, type, here);
      const empty = member === null || (isObject(member) && Object.keys(member).length === 0);
      if (empty || !map.fields.has(key)) add(here);
    }
  }

  function elements(node: Json, list: ListAtom, steps: readonly Step[]): void {
    if (!list.associative) return add(steps);
    if (!Array.isArray(node)) return;
    const found = node.flatMap((item) => {
      const element = elementStep(list, item);
      return 'error' in element ? [] : [{ item, step: element.step }];
    });
    const counts = new Map<Step, number>();
    for (const { step } of found) counts.set(step, (counts.get(step) ?? 0) + 1);
    for (const { item, step } of found) {
      const here = [...steps, step];
      // of elements with the same keys nobody can tell whose parts they are
      if (counts.get(step) === 1) visit(item, list.items(), here);
      add(here);
    }
  }

  visit(value, atom, []);
  return paths;
}
