import { apiVersionOf } from '../../model/api-version.ts';
import { convertStruct } from '../../model/core/convert.ts';
import { DecodeError, withNullLists } from '../../model/core/decode.ts';
import { goPrint } from '../../model/core/go-value.ts';
import { INTERNAL } from '../../model/core/read-type.ts';
import { placeCore, withDefaults } from '../../model/core/read.ts';
import type { KubeObject, StoredObject } from '../../model/object.ts';
import { invalid, quote } from '../../model/schema/field-error.ts';
import { cloneJson, isObject } from '../../model/schema/normalize.ts';
import type { Json, JsonObject } from '../../model/schema/types.ts';
import { badRequest, invalidObject, plainFailure } from '../../model/status.ts';
import { decodeCore } from '../decode/core.ts';
import { strictProblem, UnreadableBody, warningsOf } from '../decode/custom.ts';
import { decodeJson, JsonSyntaxError } from '../decode/json.ts';
import { utf8Text } from '../decode/utf8.ts';
import { jsonTypeName } from '../http/go-json.ts';
import { ApiProblem, failure } from '../http/problem.ts';
import { BadStrategicPatch, StrategicPatchError, UnfitStrategicPatch } from '../patch/strategic-errors.ts';
import { strategicMerge } from '../patch/strategic-merge.ts';
import { changeCore, type CoreContext, trackCore } from './core.ts';
import { checkName, refuseIf } from './custom.ts';
import { applied, checkPatch, invalidPatch, type TextPatch } from './custom-patch.ts';
import type { Outcome } from './write.ts';

/** What a patch has made of an object. */
interface Patched {
  object: KubeObject;
  /** Unknown and repeated members. */
  problems: string[];
  /** 422 for what a patch made. */
  refuse: (problem: string) => ApiProblem;
}

/**
 * Changes an object of a core kind by a patch. Warnings are collected. Source: apiserver endpoints/handlers patcher.
 * @throws ApiProblem 400, 404, 409, 413, 422, 500
 */
export async function patchCore(
  context: CoreContext,
  type: TextPatch | 'strategic',
  bytes: Buffer,
  warnings: string[],
): Promise<Outcome> {
  const { kind, namespace } = context;
  const { fieldValidation } = context.options;
  return changeCore(context, warnings, (current, own) => {
    const { object, problems, refuse } =
      type === 'strategic' ? strategic(context, current, bytes) : byText(context, type, current, bytes);
    if (problems.length > 0 && fieldValidation === 'Strict') throw refuse(strictProblem(problems));
    if (fieldValidation === 'Warn') own.push(...warningsOf(problems));
    trackCore(context, current, object);
    refuseIf(placeCore(kind, object.metadata, namespace));
    checkName(context, object);
    return object;
  });
}

function byText({ kind, options }: CoreContext, type: TextPatch, current: StoredObject, bytes: Buffer): Patched {
  const { fieldValidation } = options;
  const problems = checkPatch(type, bytes, fieldValidation);
  const patched = applied(type, JSON.stringify(withNullLists(kind, current)), utf8Text(bytes));
  try {
    const decoded = decodeCore(kind, { bytes: Buffer.from(patched), format: 'json' }, fieldValidation, INTERNAL);
    return {
      object: decoded.object,
      problems: [...problems, ...decoded.problems],
      refuse: (problem) => invalidPatch(patched, problem),
    };
  } catch (error) {
    throw error instanceof UnreadableBody ? invalidPatch(patched, error.message) : error;
  }
}

function strategic({ kind, options }: CoreContext, current: StoredObject, bytes: Buffer): Patched {
  const { type } = kind.rules;
  const { change, duplicates } = readStrategic(bytes);
  const target = cloneJson(withNullLists(kind, current)) as JsonObject;
  let merged: JsonObject;
  try {
    merged = strategicMerge(target, change, type);
  } catch (error) {
    throw error instanceof StrategicPatchError ? refusal(error) : error;
  }
  const refuse = (problem: string): ApiProblem => {
    const status = invalidObject({ group: '', resource: '', name: '' }, [invalid('patch', goPrint(change), problem)]);
    return new ApiProblem({ ...status, details: { causes: status.details?.causes } });
  };
  const unknown: string[] = [];
  try {
    const fields = convertStruct(merged, type, unknown);
    // what an object is comes from the path
    const object = withDefaults(kind, { ...fields, apiVersion: apiVersionOf(kind), kind: kind.kind });
    const problems = [...duplicates, ...unknown.map((path) => `unknown field ${quote(path)}`)];
    return { object, problems: options.fieldValidation === 'Ignore' ? [] : problems, refuse };
  } catch (error) {
    throw error instanceof DecodeError ? refuse(error.message) : error;
  }
}

/** @throws ApiProblem 400 */
function readStrategic(bytes: Buffer): { change: JsonObject; duplicates: string[] } {
  let value: Json;
  let duplicates: string[];
  let outOfRange: string | undefined;
  try {
    ({ value, duplicates, outOfRange } = decodeJson(bytes));
  } catch (error) {
    if (error instanceof JsonSyntaxError) throw new ApiProblem(badRequest(error.message));
    throw error;
  }
  if (outOfRange !== undefined) throw new ApiProblem(badRequest(outOfRange));
  if (value !== null && !isObject(value))
    throw new ApiProblem(
      badRequest(`json: cannot unmarshal ${jsonTypeName(value)} into Go value of type map[string]interface {}`),
    );
  return { change: value ?? {}, duplicates };
}

function refusal(error: StrategicPatchError): ApiProblem {
  if (error instanceof BadStrategicPatch) return new ApiProblem(badRequest(error.message));
  if (error instanceof UnfitStrategicPatch)
    return new ApiProblem(
      failure(422, 'Invalid', 'the server rejected our request due to an error in our request', {}),
    );
  return new ApiProblem(plainFailure(error.message));
}
