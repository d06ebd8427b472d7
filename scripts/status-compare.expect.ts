// What is expected of us about a world, in a form that can be recorded, and where we differ from it.
import { readInputs } from '../server/gateway/inputs.ts';
import type { Translation } from '../server/gateway/translate.ts';
import { keyOf, keyText, type StoredObject } from '../server/model/object.ts';
import { comparedKeys, linesOf, type Status, type Statuses } from './status-compare.answers.ts';
import { compareEffects, type Effective, ourEffect } from './status-compare.effective.ts';
import { comparable } from './status-compare.wanted.ts';

/** The oracle's answers about a world, without what differs by design. */
export interface Expected {
  /** By key of the object. */
  statuses: Record<string, { lines: string[]; /** Listeners that are programmed. */ programmed?: string[] }>;
  /** Absent where the oracle has none. */
  effect?: Record<string, string[]>;
}

function programmedBy(status: Status | null | undefined): string[] {
  return (status?.listeners ?? [])
    .filter(({ conditions }) => conditions?.some(({ type, status }) => type === 'Programmed' && status === 'True'))
    .map(({ name }) => name);
}

/** The oracle's status as far as wanted differences depend on it. */
function hint(programmed: readonly string[] = []): Status {
  const condition = { type: 'Programmed', status: 'True', reason: 'Programmed', message: '' };
  return { listeners: programmed.map((name) => ({ name, attachedRoutes: 0, conditions: [condition] })) };
}

function byKey(objects: readonly StoredObject[]): Map<string, StoredObject> {
  return new Map(objects.map((object) => [keyText(keyOf(object)), object]));
}

/** What is expected, from the oracle's answers. It reads every object as generation 1. */
export function expect(objects: readonly StoredObject[], theirs: Statuses, effect: Effective | undefined): Expected {
  const inputs = readInputs(objects);
  const known = byKey(objects);
  const statuses: Expected['statuses'] = {};
  for (const key of comparedKeys(objects)) {
    const object = known.get(key);
    if (object === undefined) continue;
    const status = theirs.get(key);
    const programmed = programmedBy(status);
    const lines = linesOf(comparable(status, hint(programmed), object, inputs), 1);
    statuses[key] = { lines, ...(programmed.length === 0 ? {} : { programmed }) };
  }
  return { statuses, ...(effect === undefined ? {} : { effect: Object.fromEntries(effect) }) };
}

function difference(key: string, mine: string[], wanted: string[]): string {
  const lines = [
    ...wanted.filter((line) => !mine.includes(line)).map((line) => `  oracle ${line}`),
    ...mine.filter((line) => !wanted.includes(line)).map((line) => `  ours   ${line}`),
  ];
  const order =
    lines.length === 0 ? [`  ours   ${mine.join('\n         ')}`, `  oracle ${wanted.join('\n         ')}`] : [];
  return [key, ...lines, ...order].join('\n');
}

/** Where we differ from what is expected, as texts; empty when nowhere. */
export function differences(
  objects: readonly StoredObject[],
  { statuses, translation }: { statuses: Statuses; translation: Translation },
  expected: Expected,
): string[] {
  const inputs = readInputs(objects);
  const known = byKey(objects);
  const found: string[] = [];
  for (const [key, { lines, programmed }] of Object.entries(expected.statuses)) {
    const object = known.get(key);
    if (object === undefined) found.push(`${key} is not there`);
    else {
      const status = comparable(statuses.get(key), hint(programmed), object, inputs);
      const mine = linesOf(status, object.metadata.generation ?? 1);
      if (mine.join('\n') !== lines.join('\n')) found.push(difference(key, mine, lines));
    }
  }
  if (expected.effect === undefined) return found;
  const addressed = objects.filter(({ spec }) => ((spec ?? {}) as { addresses?: unknown[] }).addresses !== undefined);
  const skipped = addressed.map(({ metadata }) => `${metadata.namespace}/${metadata.name}/`);
  const effect = new Map(Object.entries(expected.effect));
  return [...found, ...compareEffects(ourEffect(translation.snapshot), effect, skipped)];
}
