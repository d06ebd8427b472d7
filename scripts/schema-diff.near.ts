// Values about which a rule has something to say: built from its schema and from what its expression mentions.
import { cloneJson, isObject, memberSchema } from '../server/model/schema/normalize.ts';
import type { Json, JsonObject, Schema, StringSchema } from '../server/model/schema/types.ts';
import type { Dice } from './dice.ts';

/** What an expression mentions. */
export interface Mentions {
  members: ReadonlySet<string>;
  texts: readonly string[];
  numbers: readonly number[];
}

/** Reads texts, numbers and names of members out of CEL expressions. */
export function mentionsOf(expressions: readonly string[]): Mentions {
  const members = new Set<string>();
  const texts = new Set<string>();
  const numbers = new Set<number>();
  for (const expression of expressions) {
    const bare = expression.replaceAll(/r?"""[^]*?"""|r?'[^']*'|r?"[^"]*"/g, (text) => {
      texts.add(text.replaceAll(/^r?("""|'|")|("""|'|")$/g, ''));
      return "''";
    });
    for (const [, name = ''] of bare.matchAll(/\.([a-zA-Z_]\w*)(?!\w*\s*\()/g)) members.add(name.replaceAll('__', ''));
    for (const [number] of bare.matchAll(/\b\d+\b/g)) if (Number(number) < 1000) numbers.add(Number(number));
  }
  return { members, texts: [...texts], numbers: [...numbers] };
}

/** Texts of many forms, of which rules with patterns or functions want some. */
const TEXTS =
  'a b http a1 A9_z svc.v2 9a example10.com /a /v2 /%20 / // /a/./b /a/../b /a%2fb /a#b /a/.. /a/. a/b a.b a.b/c A_b -a 0s 1s 500ms -1s 1h ä http://a https://a.b https://*.a.b:80 1.2.3.4 ::1'.split(
    ' ',
  );

/** One value for the rule of a schema; the types are those of the schema, limits may be passed. */
export function nearValue(schema: Schema, mentions: Mentions, roll: Dice): Json {
  switch (schema.type) {
    case 'object':
      return objectOf(schema, mentions, roll);
    case 'map': {
      const size = lengthOf(mentions, schema.maxProperties, roll);
      const entries = Array.from({ length: size }, (_, index): [string, Json] => [
        roll.chance(0.7) ? textOf({ type: 'string', description: '' }, mentions, roll) : `k${index}`,
        nearValue(schema.values, mentions, roll),
      ]);
      return Object.fromEntries(entries);
    }
    case 'list': {
      const size = lengthOf(mentions, schema.maxItems, roll);
      // beyond a few, elements are copies: rules count them or look for the same ones
      const fresh = Array.from({ length: Math.min(size, 3) }, () => nearValue(schema.items, mentions, roll));
      return Array.from({ length: size }, (_, index) =>
        index < fresh.length && (index === 0 || roll.chance(0.7))
          ? (fresh[index] ?? null)
          : likeFirst(fresh, schema.items, mentions, roll),
      );
    }
    case 'string':
      return textOf(schema, mentions, roll);
    case 'integer':
      return roll.pick([
        ...(schema.enum ?? []),
        ...around(mentions.numbers),
        schema.minimum ?? 0,
        schema.maximum ?? 80,
        1,
      ]);
    case 'number':
      return roll.pick([0, 1.5, ...around(mentions.numbers)]);
    case 'boolean':
      return roll.chance(0.5);
    case 'int-or-string':
      return roll.pick<Json>([1, '1', ...around(mentions.numbers), ...mentions.texts]);
    case 'any':
      return roll.pick<Json>([1, 'a', {}]);
  }
}

/** A copy of the first element, perhaps with one member made anew. */
function likeFirst([first = null]: Json[], schema: Schema, mentions: Mentions, roll: Dice): Json {
  const copy = cloneJson(first);
  if (!isObject(copy) || schema.type !== 'object' || roll.chance(0.5)) return copy;
  const names = Object.keys(schema.properties).filter((name) => mentions.members.has(name));
  if (names.length === 0) return copy;
  const name = roll.pick(names);
  const member = memberSchema(schema, name);
  if (member === undefined) return copy;
  if (member.default === undefined && roll.chance(0.3)) delete copy[name];
  else copy[name] = nearValue(member, mentions, roll);
  return copy;
}

/** What the expression mentions is often there, anything else seldom; defaults always.
 * Required members may be missing: what an update leaves as it is may lack what became required. */
function objectOf(schema: Schema & { type: 'object' }, mentions: Mentions, roll: Dice): JsonObject {
  const out: JsonObject = {};
  for (const [name, member] of Object.entries(schema.properties)) {
    const likely = member.required ? 0.9 : mentions.members.has(name) ? roll.pick([0.3, 0.9]) : 0.03;
    if (roll.chance(likely)) out[name] = nearValue(member, mentions, roll);
    else if (member.default !== undefined) out[name] = cloneJson(member.default);
  }
  return out;
}

const around = (numbers: readonly number[]): number[] => numbers.flatMap((number) => [number - 1, number, number + 1]);

function lengthOf({ numbers }: Mentions, most = 20, roll: Dice): number {
  return Math.max(
    0,
    Math.min(roll.pick([0, 1, 1, 2, 2, 3, roll.chance(0.3) ? most : 1, roll.pick([1, ...around(numbers)])]), 130),
  );
}

function textOf({ enum: values = [] }: StringSchema, { texts, numbers }: Mentions, roll: Dice): string {
  if (values.length > 0 && roll.chance(0.6)) return roll.pick(values);
  const limits = numbers.filter((number) => number > 20);
  if (limits.length > 0 && roll.chance(0.2)) return `${'a'.repeat(roll.pick(around(limits)))}${roll.pick(['', '/a'])}`;
  if (texts.length === 0 || roll.chance(0.4)) return roll.pick(TEXTS);
  const text = roll.pick(texts);
  return roll.pick([text, text, text, `/${text}`, `${text}x`, `x${text}`, `/a${text}b`]);
}
