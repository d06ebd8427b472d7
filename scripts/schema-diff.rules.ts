// Whether our rules decide as the official ones: both expressions are evaluated over values that are made for them.
import type { Kind } from '../server/model/kind.ts';
import { evaluate, type RuleResult } from '../server/model/schema/cel.ts';
import { CelValues } from '../server/model/schema/cel-value.ts';
import type { Json, Schema } from '../server/model/schema/types.ts';
import { dice } from './dice.ts';
import { mentionsOf, nearValue } from './schema-diff.near.ts';

/** What became of one rule. */
export interface RuleComparison {
  path: string;
  message: string;
  /** The texts are the same but for blanks. */
  sameText: boolean;
  /** How often both said the same, by what they said. */
  agreed: { true: number; false: number; error: number };
  /** The first value about which they differ. */
  difference?: { value: Json; official: string; ours: string };
}

/** A rule of ours and the official one at the same path with the same message. */
interface Pair {
  path: string;
  message: string;
  schema: Schema;
  official: string;
  ours: string;
}

type OfficialSchema = { [keyword: string]: unknown };

function asSchema(value: unknown): OfficialSchema {
  return (typeof value === 'object' && value !== null ? value : {}) as OfficialSchema;
}

/** The rules that stand on both sides; what stands on one alone is a difference that the comparison of fields names. */
function pairsOf(schema: Schema, official: OfficialSchema, path: string): Pair[] {
  const theirs = (Array.isArray(official['x-kubernetes-validations']) ? official['x-kubernetes-validations'] : []).map(
    asSchema,
  );
  const own: Pair[] = [];
  for (const { message, expression } of schema.rules ?? []) {
    const at = theirs.findIndex((rule) => rule.message === message);
    const [found] = at < 0 ? [] : theirs.splice(at, 1);
    if (typeof found?.rule === 'string') own.push({ path, message, schema, official: found.rule, ours: expression });
  }
  switch (schema.type) {
    case 'object': {
      const properties = asSchema(official.properties);
      const members = Object.entries(schema.properties).map(([name, member]) =>
        pairsOf(member, asSchema(properties[name]), path === '' ? name : `${path}.${name}`),
      );
      return [...own, ...members.flat()];
    }
    case 'list':
      return [...own, ...pairsOf(schema.items, asSchema(official.items), `${path}[]`)];
    case 'map':
      return [...own, ...pairsOf(schema.values, asSchema(official.additionalProperties), `${path}{}`)];
    default:
      return own;
  }
}

const said = (result: RuleResult): string => ('error' in result ? `error: ${result.error}` : String(result.holds));

/** Compares one pair over `count` values. */
function compare({ path, message, schema, official, ours }: Pair, count: number): RuleComparison {
  const blank = (text: string): string => text.replaceAll(/\s+/g, '');
  const result: RuleComparison = {
    path,
    message,
    sameText: blank(official) === blank(ours),
    agreed: { true: 0, false: 0, error: 0 },
  };
  if (result.sameText) return result;
  const mentions = mentionsOf([official, ours]);
  const roll = dice(`${path} ${message}`);
  for (let index = 0; index < count; index++) {
    const value = nearValue(schema, mentions, roll);
    const old = roll.chance(0.3) ? value : nearValue(schema, mentions, roll);
    const values = new CelValues();
    const variables = { self: values.of(value, schema), oldSelf: values.of(old, schema) };
    const [theirs, mine] = [evaluate(official, variables), evaluate(ours, variables)];
    if (said(theirs) !== said(mine))
      return { ...result, difference: { value, official: said(theirs), ours: said(mine) } };
    result.agreed['error' in theirs ? 'error' : theirs.holds ? 'true' : 'false']++;
  }
  return result;
}

/** Compares all rules of a kind with those of an official schema. */
export function compareRules(kind: Kind, openAPIV3Schema: unknown, count: number): RuleComparison[] {
  return pairsOf(kind.schema, asSchema(openAPIV3Schema), '').map((pair) => compare(pair, count));
}
