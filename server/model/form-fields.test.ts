import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formField, limitsText, schemaAt, type FieldPath } from './form-fields.ts';
import { kinds } from './registry.ts';
import {
  any,
  int32,
  list,
  map,
  number,
  object,
  required,
  string,
  withDefault,
  boolean,
  intOrString,
  labelled,
} from './schema/dsl.ts';
import type { Schema } from './schema/types.ts';
import { valuesOf } from './schema/values.fixture.ts';

const schema = object('A thing.', {
  name: required(string('Its name.', { minLength: 1, maxLength: 63, pattern: '^a', wanted: 'a name' })),
  tlsMode: withDefault(
    'Off',
    string('How.', { enum: ['Off', 'On'], labels: { Off: 'None' }, meanings: { On: 'Safe.' } }),
  ),
  protocol: string('What.', { suggestions: ['HTTP', 'TCP'], pattern: '^[A-Z]+$' }),
  percentEnabled: required(withDefault(5, int32('How much.', { minimum: 0, maximum: 100, unit: '%' }))),
  code: int32('Which.', { enum: undefined, minimum: 100 }),
  size: intOrString('Bytes.', ['^1', '^2']),
  ratio: number('A part.'),
  on: boolean('Whether.'),
  parts: labelled(
    'Pieces',
    list('Parts.', object('A part.', { maxTTL: string('How long.') }), { minItems: 1, maxItems: 4 }),
  ),
  consecutive5XxErrors: int32('How many.'),
  notes: map('Notes.', string('A note.'), { maxProperties: 2 }),
  more: any('Anything.'),
});

const at = (...path: FieldPath) => formField(schema, path);

describe('formField', () => {
  it('has what a form needs', () => {
    expect(at('name')).toEqual({
      label: 'Name',
      description: 'Its name.',
      control: 'text',
      required: true,
      options: [],
      min: 1,
      max: 63,
      pattern: '^a',
      wanted: 'a name',
    });
    expect(at('tlsMode')).toEqual({
      label: 'TLS mode',
      description: 'How.',
      control: 'choice',
      required: false,
      default: 'Off',
      options: [
        { value: 'Off', label: 'None', meaning: '' },
        { value: 'On', label: 'On', meaning: 'Safe.' },
      ],
    });
    expect(at('parts')).toMatchObject({ label: 'Pieces', control: 'list', min: 1, max: 4 });
    expect(at('parts', 3, 'maxTTL')?.label).toBe('Max TTL');
    expect(at('parts', 3)?.label).toBe('Parts');
    expect(at('consecutive5XxErrors')?.label).toBe('Consecutive 5xx errors');
  });

  it('asks for no value that a default stands in for', () => {
    expect(at('percentEnabled')).toMatchObject({ required: false, default: 5, unit: '%' });
  });

  it.each([
    ['protocol', 'combobox'],
    ['code', 'number'],
    ['size', 'number or text'],
    ['ratio', 'number'],
    ['on', 'switch'],
    ['notes', 'map'],
    ['more', 'YAML'],
  ])('asks for %s by %s', (name, control) => expect(at(name)?.control).toBe(control));

  it('knows members of maps by any name, and nothing that the schema does not know', () => {
    expect(at('notes', 'anything')).toMatchObject({ label: 'Anything', control: 'text' });
    for (const path of [['colour'], ['parts', 'name'], ['name', 0], ['more', 'x'], ['toString']])
      expect(formField(schema, path)).toBeUndefined();
  });

  it.each([
    ['name', 'a name; at most 63 characters'],
    ['percentEnabled', '0 to 100 %'],
    ['code', 'at least 100'],
    ['parts', 'at most 4 elements'],
    ['notes', 'at most 2 members'],
    ['protocol', 'matches ^[A-Z]+$'],
    ['more', ''],
  ])('says the limits of %s: %s', (name, text) => {
    const field = at(name);
    expect(field === undefined ? undefined : limitsText(field)).toBe(text);
  });
});

/** Paths of everything in a value that its schema knows. */
function pathsOf(value: unknown, known: Schema, path: FieldPath = []): FieldPath[] {
  if (typeof value !== 'object' || value === null) return [path];
  const below = Object.entries(value).flatMap(([key, child]) => {
    const step = Array.isArray(value) ? Number(key) : key;
    return schemaAt(known, [...path, step]) === undefined ? [] : pathsOf(child, known, [...path, step]);
  });
  return [path, ...below];
}

describe.each(kinds)('fields of $kind', (kind) => {
  it('have a label and a description, wherever there is a value', () => {
    fc.assert(
      fc.property(valuesOf(kind.schema), (value) => {
        for (const path of pathsOf(value, kind.schema)) {
          const field = formField(kind.schema, path);
          expect(field).toMatchObject({ label: expect.any(String), description: expect.stringMatching(/./) });
          if (field?.control === 'choice') expect(field.options.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 50 },
    );
  });
});

it('words of values are those of values that there are', () => {
  const visit = (one: Schema, path: string): string[] => {
    if (one.type === 'object')
      return Object.entries(one.properties).flatMap(([name, member]) => visit(member, `${path}.${name}`));
    if (one.type === 'list') return visit(one.items, `${path}[]`);
    if (one.type === 'map') return visit(one.values, `${path}{}`);
    if (one.type !== 'string') return [];
    const values: readonly string[] = one.enum ?? one.suggestions ?? [];
    const said = [...Object.keys(one.labels ?? {}), ...Object.keys(one.meanings ?? {})];
    return said.filter((value) => !values.includes(value)).map((value) => `${path}: ${value}`);
  };
  expect(kinds.flatMap((kind) => visit(kind.schema, kind.kind))).toEqual([]);
});
