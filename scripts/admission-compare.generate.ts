// Documents for the comparison of admission: generated from the schema and mutated, the same ones for the same seed.
import type { Kind } from '../server/model/kind.ts';
import { parseDocuments } from '../server/model/documents.ts';
import { cloneJson, dropNulls, isObject, memberSchema } from '../server/model/schema/normalize.ts';
import { matchesPattern } from '../server/model/schema/pattern.ts';
import { validateStructure } from '../server/model/schema/structural.ts';
import type { Json, JsonObject, ObjectSchema, Schema, StringSchema } from '../server/model/schema/types.ts';
import { type Dice, dice } from './dice.ts';

/** Texts of which some fit each pattern of the schemas. */
const TEXTS = (
  'a web backend http eg v1 www.example.com *.example.com example.com/controller HTTPRoute GRPCRoute Gateway Service Secret ' +
  'gateway.networking.k8s.io gateway.envoyproxy.io 1h 30s 1m500ms 0s 500ms 10m 32Ki 5M 10 X-Header x-env / /round /a/b yes ' +
  '10.0.0.1 fd00::1 10.0.0.0/8 HTTP HTTPS TLS TCP UDP IPAddress Hostname NamedAddress helloworld.Greeter SayHello ' +
  'https://example.com http://*.example.com:8080 True Accepted 2024-01-02T03:04:05Z text/plain aGVsbG8='
).split(' ');

const NUMBERS = [0, -1, 1, 1.5, -0.5, 99, 100, 600, 65535, 65536, 1_000_001, 2 ** 31, 2 ** 53, 1e21, 1e100];
const WORDS = (
  '|*|/|//|a//b|/a/../b|/a/..|/%2f|#|A_b|ä|😀|a\nb|"\\|<&>|1|0|Exact|PathPrefix|RegularExpression|ReplaceFullPath|Cookie|Range|HTTP|' +
  '1s|-1s|1.5h|*.example.com|a..b|-a|1.2.3.4|01.2.3.4|::1|1.2.3.256|10|10Gi|0.5|1e3| '
).split('|');
const SHAPES: readonly Json[] = [
  null,
  true,
  false,
  [],
  {},
  [null],
  ['a'],
  ['a', 'a'],
  [{}],
  [[]],
  { a: 1 },
  { name: 'a' },
];

/** Values that fit nowhere, or only just. */
const STRANGE: readonly Json[] = [NUMBERS, WORDS, SHAPES].flat();

/** A document of a kind that follows its schema, if not all of its rules. */
function generated(kind: Kind, roll: Dice): JsonObject {
  const out: JsonObject = { apiVersion: `${kind.group}/${kind.version}`, kind: kind.kind, metadata: { name: 'x' } };
  for (const [name, member] of Object.entries(kind.schema.properties))
    if (!['apiVersion', 'kind', 'status'].includes(name)) out[name] = valueOf(member, roll, 1);
  return out;
}

function valueOf(schema: Schema, roll: Dice, depth: number): Json {
  switch (schema.type) {
    case 'object':
      return objectOf(schema, roll, depth);
    case 'map':
      return Object.fromEntries(
        Array.from({ length: roll.below(3) }, () => [roll.pick(TEXTS), valueOf(schema.values, roll, depth + 1)]),
      );
    case 'list': {
      const least = schema.minItems ?? 0;
      const length = Math.max(least, Math.min(schema.maxItems ?? 9, roll.pick([1, 1, 1, 2, 2, 3, 0])));
      return Array.from({ length }, () => valueOf(schema.items, roll, depth + 1));
    }
    case 'string':
      return textOf(schema, roll);
    case 'integer': {
      if (schema.enum !== undefined) return roll.pick(schema.enum);
      const { minimum = 0, maximum = 1000 } = schema;
      return roll.pick([
        minimum,
        maximum,
        minimum + 1,
        Math.min(maximum, Math.max(minimum, roll.pick([2, 5, 80, 404]))),
      ]);
    }
    case 'number':
      return roll.pick([0, 1, 1.5]);
    case 'boolean':
      return roll.chance(0.5);
    case 'int-or-string':
      return roll.pick([1, 1024, '32Ki', '1M']);
    case 'any':
      return roll.pick(STRANGE);
  }
}

function textOf(schema: StringSchema, roll: Dice): string {
  if (schema.enum !== undefined) return roll.pick(schema.enum);
  const { pattern, minLength = 0, maxLength = 1000 } = schema;
  const fits = TEXTS.filter(
    (text) =>
      text.length >= minLength && text.length <= maxLength && (pattern === undefined || matchesPattern(pattern, text)),
  );
  return fits.length === 0 ? 'a' : roll.pick(fits);
}

/** Where `type` chooses a member, only that one is mostly there. */
function objectOf(schema: ObjectSchema, roll: Dice, depth: number): JsonObject {
  const { type } = schema.properties;
  const choice = type?.type === 'string' && type.enum !== undefined ? roll.pick(type.enum) : undefined;
  const rivals = new Set(type?.type === 'string' ? (type.enum ?? []).map((one) => one.toLowerCase()) : []);
  const out: JsonObject = {};
  for (const [name, member] of Object.entries(schema.properties)) {
    const rival = rivals.has(name.toLowerCase());
    const chosen = choice?.toLowerCase() === name.toLowerCase();
    const likely = member.required ? 0.98 : rival ? (chosen ? 0.95 : 0.03) : depth < 2 ? 0.25 : 0.4;
    if (!roll.chance(likely)) continue;
    out[name] = name === 'type' && choice !== undefined ? choice : valueOf(member, roll, depth + 1);
  }
  return out;
}

/** A place in a document: its holder, its key there, and what the schema says of it. */
interface Place {
  holder: JsonObject | Json[];
  key: string | number;
  schema: Schema | undefined;
}

function places(value: Json, schema: Schema | undefined, found: Place[] = []): Place[] {
  if (Array.isArray(value))
    value.forEach((item, key) => {
      const items = schema?.type === 'list' ? schema.items : undefined;
      found.push({ holder: value, key, schema: items });
      places(item, items, found);
    });
  else if (isObject(value))
    for (const [key, child] of Object.entries(value)) {
      const member = schema === undefined ? undefined : memberSchema(schema, key);
      found.push({ holder: value, key, schema: member });
      places(child, member, found);
    }
  return found;
}

const get = ({ holder, key }: Place): Json => (Array.isArray(holder) ? holder[Number(key)] : holder[key]) ?? null;

function set({ holder, key }: Place, value: Json): void {
  if (Array.isArray(holder)) holder[Number(key)] = value;
  else holder[key] = value;
}

/** A copy with one change below `spec` (or the other fields of the kind). */
function mutated(document: JsonObject, kind: Kind, roll: Dice): JsonObject {
  const copy = cloneJson(document) as JsonObject;
  const { apiVersion: _version, kind: _kind, metadata: _metadata, ...body } = copy;
  const all = places(body, kind.schema);
  if (all.length === 0) return copy;
  const place = roll.pick(all);
  const top = place.holder === body;
  change(top ? { ...place, holder: copy } : place, roll);
  return copy;
}

function change(place: Place, roll: Dice): void {
  const { holder, key, schema } = place;
  const value = get(place);
  const action = roll.below(10);
  if (action < 3 && schema !== undefined) set(place, valueOf(schema, roll, 3));
  else if (action < 5) set(place, edgeOf(schema, roll));
  else if (action < 6) {
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else delete holder[key];
  } else if (action < 7 && isObject(value)) value[roll.pick(['colour', 'a.b', '0', 'Type', 'x'])] = roll.pick(STRANGE);
  else if (action < 8 && Array.isArray(value)) stretch(value, schema, roll);
  else if (isObject(value) && schema?.type === 'object' && Object.keys(schema.properties).length > 0) {
    const [name, member] = roll.pick(Object.entries(schema.properties));
    value[name] = valueOf(member, roll, 3);
  } else set(place, cloneJson(roll.pick(STRANGE)));
}

/** Doubles an element, or fills a list to its limit and beyond. */
function stretch(list: Json[], schema: Schema | undefined, roll: Dice): void {
  const max = (schema?.type === 'list' ? schema.maxItems : undefined) ?? 3;
  const item = list[roll.below(Math.max(1, list.length))] ?? {};
  const wanted = roll.pick([list.length + 1, max, max + 1]);
  while (list.length < wanted && list.length < 130) list.push(cloneJson(item));
}

/** A value at or beyond a limit of the schema. */
function edgeOf(schema: Schema | undefined, roll: Dice): Json {
  const strange = cloneJson(roll.pick(STRANGE));
  if (schema?.type === 'string' && schema.maxLength !== undefined)
    return roll.pick<Json>([
      'a'.repeat(schema.maxLength),
      'a'.repeat(schema.maxLength + 1),
      'ä'.repeat(9),
      '',
      strange,
    ]);
  if (schema?.type === 'integer')
    return roll.pick<Json>([(schema.minimum ?? 0) - 1, (schema.maximum ?? 99) + 1, 1.5, '1', strange]);
  return strange;
}

/** What a metadata member is set to, for the creation of an object. */
const METADATA: readonly JsonObject[] = [
  { name: 'A' },
  { name: '' },
  { name: 'a'.repeat(254) },
  { name: 'a.b-c' },
  { name: 'x', labels: { 'a/b': 'c', 'A b': 'x', ok: '-' } },
  { name: 'x', annotations: { 'a//b': 'c', ok: 'anything at all' } },
  { name: 'x', finalizers: ['a.b/c'] },
  { name: 'x', finalizers: [] },
  { name: 'x', labels: null, annotations: {} },
  { name: 'x', colour: 1 },
  { name: 'x', labels: { a: null, b: '' } },
];

/** Documents that are a good start: the kind's examples. */
function seeds(kind: Kind): JsonObject[] {
  return kind.examples.flatMap(({ yaml }) => parseDocuments(yaml).map(({ value }) => value as JsonObject));
}

/** One question: what is written, over what (for an update), and how strictly. */
export interface Question {
  strict: boolean;
  document: JsonObject;
  old?: JsonObject;
}

function base(kind: Kind, known: readonly JsonObject[], roll: Dice): JsonObject {
  const document = roll.chance(0.45) ? generated(kind, roll) : cloneJson(roll.pick([...seeds(kind), ...known]));
  return { ...(document as JsonObject), metadata: { name: 'x', ...(kind.namespaced ? { namespace: 'default' } : {}) } };
}

function hasTypes({ metadata: _metadata, ...body }: JsonObject, kind: Kind): boolean {
  const copy = cloneJson(body) as JsonObject;
  dropNulls(copy, kind.schema);
  return validateStructure(copy, kind.schema).every(({ reason }) => reason !== 'FieldValueTypeInvalid');
}

/** A question by its number; `known` are further documents to start from. */
export function question(
  kind: Kind,
  known: readonly JsonObject[],
  seed: number,
  index: number,
  update: boolean,
): Question {
  const roll = dice(`${kind.kind} ${seed} ${index} ${update}`);
  let document = base(kind, known, roll);
  for (let count = roll.pick([0, 0, 1, 1, 1, 2, 3]); count > 0; count--) document = mutated(document, kind, roll);
  const strict = roll.chance(0.2);
  if (!update) {
    if (roll.chance(0.08)) document = { ...document, metadata: cloneJson(roll.pick(METADATA)) };
    return { strict, document };
  }
  // an object is stored with the types of its schema, whatever else is wrong with it
  const old = hasTypes(document, kind) ? document : base(kind, seeds(kind), roll);
  if (!hasTypes(old, kind)) return question(kind, known, seed, index + 1_000_000, update);
  document = old;
  if (roll.chance(0.1)) document = base(kind, known, roll);
  for (let count = roll.pick([0, 1, 1, 1, 2]); count > 0; count--) document = mutated(document, kind, roll);
  return { strict, document, old };
}
