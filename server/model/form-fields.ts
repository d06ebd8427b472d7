import { memberSchema } from './schema/normalize.ts';
import type { Json, Schema } from './schema/types.ts';

/** How a value is asked for. `combobox`: any text, with values to choose from. */
type Control =
  | 'text'
  | 'choice'
  | 'combobox'
  | 'number'
  | 'number or text'
  | 'switch'
  | 'list'
  | 'map'
  | 'group'
  | 'YAML';

/** A value that can be chosen. */
interface FieldOption {
  value: string;
  label: string;
  /** One short sentence, '' where the label says enough. */
  meaning: string;
}

/** What a form needs to ask for a field. */
export interface FormField {
  label: string;
  description: string;
  control: Control;
  required: boolean;
  /** What holds where nothing is written. */
  default?: Json;
  /** Of a choice or combobox. */
  options: readonly FieldOption[];
  /** Limits of the number, or of how many characters, elements or members there may be. */
  min?: number;
  max?: number;
  /** RE2 syntax. */
  pattern?: string;
  /** What the pattern wants, in words that go on from `must be`. */
  wanted?: string;
  /** What is counted, as it is written behind the number. */
  unit?: string;
  format?: string;
}

/** Steps from an object: names of members, indices of lists. */
export type FieldPath = readonly (string | number)[];

/** The schema of what is at a path, undefined for what no schema knows. */
export function schemaAt(schema: Schema, path: FieldPath): Schema | undefined {
  let at: Schema | undefined = schema;
  for (const step of path) {
    if (at === undefined) return undefined;
    if (typeof step === 'number') at = at.type === 'list' ? at.items : undefined;
    else at = memberSchema(at, step);
  }
  return at;
}

/** What a form needs to ask for the field at a path, undefined for what no schema knows. */
export function formField(schema: Schema, path: FieldPath): FormField | undefined {
  const at = schemaAt(schema, path);
  if (at === undefined) return undefined;
  const name = path.findLast((step) => typeof step === 'string') ?? '';
  const { label = words(name), description, required = false } = at;
  return {
    label,
    description,
    required: required && at.default === undefined,
    control: controlOf(at),
    options: optionsOf(at),
    ...(at.default === undefined ? {} : { default: at.default }),
    ...limitsOf(at),
  };
}

const CAPITALS = new Set('cors dns grpc http http2 https id ip ips ja3 ja4 tcp tls ttl udp uid uri url'.split(' '));

/** `gatewayClassName` as `Gateway class name`. */
function words(name: string): string {
  // a class of statuses is one word
  const parts = name
    .replace(/(?<=[a-z])(\d)Xx/g, ' $1xx')
    .split(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/)
    .map((part) => part.toLowerCase());
  const text = parts.map((part) => (CAPITALS.has(part) ? part.toUpperCase() : part)).join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function controlOf(schema: Schema): Control {
  switch (schema.type) {
    case 'string':
      if (schema.enum !== undefined) return 'choice';
      return schema.suggestions === undefined ? 'text' : 'combobox';
    case 'integer':
      return schema.enum === undefined ? 'number' : 'choice';
    case 'number':
      return 'number';
    case 'boolean':
      return 'switch';
    case 'int-or-string':
      return 'number or text';
    case 'object':
      return 'group';
    case 'any':
      return 'YAML';
    default:
      return schema.type;
  }
}

function optionsOf(schema: Schema): FieldOption[] {
  if (schema.type === 'integer')
    return (schema.enum ?? []).map((value) => ({ value: String(value), label: String(value), meaning: '' }));
  if (schema.type !== 'string') return [];
  const { labels = {}, meanings = {} } = schema;
  return (schema.enum ?? schema.suggestions ?? []).map((value) => ({
    value,
    label: labels[value] ?? value,
    meaning: meanings[value] ?? '',
  }));
}

function limitsOf(schema: Schema): Partial<FormField> {
  switch (schema.type) {
    case 'string': {
      const { minLength, maxLength, pattern, wanted, format } = schema;
      return given({ min: minLength, max: maxLength, pattern, wanted, format });
    }
    case 'integer':
      return given({ min: schema.minimum, max: schema.maximum, unit: schema.unit, format: schema.format });
    case 'number':
      return given({ format: schema.format });
    case 'int-or-string':
      return given({ pattern: schema.patterns.at(-1), wanted: schema.wanted });
    case 'list':
      return given({ min: schema.minItems, max: schema.maxItems });
    case 'map':
      return given({ max: schema.maxProperties });
    default:
      return {};
  }
}

/** The members that have a value. */
function given<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}

const COUNTED: Partial<Record<Control, string>> = {
  text: 'characters',
  combobox: 'characters',
  list: 'elements',
  map: 'members',
};

/** The limits of a field in words, '' for none: `1 to 65535`, `at most 16 elements`, `a time span such as 30s or 1h30m`. */
export function limitsText({ control, min, max, pattern, wanted, unit }: FormField): string {
  const counted = COUNTED[control] ?? unit ?? '';
  const size = sizeText(min, max, counted);
  const form = wanted ?? (pattern === undefined ? '' : `matches ${pattern}`);
  return [form, size].filter(Boolean).join('; ');
}

function sizeText(min: number | undefined, max: number | undefined, counted: string): string {
  const behind = counted === '' ? '' : ` ${counted}`;
  // a text or list that must not be empty is mostly said by its being required
  const least = counted !== '' && counted !== '%' && (min ?? 0) <= 1 ? undefined : min;
  if (least !== undefined && max !== undefined) return `${least} to ${max}${behind}`;
  if (max !== undefined) return `at most ${max}${behind}`;
  return least === undefined ? '' : `at least ${least}${behind}`;
}
