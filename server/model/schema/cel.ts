import { celEnv, type CelInput, isCelError, parse, plan } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import type { Seen } from './cel-value.ts';

/** What became of a rule. */
export type RuleResult = { holds: boolean } | { error: string };

type Program = (variables: Record<string, CelInput>) => unknown;

const environment = celEnv({ funcs: strings });
const programs = new Map<string, Program>();

/** Evaluates a CEL expression; expressions are compiled once. Never throws. */
export function evaluate(expression: string, variables: Record<string, Seen>): RuleResult {
  const known: Record<string, CelInput> = {};
  for (const [name, value] of Object.entries(variables)) {
    // every rule looks at the value that it belongs to
    if (isCelError(value)) return { error: value.message };
    known[name] = value;
  }
  try {
    let program = programs.get(expression);
    if (program === undefined) {
      program = plan(environment, parse(refuseEmptyDurations(expression))) as Program;
      programs.set(expression, program);
    }
    const result = program(known);
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

function apiServerWords(message: string): string {
  const missing = /^field not found: (.*)$/.exec(message);
  if (missing) return `no such key: ${missing[1]}`;
  if (message.startsWith('Failed to parse duration'))
    return "type conversion error from 'string' to 'google.protobuf.Duration'";
  const index = /^index (-?\d+) out of bounds/.exec(message);
  return index ? `index out of bounds: ${index[1]}` : message;
}
