// Changes of documents, by chance and by schema.
import { memberSchema } from '../../server/model/schema/normalize.ts';
import type { Schema } from '../../server/model/schema/types.ts';
import type { Dice } from '../dice.ts';
import {
  copyOf,
  type Draft,
  type DraftObject,
  isDraftObject,
  LENGTHS,
  NUMBERS,
  SHAPES,
  STRANGE_NAMES,
  TEXTS,
} from './values.ts';

/** A place in a document: its holder, its key there, and what the schema says of it. */
export interface Place {
  holder: DraftObject | Draft[];
  key: string | number;
  schema: Schema | undefined;
}

/** Every place below a value. */
export function placesOf(value: Draft, schema: Schema | undefined, found: Place[] = []): Place[] {
  if (Array.isArray(value))
    value.forEach((item, key) => {
      const items = schema?.type === 'list' ? schema.items : undefined;
      found.push({ holder: value, key, schema: items });
      placesOf(item, items, found);
    });
  else if (isDraftObject(value))
    for (const [key, child] of Object.entries(value)) {
      const member = schema === undefined ? undefined : memberSchema(schema, key);
      found.push({ holder: value, key, schema: member });
      placesOf(child, member, found);
    }
  return found;
}

/** The value at a place. */
export function get({ holder, key }: Place): Draft {
  return (Array.isArray(holder) ? holder[Number(key)] : holder[key]) ?? null;
}

/** Sets the value at a place. */
export function set({ holder, key }: Place, value: Draft): void {
  if (Array.isArray(holder)) holder[Number(key)] = value;
  else Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function drop({ holder, key }: Place): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

/** A value that fits nowhere, or only just. */
export function strange(roll: Dice): Draft {
  return copyOf(roll.pick<readonly Draft[]>([NUMBERS, TEXTS, SHAPES]).at(roll.below(1000) % 40) ?? roll.pick(TEXTS));
}

type Change = (place: Place, all: readonly Place[], roll: Dice) => void;

const CHANGES: readonly Change[] = [
  (place) => drop(place),
  (place) => set(place, null),
  (place, _all, roll) => set(place, copyOf(roll.pick(SHAPES))),
  (place, _all, roll) => set(place, roll.pick(NUMBERS)),
  (place, _all, roll) => set(place, roll.pick(TEXTS)),
  (place, _all, roll) => set(place, atEdge(place.schema, roll)),
  (place, _all, roll) => set(place, atEdge(place.schema, roll)),
  (place, _all, roll) => set(place, edited(get(place), roll)),
  (place, _all, roll) => set(place, edited(get(place), roll)),
  // a value of elsewhere
  (place, all, roll) => set(place, copyOf(get(roll.pick(all)))),
  // an element once more, or lists to their limit and beyond
  (place, _all, roll) => {
    const value = get(place);
    if (Array.isArray(value)) stretch(value, place.schema, roll);
    else if (Array.isArray(place.holder)) place.holder.splice(Number(place.key), 0, copyOf(value));
    else set(place, [value]);
  },
  // an unknown member
  (place, _all, roll) => {
    const value = get(place);
    const holder = isDraftObject(value) ? value : place.holder;
    if (!Array.isArray(holder)) set({ holder, key: roll.pick(STRANGE_NAMES), schema: undefined }, strange(roll));
    else holder.push(strange(roll));
  },
  // another name
  (place, _all, roll) => {
    if (Array.isArray(place.holder)) return void place.holder.splice(0, Infinity, ...place.holder.toReversed());
    const value = get(place);
    drop(place);
    const name = String(place.key);
    const renamed = roll.pick([name.toUpperCase(), `${name}s`, name.slice(1), ` ${name}`, roll.pick(STRANGE_NAMES)]);
    return set({ ...place, key: renamed }, value);
  },
  // a member that the schema knows
  (place, _all, roll) => {
    const value = get(place);
    if (!isDraftObject(value) || place.schema?.type !== 'object') return set(place, atEdge(place.schema, roll));
    const entries = Object.entries(place.schema.properties);
    if (entries.length === 0) return undefined;
    const [name, schema] = roll.pick(entries);
    return set({ holder: value, key: name, schema }, atEdge(schema, roll));
  },
];

/** One change somewhere in the document, mostly below `spec`. */
export function mutate(document: DraftObject, schema: Schema, roll: Dice): void {
  const { metadata: _metadata, apiVersion: _version, kind: _kind, ...body } = document;
  const all = placesOf(body, schema);
  if (all.length === 0) return;
  // deep places are the many: let shallow ones have their share
  const picked = roll.chance(0.2) ? roll.pick(all.slice(0, 12)) : roll.pick(all);
  const place = picked.holder === body ? { ...picked, holder: document } : picked;
  roll.pick(CHANGES)(place, all, roll);
}

function edited(value: Draft, roll: Dice): Draft {
  if (typeof value === 'string') return editedText(value, roll);
  if (typeof value === 'number')
    return roll.pick([value + 1, value - 1, -value, value * 1000, String(value), value + 0.5]);
  if (typeof value === 'boolean') return roll.pick<Draft>([!value, String(value), Number(value)]);
  if (Array.isArray(value))
    return roll.pick<Draft>([value.slice(1), value.toReversed(), [...value, null], value[0] ?? null]);
  return strange(roll);
}

function editedText(text: string, roll: Dice): string {
  const at = roll.below(text.length + 1);
  return roll.pick([
    text.slice(0, at) + roll.pick(TEXTS) + text.slice(at),
    text.slice(0, at) + text.slice(at + 1),
    text.toUpperCase(),
    text.toLowerCase(),
    text + text,
    `${text}\n`,
    ` ${text}`,
    text.repeat(Math.ceil(roll.pick(LENGTHS) / Math.max(1, text.length))).slice(0, roll.pick(LENGTHS)),
  ]);
}

function stretch(list: Draft[], schema: Schema | undefined, roll: Dice): void {
  const { minItems = 0, maxItems = 4 } = schema?.type === 'list' ? schema : {};
  const wanted = roll.pick([minItems - 1, minItems, list.length + 1, maxItems, maxItems + 1]);
  const item = list.length === 0 ? strange(roll) : roll.pick(list);
  const alike = roll.chance(0.5);
  list.splice(Math.max(0, wanted));
  while (list.length < wanted && list.length < 140) {
    const next = copyOf(item);
    if (!alike && isDraftObject(next) && typeof next.name === 'string')
      next.name = `${next.name.slice(0, 40)}-${list.length}`;
    list.push(!alike && typeof next === 'string' ? `${next.slice(0, 40)}${list.length}` : next);
  }
}

/** A value at a limit of the schema, or beyond it. */
export function atEdge(schema: Schema | undefined, roll: Dice): Draft {
  switch (schema?.type) {
    case 'string': {
      const { minLength = 0, maxLength = 20, enum: values = [] } = schema;
      if (values.length > 0 && roll.chance(0.7)) {
        const value = roll.pick(values);
        return roll.pick<Draft>([value, value, value.toLowerCase(), `${value} `, value.slice(1)]);
      }
      const letter = roll.pick(['a', 'a', 'a', 'ä', '😀', '.', '/', '1']);
      const length = roll.pick([minLength - 1, minLength, minLength + 1, maxLength - 1, maxLength, maxLength + 1]);
      return roll.chance(0.3) ? roll.pick(TEXTS) : letter.repeat(Math.max(0, Math.min(length, 40_000)));
    }
    case 'integer': {
      const { minimum = -(2 ** 31), maximum = 2 ** 31 - 1 } = schema;
      return roll.pick<Draft>([
        minimum - 1,
        minimum,
        minimum + 1,
        maximum - 1,
        maximum,
        maximum + 1,
        roll.pick(NUMBERS),
        String(minimum),
      ]);
    }
    case 'number':
      return roll.pick<Draft>([roll.pick(NUMBERS), 0.5, '0.5']);
    case 'list': {
      const list: Draft[] = [atEdge(schema.items, roll)];
      if (roll.chance(0.3)) stretch(list, schema, roll);
      return list;
    }
    case 'object': {
      const entries = Object.entries(schema.properties).filter(([, member]) => member.required || roll.chance(0.3));
      return Object.fromEntries(entries.map(([name, member]) => [name, atEdge(member, roll)]));
    }
    case 'map': {
      const { maxProperties = 3 } = schema;
      const count = roll.pick([0, 1, 1, 2, maxProperties, maxProperties + 1]);
      const keys = Array.from({ length: count }, (_, index) =>
        roll.chance(0.2) ? roll.pick([...TEXTS, ...STRANGE_NAMES]) : `k${index}`,
      );
      return Object.fromEntries(keys.map((key) => [key, atEdge(schema.values, roll)]));
    }
    case 'int-or-string':
      return roll.pick<Draft>([
        roll.pick(NUMBERS),
        roll.pick(TEXTS),
        roll.pick(['32Ki', '1.5Gi', '1e3', '-1', '0.1m', '+5', '1Q']),
      ]);
    case 'boolean':
      return roll.pick<Draft>([true, false, 'true', 1, 0]);
    default:
      return strange(roll);
  }
}
