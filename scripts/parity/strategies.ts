// All ways of making cases, and how often each is taken.
import { type Dice, dice } from '../dice.ts';
import type { Case, Ground, Strategy } from './case.ts';
import * as change from './strategies/change.ts';
import { jsonPatch } from './strategies/json-patch.ts';
import * as create from './strategies/create.ts';
import * as envelope from './strategies/envelope.ts';

const strategies: Record<string, readonly [Strategy, number]> = {
  changed: [create.changed, 10],
  edges: [create.edges, 8],
  otherKind: [create.otherKind, 2],
  asYaml: [create.asYaml, 6],
  brokenJson: [create.brokenJson, 3],
  brokenYaml: [create.brokenYaml, 3],
  doubled: [create.doubled, 4],
  unknown: [create.unknown, 2],
  metadata: [envelope.metadata, 6],
  identity: [envelope.identity, 2],
  request: [envelope.request, 2],
  longNames: [envelope.longNames, 1],
  put: [change.put, 14],
  mergePatch: [change.mergePatch, 7],
  jsonPatch: [jsonPatch, 7],
  otherPatch: [change.otherPatch, 1],
  apply: [change.apply, 7],
  status: [change.status, 6],
  misdirected: [change.misdirected, 3],
};

const names = Object.entries(strategies).flatMap(([name, [, weight]]) => Array.from({ length: weight }, () => name));

/** The case of a seed and an index: always the same. Undefined where the kind has no such. */
export function caseOf(
  ground: Omit<Ground, 'roll' | 'name'>,
  seed: string,
  index: number,
  only?: string,
): (Case & { strategy: string }) | undefined {
  const { kind } = ground;
  const roll: Dice = dice(`${kind.kind} ${seed} ${index}`);
  const strategy = only ?? roll.pick(names);
  if (strategy === 'status' && !kind.hasStatus) return undefined;
  const made = strategies[strategy];
  if (made === undefined)
    throw new Error(`there is no strategy ${strategy}; there are ${Object.keys(strategies).join(', ')}`);
  return { ...made[0]({ ...ground, name: `p${index.toString(36)}-${seed}`, roll }), strategy };
}
