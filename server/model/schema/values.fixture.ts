import fc from 'fast-check';
import type { IntegerSchema, ListSchema, ObjectSchema, Schema, StringSchema } from './types.ts';

/** Values that fit hardly anywhere. */
const strange = fc.constantFrom<unknown>(
  null,
  true,
  '',
  'a',
  '😀',
  0,
  -1,
  1.5,
  2 ** 31,
  2 ** 53,
  1e21,
  [],
  [null],
  {},
  { a: 1 },
  NaN,
  undefined,
);

const often = <T>(likely: fc.Arbitrary<T>, seldom: fc.Arbitrary<T>, weight = 30): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: likely }, { weight: 1, arbitrary: seldom });

/**
 * Values about as a schema wants them: most fit, some are at a limit, beyond it, or of another type. Objects have few of their optional
 * members, so that values stay small.
 */
export function valuesOf(schema: Schema): fc.Arbitrary<unknown> {
  return once(values, schema, () => {
    // the API server lets lists pass for texts that have a format; whoever reads them does not
    const formatted = schema.type === 'string' && schema.format !== undefined;
    const seldom = formatted ? strange.filter((value) => !Array.isArray(value)) : strange;
    return often<unknown>(fittingOf(schema), seldom, schema.type === 'object' ? 200 : 30);
  });
}

const values = new WeakMap<Schema, fc.Arbitrary<unknown>>();
const fitting = new WeakMap<Schema, fc.Arbitrary<unknown>>();

/** Reading a pattern takes longer than making a value of it. */
function once(
  known: WeakMap<Schema, fc.Arbitrary<unknown>>,
  schema: Schema,
  make: () => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const arbitrary = known.get(schema) ?? make();
  known.set(schema, arbitrary);
  return arbitrary;
}

function fittingOf(schema: Schema): fc.Arbitrary<unknown> {
  return once(fitting, schema, () => made(schema));
}

function made(schema: Schema): fc.Arbitrary<unknown> {
  switch (schema.type) {
    case 'object':
      return objectOf(schema);
    case 'map': {
      const size = (schema.maxProperties ?? 2) + 1;
      const keys = often(fc.stringMatching(/^[a-z]{1,3}$/), fc.string());
      return often(
        fc.dictionary(keys, valuesOf(schema.values), { maxKeys: 3 }),
        fc.dictionary(fc.stringMatching(/^[a-z]{4}$/), fittingOf(schema.values), { minKeys: size, maxKeys: size }),
      );
    }
    case 'list':
      return listOf(schema);
    case 'string':
      return textOf(schema);
    case 'integer':
      return integerOf(schema);
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case 'boolean':
      return fc.boolean();
    case 'int-or-string':
      return fc.constantFrom<unknown>(0, 1, 1024, -1, 1.5, '32Ki', '1M', '1e3', 'ä', '10', '01');
    case 'any':
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function objectOf({ properties }: ObjectSchema): fc.Arbitrary<unknown> {
  const all = Object.entries(properties);
  const optional = all.filter(([, member]) => !member.required).map(([name]) => name);
  const wanted = all.filter(([, member]) => member.required).map(([name]) => name);
  return fc
    .tuple(
      fc.subarray(optional, { maxLength: Math.min(optional.length, 4) }),
      often(fc.constant(wanted), fc.subarray(wanted)),
      often(fc.constant({}), fc.constant({ colour: 1 })),
    )
    .chain(([some, most, more]) => {
      const names = new Set([...most, ...some]);
      const members = Object.fromEntries(
        all.filter(([name]) => names.has(name)).map(([name, member]) => [name, valuesOf(member)]),
      );
      return fc.record(members).map((value) => ({ ...value, ...more }));
    });
}

function listOf({ items, minItems = 0, maxItems = 3 }: ListSchema): fc.Arbitrary<unknown> {
  const one = valuesOf(items);
  const lengths = { minLength: minItems, maxLength: Math.max(minItems, Math.min(maxItems, 2)) };
  // many of the same, since many different ones of a large schema take long to make
  const beyond = fittingOf(items).map((item) => Array.from({ length: Math.min(maxItems, 150) + 1 }, () => item));
  const pair = fittingOf(items).map((item) => [item, item]);
  return often<unknown>(fc.array(one, lengths), fc.oneof(beyond, pair, fc.constant([])), 8);
}

function textOf({ enum: values, pattern, minLength = 0, maxLength = 99, format }: StringSchema): fc.Arbitrary<unknown> {
  const short = Math.max(0, Math.min(maxLength, 99));
  const limits = fc.constantFrom('a'.repeat(maxLength), 'a'.repeat(maxLength + 1), '😀'.repeat(short), 'ä', ' ', '');
  if (values !== undefined) return often<unknown>(fc.constantFrom(...values), limits);
  if (format === 'date-time')
    return fc.constantFrom('2026-05-01T12:00:00Z', '2026-05-01t12:00:00.5+02:00', '2026-13-01T12:00:00Z', 'today');
  if (format === 'byte') return fc.constantFrom('aGVsbG8=', 'aGVsbG8', 'a+/=', '?', '');
  const fits =
    pattern === undefined
      ? fc.string({ minLength, maxLength: Math.max(minLength, 9) })
      : fc.stringMatching(new RegExp(pattern));
  return often<unknown>(fits, limits);
}

function integerOf({ enum: values, minimum = -5, maximum = 99_999 }: IntegerSchema): fc.Arbitrary<unknown> {
  const edges = fc.constantFrom<unknown>(minimum, maximum, minimum - 1, maximum + 1, minimum + 0.5, -0, '1', 2 ** 40);
  if (values !== undefined) return often<unknown>(fc.constantFrom(...values), edges);
  return often<unknown>(fc.integer({ min: minimum, max: Math.min(maximum, 2 ** 31 - 1) }), edges);
}
