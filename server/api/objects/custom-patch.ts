import { placeInNamespace } from '../../model/admission.ts';
import { isNumber } from '../../model/schema/exact-number.ts';
import { invalid } from '../../model/schema/field-error.ts';
import { goJson } from '../../model/schema/go-json.ts';
import { isObject } from '../../model/schema/normalize.ts';
import type { Json } from '../../model/schema/types.ts';
import { badRequest, invalidObject } from '../../model/status.ts';
import {
  type DecodedCustom,
  decodeCustom,
  type FieldValidation,
  strictProblem,
  UnreadableBody,
  warningsOf,
} from '../decode/custom.ts';
import { type DecodedJson, decodeJson, JsonSyntaxError } from '../decode/json.ts';
import { utf8Text } from '../decode/utf8.ts';
import { ApiProblem, failure } from '../http/problem.ts';
import { jsonPatch, MalformedPatch, PatchFailed, PatchTooLong } from '../patch/json-patch.ts';
import { mergePatch } from '../patch/merge-patch.ts';
import { operationProblems } from '../patch/operations.ts';
import { changeCustom, checkName, refuseIf, track } from './custom.ts';
import type { Outcome, WriteContext } from './write.ts';

/** The patches that work on the text of an object. */
export type TextPatch = 'json' | 'merge';

/**
 * Changes a custom resource by a JSON patch or a merge patch. Warnings are collected. Source: apiserver endpoints/handlers jsonPatcher.
 * @throws ApiProblem 400, 404, 409, 413, 422
 */
export async function patchCustom(
  context: WriteContext,
  type: TextPatch,
  bytes: Buffer,
  warnings: string[],
): Promise<Outcome> {
  const { kind } = context;
  const { fieldValidation } = context.options;
  return changeCustom(context, warnings, (current, own) => {
    const problems = checkPatch(type, bytes, fieldValidation);
    const patched = applied(type, goJson(current as unknown as Json), utf8Text(bytes));
    let decoded: DecodedCustom;
    try {
      decoded = decodeCustom(kind, { bytes: Buffer.from(patched), format: 'json' }, fieldValidation);
    } catch (error) {
      if (error instanceof UnreadableBody) throw invalidPatch(patched, error.message);
      throw error;
    }
    problems.push(...decoded.problems);
    if (problems.length > 0 && fieldValidation === 'Strict') throw invalidPatch(patched, strictProblem(problems));
    own.push(...warningsOf(problems));
    const { object } = decoded;
    track(context, current, object);
    refuseIf(placeInNamespace(kind, object.metadata, context.namespace));
    checkName(context, object);
    return object;
  });
}

/** The text of the patched object. @throws ApiProblem 400, 413, 422 */
export function applied(type: TextPatch, target: string, patch: string): string {
  try {
    return type === 'json' ? jsonPatch(target, patch) : mergePatch(target, patch);
  } catch (error) {
    if (error instanceof MalformedPatch) throw new ApiProblem(badRequest(error.message));
    if (error instanceof PatchTooLong) throw new ApiProblem(failure(413, 'RequestEntityTooLarge', error.message));
    if (error instanceof PatchFailed)
      throw new ApiProblem(
        failure(422, 'Invalid', 'the server rejected our request due to an error in our request', {}),
      );
    throw error;
  }
}

/** 422 for what a patch made: it has no kind of its own. */
export function invalidPatch(patched: string, problem: string): ApiProblem {
  const error = invalid('patch', patched, problem);
  const status = invalidObject({ group: '', resource: '', name: '' }, [error]);
  return new ApiProblem({ ...status, details: { causes: status.details?.causes ?? [] } });
}

/**
 * What is unknown or repeated in the patch itself; nothing where that is ignored.
 * @throws ApiProblem 400 when it is no patch
 */
export function checkPatch(type: TextPatch, bytes: Buffer, validation: FieldValidation): string[] {
  const strict = validation !== 'Ignore';
  const head = strict ? 'error decoding patch: ' : '';
  let decoded: DecodedJson;
  try {
    decoded = decodeJson(bytes);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    throw new ApiProblem(badRequest(strict || type === 'json' ? `${head}${error.message}` : 'Invalid JSON Patch'));
  }
  if (type === 'json') {
    const { mismatch, problems } = operationProblems(decoded, strict);
    if (mismatch !== undefined) throw new ApiProblem(badRequest(`${head}${mismatch}`));
    return strict ? problems.map((problem) => `json patch ${problem}`) : [];
  }
  const { value, outOfRange, duplicates } = decoded;
  if (!strict) return [];
  if (value !== null && !isObject(value))
    throw new ApiProblem(
      badRequest(`${head}json: cannot unmarshal ${goName(value)} into Go value of type map[string]interface {}`),
    );
  if (outOfRange !== undefined) throw new ApiProblem(badRequest(`${head}${outOfRange}`));
  return duplicates;
}

function goName(value: Json): string {
  if (Array.isArray(value)) return 'array';
  if (isNumber(value)) return 'number';
  return typeof value === 'boolean' ? 'bool' : 'string';
}
