import { isNumber } from '../../model/schema/exact-number.ts';
import { quote } from '../../model/schema/field-error.ts';
import { isObject } from '../../model/schema/normalize.ts';
import type { Json } from '../../model/schema/types.ts';
import type { DecodedJson } from '../decode/json.ts';

/** What is wrong with the operations of a JSON patch. */
export interface OperationProblems {
  /** What cannot be an operation, in the words of Go's decoder. */
  mismatch: string | undefined;
  /** Repeated and unknown members. */
  problems: string[];
}

/** So many problems are told of. */
const MAX_PROBLEMS = 100;

const MEMBERS = new Set(['op', 'path', 'from', 'value']);

/**
 * Checks a JSON patch as Go's decoder does. Source: apiserver endpoints/handlers applyJSPatch.
 * @param strict whether the types of members are checked as well
 */
export function operationProblems({ value, duplicates, outOfRange }: DecodedJson, strict: boolean): OperationProblems {
  const [list, one] = strict
    ? ['[]handlers.jsonPatchOp', 'handlers.jsonPatchOp']
    : ['jsonpatch.Patch', 'jsonpatch.Operation'];
  const mismatch = (found: Json, type: string): string => `json: cannot unmarshal ${goName(found)} into Go ${type}`;
  if (value === null) return { mismatch: undefined, problems: [] };
  if (!Array.isArray(value)) return { mismatch: mismatch(value, `value of type ${list}`), problems: [] };
  const unknown: string[] = [];
  let first: string | undefined;
  for (const [index, operation] of value.entries()) {
    if (operation === null) continue;
    if (!isObject(operation)) {
      first ??= mismatch(operation, `value of type ${one}`);
      continue;
    }
    for (const [name, member] of Object.entries(operation)) {
      if (!MEMBERS.has(name)) unknown.push(`unknown field ${quote(`[${index}].${name}`)}`);
      else if (strict && name !== 'value' && member !== null && typeof member !== 'string')
        first ??= mismatch(member, `struct field jsonPatchOp.${name} of type string`);
    }
  }
  if (strict && first === undefined && outOfRange !== undefined)
    first = outOfRange.replace('Go value of type', 'Go struct field jsonPatchOp.value of type');
  return { mismatch: first, problems: [...duplicates, ...new Set(unknown)].slice(0, MAX_PROBLEMS) };
}

function goName(value: Json): string {
  if (Array.isArray(value)) return 'array';
  if (isNumber(value)) return 'number';
  if (typeof value === 'boolean') return 'bool';
  return typeof value;
}
