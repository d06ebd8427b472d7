import { apiVersionOf } from '../../model/api-version.ts';
import type { Kind } from '../../model/kind.ts';
import { isObject } from '../../model/schema/normalize.ts';
import type { JsonObject } from '../../model/schema/types.ts';
import { badRequest } from '../../model/status.ts';
import { type ParsedBody, unrecognized } from './body.ts';
import { jsonTypeName } from './go-json.ts';
import { ApiProblem } from './problem.ts';

const TYPE_META =
  'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';

/**
 * Checks what a body says that it is: it must be an object, and a custom resource of the version of the path.
 * Source: apimachinery json.Serializer.Decode, apiextensions-apiserver schemaCoercingDecoder.
 * @param version of the path
 * @throws ApiProblem 400
 */
export function checkTypeMeta(kind: Kind, version: string, { value, text }: ParsedBody): JsonObject {
  const unreadable = (problem: string): ApiProblem =>
    unrecognized(kind.kind, `couldn't get version/kind; json parse error: json: cannot unmarshal ${problem}`, text);
  if (value !== null && !isObject(value)) throw unreadable(`${jsonTypeName(value)} into Go value of type ${TYPE_META}`);
  const object = value ?? {};
  // the types of built-in kinds are read as their fields are
  if (kind.core) return object;
  for (const field of ['apiVersion', 'kind'] as const)
    if (object[field] !== undefined && object[field] !== null && typeof object[field] !== 'string')
      throw unreadable(`${jsonTypeName(object[field])} into Go struct field .${field} of type string`);
  const { apiVersion, kind: name } = object as { apiVersion?: string; kind?: string };
  if ((apiVersion ?? '').split('/').length > 2)
    throw unrecognized(kind.kind, `unexpected GroupVersion string: ${apiVersion}`, text);
  const expected = apiVersionOf({ ...kind, version });
  if (!name) throw unrecognized(kind.kind, `Object 'Kind' is missing in '${text}'`, text);
  if ((apiVersion ?? '') !== expected)
    throw new ApiProblem(
      badRequest(
        `the API version in the data (${apiVersion ?? ''}) does not match the expected API version (${expected})`,
      ),
    );
  return object;
}
