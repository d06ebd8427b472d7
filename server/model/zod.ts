import { z } from 'zod';
import { apiVersionOf } from './api-version.ts';
import type { Kind } from './kind.ts';
import type { KubeObject } from './object.ts';
import { isInt64 } from './schema/exact-number.ts';
import { duplicatesIn } from './schema/list-keys.ts';
import { cloneJson, normalize } from './schema/normalize.ts';
import { checkOneOf } from './schema/one-of.ts';
import { isBase64, isDateTime, matchesPattern } from './schema/pattern.ts';
import { INTEGER_RANGES } from './schema/structural.ts';
import type {
  Authored,
  Infer,
  IntegerSchema,
  Json,
  ListSchema,
  ObjectSchema,
  Schema,
  StringSchema,
} from './schema/types.ts';

// the pages' content security policy forbids the code that zod would generate, and a browser reports even the attempt
z.config({ jitless: true });

/** Reads a value as its schema has it: what is written in, what is stored out. */
export type Reader<S> = z.ZodType<Infer<S>, Authored<S>>;

const readers = new WeakMap<Schema, z.ZodType>();

/**
 * The zod schema of a structural schema. It reads any value as the API server does: unknown members go, null stands for absence,
 * defaults are filled in; then types, limits, enums, patterns, formats and keys of lists are checked. CEL rules are not part of it:
 * `admit` judges those. Made once for each schema.
 */
export function zodOf<S extends Schema>(schema: S): Reader<S> {
  let reader = readers.get(schema);
  if (reader === undefined) {
    reader = z.transform((value, context) => read(value, schema, context)).pipe(structureOf(schema));
    readers.set(schema, reader);
  }
  // the types are computed from the same schema that the reader was built from
  return reader as unknown as Reader<S>;
}

const metadata = z.looseObject({ name: z.string().optional(), namespace: z.string().optional() });

/**
 * Reads a manifest of a kind as it would be stored: undefined when it is of another kind or its structure is wrong. Of the metadata,
 * only the types of name and namespace are looked at.
 */
export function readObject(kind: Kind, value: unknown): KubeObject | undefined {
  const whole = z.looseObject({ kind: z.literal(kind.kind), metadata }).safeParse(value);
  const { data } = zodOf(kind.schema).safeParse(value);
  if (!whole.success || data === undefined) return undefined;
  return { ...data, apiVersion: apiVersionOf(kind), kind: kind.kind, metadata: whole.data.metadata };
}

function read(value: unknown, schema: Schema, context: { issues: z.core.$ZodRawIssue[] }): unknown {
  try {
    const copy = cloneJson(value);
    normalize(copy, schema);
    return copy;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    context.issues.push({ code: 'custom', message: error.message, input: value });
    return z.NEVER;
  }
}

function structureOf(schema: Schema): z.ZodType {
  switch (schema.type) {
    case 'object':
      return objectOf(schema);
    case 'map': {
      const { maxProperties = Infinity } = schema;
      return z
        .record(z.string(), structureOf(schema.values), must('be a map'))
        .refine((map) => Object.keys(map).length <= maxProperties, `must have at most ${maxProperties} members`);
    }
    case 'list':
      return listOf(schema);
    case 'string':
      return textOf(schema);
    case 'integer':
      return integerOf(schema);
    case 'number':
      return z.number(must('be a number'));
    case 'boolean':
      return z.boolean(must('be true or false'));
    case 'int-or-string': {
      const text = schema.patterns.reduce(
        (sofar, pattern) =>
          sofar.refine(matches(pattern), `must be ${schema.wanted ?? `text that matches ${pattern}`}`),
        z.string(),
      );
      return z.union([z.number().refine(isInt64), text], must('be a whole number or text of its form'));
    }
    case 'any':
      return z.custom((value) => value !== undefined, must('be there'));
  }
}

/** The words for a value of the wrong type, and for none. */
function must(what: string): { error: (issue: z.core.$ZodRawIssue) => string } {
  return { error: ({ input }) => (input === undefined ? 'is missing' : `must ${what}`) };
}

function objectOf({ properties, oneOf }: ObjectSchema): z.ZodType {
  const members = Object.entries(properties).map(([name, member]) => {
    const own = structureOf(member);
    return [name, member.required ? own : own.optional()] as const;
  });
  const object = z.object(Object.fromEntries(members), must('be a map'));
  if (oneOf === undefined) return object;
  const fits = (value: unknown): boolean => checkOneOf(value as Json, oneOf, '').length === 0;
  return object.refine(fits, 'must have one of its forms, and only one');
}

function listOf(schema: ListSchema): z.ZodType {
  const { items, minItems = 0, maxItems = Infinity, listType, mapKeys } = schema;
  const list = z
    .array(structureOf(items), must('be a list'))
    .min(minItems, `must have ${minItems} or more elements`)
    .max(maxItems, `must have at most ${maxItems} elements`);
  if (listType !== 'set' && listType !== 'map') return list;
  const what = mapKeys === undefined ? 'that are the same' : `with the same ${mapKeys.join(' and ')}`;
  const unique = (value: unknown[]): boolean => duplicatesIn(value as Json[], schema, '').length === 0;
  return list.refine(unique, `must have no two elements ${what}`);
}

/** Lengths count code points, as the API server does; those of zod count UTF-16 units. */
function textOf(schema: StringSchema): z.ZodType {
  const { enum: values, pattern, minLength = 0, maxLength = Infinity, format } = schema;
  let text = z.string(must('be text'));
  if (minLength > 0)
    text = text.refine(
      (value) => lengthOf(value) >= minLength,
      minLength === 1 ? 'must not be empty' : `must have ${minLength} or more characters`,
    );
  if (maxLength < Infinity)
    text = text.refine((value) => lengthOf(value) <= maxLength, `must have at most ${maxLength} characters`);
  if (pattern !== undefined)
    text = text.refine(matches(pattern), `must be ${schema.wanted ?? `text that matches ${pattern}`}`);
  if (format === 'byte') text = text.refine(isBase64, 'must be base64');
  if (format === 'date-time') text = text.refine(isDateTime, 'must be a time such as 2026-05-01T12:00:00Z');
  return values === undefined ? text : z.enum(values, must(`be one of ${values.join(', ')}`)).pipe(text);
}

function lengthOf(text: string): number {
  return Array.from(text).length;
}

function matches(pattern: string): (text: string) => boolean {
  return (text) => matchesPattern(pattern, text);
}

function integerOf({ enum: values, format, minimum = -Infinity, maximum = Infinity }: IntegerSchema): z.ZodType {
  const [low, high] = INTEGER_RANGES[format ?? 'int64'];
  const [least, most] = [Math.max(low, minimum), Math.min(high, maximum)];
  const range = `must be ${least} to ${most}`;
  const whole = z
    .number(must('be a number'))
    .refine(isInt64, 'must be a whole number')
    .min(least, range)
    .max(most, range);
  return values === undefined ? whole : z.literal(values, must(`be one of ${values.join(', ')}`)).pipe(whole);
}
