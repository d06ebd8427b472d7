// Where a case takes place, and what every case is made of.
import { stringify } from 'yaml';
import { type Edge, mutated, withEdges } from './edit.ts';
import type { Subject } from './kinds.ts';
import { metadataEdges } from './metadata.ts';
import type { Dice } from '../dice.ts';
import { saidTwice } from './twice.ts';
import type { Step, Tree } from './types.ts';

/** A place for a case. */
export interface Place {
  subject: Subject;
  dice: Dice;
  /** Name of the object. */
  name: string;
  collection: string;
}

/** `?` and the options, where there are any. */
export const withMode = (path: string, mode: string): string => (mode === '' ? path : `${path}?${mode}`);

/** A request with a document, in JSON or in YAML. */
export function send(dice: Dice, method: Step['method'], path: string, document: unknown): Step {
  if (!dice.chance(0.25))
    return { method, path, body: dice.chance(0.1) ? saidTwice(dice, document as Tree) : document };
  const body = stringify(document, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
  return { method, path, body, type: dice.pick(['application/yaml', 'application/yaml; charset=utf-8']) };
}

/** All edges of a kind. */
export function edgesOf({ subject, dice }: Place): Edge[] {
  return [...subject.edges, ...(dice.chance(0.35) ? metadataEdges(dice) : [])];
}

/** A document that is taken, or one that is changed in some places. */
export function documentOf(place: Place, wild: number): Tree {
  const { subject, dice, name } = place;
  const good = subject.good(dice, name);
  if (!dice.chance(wild)) return good;
  const edited = dice.chance(0.7) ? withEdges(dice, good, edgesOf(place), 3) : good;
  return dice.chance(0.4) ? mutated(dice, edited) : edited;
}
