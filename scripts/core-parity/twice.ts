// JSON that says a member twice.
import type { Dice } from '../dice.ts';
import { ANYTHING } from './edit.ts';
import type { Tree } from './types.ts';

/** The text of a document in which one object has one of its members twice, with another value before or after. */
export function saidTwice(dice: Dice, document: Tree): string {
  const objects: Tree[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if (!Array.isArray(node) && Object.keys(node).length > 0) objects.push(node as Tree);
    for (const member of Object.values(node)) visit(member);
  };
  visit(document);
  if (objects.length === 0) return JSON.stringify(document);
  const chosen = dice.pick(objects);
  const key = dice.pick(Object.keys(chosen));
  const other = another(dice, chosen[key]);
  const pair = [other, chosen[key]].map((value) => `${JSON.stringify(key)}:${JSON.stringify(value ?? null)}`);
  if (dice.chance(0.5)) pair.reverse();
  const write = (node: unknown): string => {
    if (Array.isArray(node)) return `[${node.map(write).join(',')}]`;
    if (typeof node !== 'object' || node === null) return JSON.stringify(node ?? null);
    const members = Object.entries(node).map(([name, value]) =>
      node === chosen && name === key ? pair.join(',') : `${JSON.stringify(name)}:${write(value)}`,
    );
    return `{${members.join(',')}}`;
  };
  return write(document);
}

/** Another value for a place: less of it, more of it, or anything. */
function another(dice: Dice, value: unknown): unknown {
  if (dice.chance(0.3)) return dice.pick(ANYTHING);
  if (Array.isArray(value)) return dice.pick([[], value.slice(1), [...value, ...value], [null], [{}]]);
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value);
    return Object.fromEntries(
      members.filter(() => dice.chance(0.5)).map(([name, member]) => [name, another(dice, member)]),
    );
  }
  return dice.pick([value, null, '', 'a', 7]);
}
