import { convertStruct } from '../../model/core/convert.ts';
import { DecodeError } from '../../model/core/decode.ts';
import type { GoStruct } from '../../model/core/go-types.ts';
import { goPrint } from '../../model/core/go-value.ts';
import type { StoredObject } from '../../model/object.ts';
import { invalid, quote } from '../../model/schema/field-error.ts';
import { cloneJson } from '../../model/schema/normalize.ts';
import type { JsonObject } from '../../model/schema/types.ts';
import { badRequest, invalidObject, plainFailure } from '../../model/status.ts';
import type { WriteOptions } from '../http/options.ts';
import { ApiProblem, failure } from '../http/problem.ts';
import { BadStrategicPatch, StrategicPatchError, UnfitStrategicPatch } from '../patch/strategic-errors.ts';
import { strategicMerge } from '../patch/strategic-merge.ts';

/**
 * What a strategic merge patch makes of an object of a core kind. Source: apiserver endpoints/handlers strategicPatchObject.
 * @param warnings gets what is unknown, where that is no error
 * @throws ApiProblem 400, 422, 500
 */
export function strategicPatch(
  type: GoStruct,
  current: StoredObject,
  patch: JsonObject,
  { fieldValidation }: WriteOptions,
  warnings: string[],
): JsonObject {
  const change = cloneJson(patch) as JsonObject;
  let merged: JsonObject;
  try {
    merged = strategicMerge(cloneJson(current) as JsonObject, change, type);
  } catch (error) {
    throw error instanceof StrategicPatchError ? refusal(error) : error;
  }
  const wrong = (problem: string): ApiProblem => {
    const status = invalidObject({ group: '', resource: '', name: '' }, [invalid('patch', goPrint(change), problem)]);
    return new ApiProblem({ ...status, details: { causes: status.details?.causes } });
  };
  const unknown: string[] = [];
  try {
    const object = convertStruct(merged, type, unknown);
    const problems = unknown.map((path) => `unknown field ${quote(path)}`);
    if (problems.length > 0 && fieldValidation === 'Strict')
      throw wrong(`strict decoding error: ${problems.join(', ')}`);
    if (fieldValidation === 'Warn') warnings.push(...problems);
    // what an object is comes from the path
    return { ...object, apiVersion: current.apiVersion, kind: current.kind };
  } catch (error) {
    throw error instanceof DecodeError ? wrong(error.message) : error;
  }
}

function refusal(error: StrategicPatchError): ApiProblem {
  if (error instanceof BadStrategicPatch) return new ApiProblem(badRequest(error.message));
  if (error instanceof UnfitStrategicPatch)
    return new ApiProblem(
      failure(422, 'Invalid', 'the server rejected our request due to an error in our request', {}),
    );
  return new ApiProblem(plainFailure(error.message));
}
