// JSON patches of an object that is there.
import type { Dice } from '../../dice.ts';
import type { Step } from '../ask.ts';
import { type Ground, pathOf, query, type Strategy } from '../case.ts';
import { atEdge, get, type Place, placesOf, strange } from '../mutate.ts';
import { json } from '../render.ts';
import { type Draft, type DraftObject, isDraftObject, NUMBERS, SHAPES } from '../values.ts';
import { BODIES, created } from './change.ts';

const POINTERS = [
  '',
  '/',
  '/spec',
  '/spec/',
  '/spec/x',
  '/spec/x/y',
  '/metadata',
  '/metadata/labels',
  '/metadata/labels/a',
  '/metadata/labels/a~1b',
  '/metadata/annotations/-',
  '/metadata/name',
  '/metadata/resourceVersion',
  '/metadata/uid',
  '/metadata/namespace',
  '/metadata/managedFields',
  '/metadata/managedFields/0',
  '/metadata/generation',
  '/metadata/finalizers',
  '/metadata/finalizers/-',
  '/kind',
  '/apiVersion',
  '/status',
  '/status/x',
  'spec',
  'x',
  '/a~2b',
  '/a~',
  '//',
  '/spec/0',
  '/spec/-',
  '/spec/__proto__',
  '/__proto__/x',
  '/constructor/prototype',
  '/é',
];

function pointer(place: Draft[] | undefined, trail: readonly (string | number)[], roll: Dice): string {
  const parts = trail.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1'));
  if (place !== undefined && roll.chance(0.4))
    parts[parts.length - 1] = roll.pick([
      '-',
      '-1',
      String(place.length),
      String(place.length + 1),
      '00',
      '01',
      '+1',
      '1e0',
      'x',
      '',
      '0',
    ]);
  return parts.map((part) => `/${part}`).join('');
}

interface Trail extends Place {
  trail: (string | number)[];
}

function trails(value: Draft, ground: Ground): Trail[] {
  const found: Trail[] = [];
  const walk = (node: Draft, trail: (string | number)[]): void => {
    const keys = Array.isArray(node) ? node.map((_, index) => index) : isDraftObject(node) ? Object.keys(node) : [];
    for (const key of keys) {
      const holder = node as DraftObject;
      found.push({ holder, key, schema: undefined, trail: [...trail, key] });
      walk((Array.isArray(node) ? node[Number(key)] : holder[key]) ?? null, [...trail, key]);
    }
  };
  walk(value, []);
  const places = placesOf(value, ground.kind.schema);
  return found.map((one, index) => ({ ...one, schema: places[index]?.schema }));
}

/** Versions and times are never the same. */
const SOURCES = POINTERS.filter((path) => !/resourceVersion|Timestamp/.test(path));

/** A JSON patch. */
export const jsonPatch: Strategy = (ground) => {
  const { roll, name } = ground;
  const { document, first } = created(ground);
  const all = trails(document, ground);
  const operations = Array.from({ length: roll.pick([1, 1, 1, 2, 3, 5]) }, (): Draft => {
    const at = roll.pick(all);
    const list = Array.isArray(at.holder) ? at.holder : undefined;
    const path = roll.chance(0.25) ? roll.pick(POINTERS) : pointer(list, at.trail, roll);
    const op = roll.pick(['add', 'add', 'replace', 'replace', 'remove', 'test', 'move', 'copy']);
    const value = roll.pick<Draft>([
      strange(roll),
      get(at),
      atEdge(at.schema, roll),
      atEdge(at.schema, roll),
      roll.pick(NUMBERS),
    ]);
    const operation: DraftObject = { op, path };
    if (!['remove', 'move', 'copy'].includes(op)) operation.value = value;
    if (op === 'move' || op === 'copy')
      operation.from = roll.chance(0.2) ? roll.pick(SOURCES) : pointer(undefined, roll.pick(all).trail, roll);
    if (roll.chance(0.06))
      operation[roll.pick(['op', 'path', 'from', 'value', 'x', 'OP'])] = roll.pick<Draft>([
        ...SHAPES,
        'nonsense',
        'ADD',
        1,
        '',
      ]);
    if (roll.chance(0.04)) delete operation[roll.pick(['op', 'path', 'value', 'from'])];
    return operation;
  });
  const body = roll.chance(0.06) ? roll.pick(BODIES) : json(operations);
  const step: Step = {
    method: 'PATCH',
    path: pathOf(ground, name) + query(roll),
    body,
    type: 'application/json-patch+json',
  };
  return { title: 'JSON patch', steps: [first, step] };
};
