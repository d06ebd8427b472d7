import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import { findKind, kinds } from './registry.ts';
import { validateListKeys } from './schema/list-keys.ts';
import { cloneJson, normalize } from './schema/normalize.ts';
import { validateStructure } from './schema/structural.ts';
import type { Authored, Infer, Json, Schema } from './schema/types.ts';
import { valuesOf } from './schema/values.fixture.ts';
import { httpRouteSpec } from './httproute/schema.ts';
import { any, int32, map, mapList, object, required, string, withDefault } from './schema/dsl.ts';
import { readObject, zodOf } from './zod.ts';

/** What admission makes of a value, and what it has against it but for its rules. */
function judged(value: unknown, schema: Schema): { stored: Json; errors: string[] } {
  try {
    const stored = cloneJson(value);
    normalize(stored, schema);
    const errors = [...validateStructure(stored, schema), ...validateListKeys(stored, schema)];
    return { stored, errors: errors.map(({ field, message }) => `${field}: ${message}`) };
  } catch (error) {
    return { stored: null, errors: [String(error)] };
  }
}

describe.each(kinds)('zod schema of $kind', (kind) => {
  it('gives the verdict of admission, and the value as it is stored', () => {
    const reader = zodOf(kind.schema);
    const counts = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(valuesOf(kind.schema), (value) => {
        const expected = judged(value, kind.schema);
        const { success, data } = reader.safeParse(value);
        counts[success ? 'accepted' : 'refused']++;
        expect(success ? [] : expected.errors).toEqual(expected.errors);
        expect(success).toBe(expected.errors.length === 0);
        if (success) expect(data).toEqual(expected.stored);
      }),
      { numRuns: 1000 },
    );
    expect(Math.min(counts.accepted, counts.refused)).toBeGreaterThan(20);
  });
});

const book = object('A book.', {
  title: required(string('Its title.', { minLength: 1, maxLength: 3, pattern: '^\\pL+$', wanted: 'letters' })),
  state: withDefault('new', string('Its state.', { enum: ['new', 'used'] })),
  pages: int32('How many.', { minimum: 1 }),
  authors: mapList('Who wrote it.', ['name'], object('Who.', { name: required(string('Name.')) })),
  notes: map('Notes.', string('A note.'), { maxProperties: 1 }),
  more: any('Anything.'),
});

describe('zodOf', () => {
  it('reads null as absence, fills in defaults, drops what is unknown, and leaves its input as it is', () => {
    const written = { title: 'a', state: null, pages: null, colour: 'red', more: { any: [null] } };
    const before = structuredClone(written);
    expect(zodOf(book).parse(written)).toEqual({ title: 'a', state: 'new', more: { any: [null] } });
    expect(written).toEqual(before);
  });

  it('counts characters, and reads patterns as RE2', () => {
    expect(zodOf(book).safeParse({ title: 'äßé' }).success).toBe(true);
    expect(zodOf(object('', { face: string('', { maxLength: 1 }) })).safeParse({ face: '😀' }).success).toBe(true);
  });

  it.each<[object, string]>([
    [{}, 'title is missing'],
    [{ title: '' }, 'title must not be empty'],
    [{ title: 'abcd' }, 'title must have at most 3 characters'],
    [{ title: 'a1' }, 'title must be letters'],
    [{ title: 1 }, 'title must be text'],
    [{ title: 'a', state: 'old' }, 'state must be one of new, used'],
    [{ title: 'a', pages: 0 }, 'pages must be 1 to 2147483647'],
    [{ title: 'a', pages: 1.5 }, 'pages must be a whole number'],
    [{ title: 'a', authors: [{ name: 'b' }, { name: 'b' }] }, 'authors must have no two elements with the same name'],
    [{ title: 'a', authors: [{}] }, 'authors.0.name is missing'],
    [{ title: 'a', notes: { a: 'b', c: 'd' } }, 'notes must have at most 1 members'],
    [{ title: 'a', more: Number.NaN }, ' json: unsupported value: NaN'],
  ])('says of %j what is wrong, and where', (value, said) => {
    const [first] = zodOf(book).safeParse(value).error?.issues ?? [];
    expect(`${first?.path.join('.')} ${first?.message}`).toBe(said);
  });

  it('has the types of its schema: defaults may be missing in what is written, not in what is read', () => {
    const reader = zodOf(book);
    expectTypeOf<z.output<typeof reader>>().toEqualTypeOf<Infer<typeof book>>();
    expectTypeOf<z.input<typeof reader>>().toEqualTypeOf<Authored<typeof book>>();
    expectTypeOf<Infer<typeof book>['state']>().toEqualTypeOf<'new' | 'used'>();
    expectTypeOf<Authored<typeof book>['state']>().toEqualTypeOf<'new' | 'used' | undefined>();
    const route = zodOf(httpRouteSpec);
    expectTypeOf<z.output<typeof route>['rules'][number]['matches'][number]['path']['type']>().toEqualTypeOf<
      'Exact' | 'PathPrefix' | 'RegularExpression'
    >();
  });
});

describe('readObject', () => {
  const kind = findKind('gateway.networking.k8s.io', 'ReferenceGrant');
  if (kind === undefined) throw new Error('no ReferenceGrant');
  const spec = {
    from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'a' }],
    to: [{ group: '', kind: 'Service' }],
  };
  const written = {
    apiVersion: 'gateway.networking.k8s.io/v1beta1',
    kind: 'ReferenceGrant',
    metadata: { name: 'g' },
    spec,
  };

  it('reads a manifest in any of its versions', () => {
    expect(readObject(kind, written)).toEqual({ ...written, apiVersion: 'gateway.networking.k8s.io/v1' });
  });

  it.each([
    null,
    'text',
    { ...written, kind: 'Gateway' },
    { ...written, spec: {} },
    { ...written, metadata: { name: 1 } },
  ])('gives nothing for %j', (value) => expect(readObject(kind, value)).toBeUndefined());
});
