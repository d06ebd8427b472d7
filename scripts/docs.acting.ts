// What of a kind does not act, found by asking about objects that have one field each.
import type { Kind } from '../server/model/kind.ts';
import { applyDefaults } from '../server/model/schema/normalize.ts';
import type { Json, JsonObject, Schema } from '../server/model/schema/types.ts';

/** Notes by field path, where `[]` is any element. */
export type Notes = ReadonlyMap<string, readonly string[]>;

/** One step down a schema, and its name in paths. */
interface Step {
  name: string;
  schema: Schema;
}

/** A note, and the value for which it was given, one of `values`; '' for a field without known values. */
interface Said {
  path: string;
  message: string;
  value: string;
  values: readonly string[];
}

/** Everything that `notActing` says about single fields and values of a kind. */
export function actingNotes(kind: Kind): Notes {
  const said: Said[] = [];
  visit(kind.schema, [], (steps, value, values) => {
    const object = {
      apiVersion: '',
      kind: kind.kind,
      metadata: { name: 'x' },
      ...documentWith(kind.schema, steps, value),
    };
    for (const { path, message } of kind.notActing(object))
      said.push({
        path: path.replaceAll(/\[\d+\]/g, '[]'),
        message,
        value: values.length > 0 && typeof value === 'string' ? value : '',
        values,
      });
  });
  const notes = new Map<string, string[]>();
  for (const [path, own] of Map.groupBy(said, ({ path: at }) => at)) notes.set(path, sentencesOf(own));
  return notes;
}

/** Notes as sentences; those that differ only by the value are one. The values stand in front where it is not said of all. */
function sentencesOf(said: readonly Said[]): string[] {
  const groups = Map.groupBy(said, ({ message, value }) => withoutValue(message, value));
  // beside a note that names the value, the one for a value that only happened to be there says nothing new
  const named = new Set(
    said.filter(({ message, value }) => withoutValue(message, value) !== message).map(({ message }) => message),
  );
  return [...groups].flatMap(([message, own]) => {
    if (named.has(message)) return [];
    const all = own.some(
      ({ value, values }) => value === '' || values.every((one) => own.some((other) => other.value === one)),
    );
    const values = [...new Set(own.map(({ value }) => value))];
    return [all ? message : `${values.map((value) => `\`${value}\``).join(', ')}: ${message}`];
  });
}

function withoutValue(message: string, value: string): string {
  return /^\w+$/.test(value) ? message.replaceAll(new RegExp(`\\b${value}\\b`, 'g'), '…') : message;
}

/** Calls back for every field, and for every value of a choice. */
function visit(
  schema: Schema,
  steps: Step[],
  found: (steps: Step[], value: Json, values: readonly string[]) => void,
): void {
  switch (schema.type) {
    case 'object':
      for (const [name, member] of Object.entries(schema.properties)) {
        if (steps.length === 0 && ['apiVersion', 'kind', 'status'].includes(name)) continue;
        visit(member, [...steps, { name, schema: member }], found);
      }
      break;
    case 'list':
      visit(schema.items, [...steps, { name: '[]', schema: schema.items }], found);
      break;
    case 'map':
      visit(schema.values, [...steps, { name: '{}', schema: schema.values }], found);
      break;
    case 'string': {
      const values = schema.enum ?? schema.suggestions ?? [];
      for (const value of values) found(steps, value, values);
      if (values.length === 0) found(steps, sampleOf(schema), []);
      break;
    }
    default:
      found(steps, sampleOf(schema), []);
  }
}

/** A document in which the given field has a value, with what has to be beside it. */
function documentWith(schema: Schema, steps: readonly Step[], value: Json): JsonObject {
  const document = place(schema, steps, value) as JsonObject;
  applyDefaults(document, schema);
  return document;
}

function place(schema: Schema, [step, ...rest]: readonly Step[], value: Json): Json {
  if (step === undefined) return value;
  const below = place(step.schema, rest, value);
  if (schema.type === 'list') return [below];
  if (schema.type === 'map') return { 'example.com/key': below };
  return { ...(sampleOf(schema) as JsonObject), [step.name]: below };
}

/** A small value of a schema: of an object, what it has to have. */
function sampleOf(schema: Schema): Json {
  if (schema.default !== undefined) return schema.default;
  switch (schema.type) {
    case 'object': {
      const needed = Object.entries(schema.properties).filter(([, member]) => member.required);
      return Object.fromEntries(needed.map(([name, member]) => [name, sampleOf(member)]));
    }
    case 'list':
      return [sampleOf(schema.items)];
    case 'map':
      return { 'example.com/key': sampleOf(schema.values) };
    case 'string':
      return schema.enum?.[0] ?? schema.suggestions?.[0] ?? 'example';
    case 'integer':
      return schema.enum?.[0] ?? schema.minimum ?? 1;
    case 'boolean':
      return true;
    default:
      return 1;
  }
}
