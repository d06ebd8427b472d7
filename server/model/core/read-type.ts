import { apiVersionOf } from '../api-version.ts';
import type { Kind } from '../kind.ts';
import { groupVersion } from '../object.ts';
import { quote } from '../schema/field-error.ts';
import type { Json, JsonObject } from '../schema/types.ts';
import { badRequest, type Status } from '../status.ts';
import { isRegistered } from './registered-kinds.ts';

const TYPE_FIELDS = ['apiVersion', 'kind'] as const;

/**
 * Why an object cannot be read as a core kind, from what it says of its type. What it does not say is taken from the path of the request.
 * Source: apimachinery serializer/json Decode, serializer/versioning.
 * @param shown the beginning of the body, for errors
 */
export function typeProblem(kind: Kind, value: JsonObject, shown: string | undefined): Status | undefined {
  const said: Partial<Record<'apiVersion' | 'kind', string>> = {};
  let wrong: string | undefined;
  for (const [key, member] of Object.entries(value)) {
    const field = TYPE_FIELDS.find((name) => name.toLowerCase() === key.toLowerCase());
    if (field === undefined || member === null) continue;
    if (typeof member === 'string') said[field] = member;
    else wrong ??= `json: cannot unmarshal ${goType(member)} into Go struct field .${field} of type string`;
  }
  const unrecognized = (problem: string): Status =>
    badRequest(
      `the object provided is unrecognized (must be of type ${kind.kind}): ${problem}${shown === undefined ? '' : ` (${shown})`}`,
    );
  if (wrong !== undefined) return unrecognized(`couldn't get version/kind; json parse error: ${wrong}`);
  const { apiVersion = '', kind: name = '' } = said;
  if (apiVersion.split('/').length > 2) return unrecognized(`unexpected GroupVersion string: ${apiVersion}`);
  return mismatch(kind, apiVersion, name || kind.kind);
}

function mismatch(kind: Kind, said: string, name: string): Status | undefined {
  const { group, version } = groupVersion(said === '/' ? '' : said);
  const wanted = apiVersionOf(kind);
  const missing = version === '' && (group === '' || group === kind.group);
  const actual = missing ? wanted : group === '' ? version : said;
  const actualVersion = missing ? kind.version : version;
  if (actual === wanted && name === kind.kind) return undefined;
  const head = `${name} in version ${quote(actualVersion)} cannot be handled as a ${kind.kind}`;
  if (!isRegistered(actual, name))
    return badRequest(
      `${head}: no kind ${quote(name)} is registered for version ${quote(actual)} in scheme "pkg/runtime/scheme.go:111"`,
    );
  if (name === kind.kind && group === kind.group)
    return badRequest(`the API version in the data (${actual}) does not match the expected API version (${wanted})`);
  const internal = kind.group === '' ? 'core' : kind.group.replace(/\..*$/, '');
  return badRequest(`${head}: converting (${actualVersion}.${name}) to (${internal}.${kind.kind}): unknown conversion`);
}

function goType(value: Json): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
