import { celEnv, type CelInput, isCelError, parse, plan } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import { isObject, memberSchema } from './normalize.ts';
import type { Json, Schema } from './types.ts';

/** What became of a rule. */
export type RuleResult = { holds: boolean } | { error: string };

type Program = (variables: Record<string, CelInput>) => unknown;

const environment = celEnv({ funcs: strings });
const programs = new Map<string, Program>();

/** Evaluates a CEL expression; expressions are compiled once. Never throws. */
export function evaluate(expression: string, variables: Record<string, CelInput>): RuleResult {
  try {
    let program = programs.get(expression);
    if (program === undefined) {
      program = plan(environment, parse(refuseEmptyDurations(expression))) as Program;
      programs.set(expression, program);
    }
    const result = program(variables);
    if (isCelError(result)) return { error: apiServerWords(result.message) };
    return { holds: result === true };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/** An empty text is no duration for Go; the library takes it for 0s. */
function refuseEmptyDurations(expression: string): string {
  return expression.replace(/\bduration\((self[.\w]*)\)/g, "duration($1 == '' ? 'none' : $1)");
}

/**
 * What a rule says that touches a member of format `byte` with the letters `+` or `/`: it is read in the alphabet of URLs, though the
 * format itself wants the standard one. Source: kube-openapi strfmt Base64.UnmarshalText.
 */
export function unreadableBytes(expression: string, value: Json, schema: Schema): string | undefined {
  if (schema.type !== 'object' || !isObject(value)) return undefined;
  for (const [name, member] of Object.entries(schema.properties)) {
    const text = Object.hasOwn(value, name) ? value[name] : undefined;
    if (member.type !== 'string' || member.format !== 'byte' || typeof text !== 'string') continue;
    const at = text.search(/[^-\w=\r\n]/);
    if (at >= 0 && new RegExp(`\\bself\\.${name}\\b`).test(expression))
      return `Invalid byte formatted string ${text}: illegal base64 data at input byte ${at}`;
  }
  return undefined;
}

function apiServerWords(message: string): string {
  const missing = /^field not found: (.*)$/.exec(message);
  if (missing) return `no such key: ${missing[1]}`;
  if (message.startsWith('Failed to parse duration'))
    return "type conversion error from 'string' to 'google.protobuf.Duration'";
  const index = /^index (-?\d+) out of bounds/.exec(message);
  return index ? `index out of bounds: ${index[1]}` : message;
}

const RESERVED = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);

/** A JSON value as CEL sees it: whole numbers are ints where the schema says integer, reserved property names are escaped. */
export function celValue(value: Json, schema: Schema | undefined): CelInput {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    const whole = Number.isInteger(value) && schema?.type !== 'number';
    return whole ? BigInt(value) : value;
  }
  if (Array.isArray(value)) {
    const items = schema?.type === 'list' ? schema.items : undefined;
    return value.map((item) => celValue(item, items));
  }
  const map = new Map<string, CelInput>();
  if (isObject(value))
    for (const [key, child] of Object.entries(value)) {
      const member = schema === undefined ? undefined : memberSchema(schema, key);
      const name = schema?.type === 'object' && RESERVED.has(key) ? `__${key}__` : key;
      map.set(name, celValue(child, member));
    }
  return map;
}
