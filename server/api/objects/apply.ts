import { inVersionOf } from '../../model/api-version.ts';
import { convertStruct } from '../../model/core/convert.ts';
import { DecodeError } from '../../model/core/decode.ts';
import { managedFieldsEntry } from '../../model/core/object-meta.ts';
import type { Kind } from '../../model/kind.ts';
import type { KubeObject, StoredObject } from '../../model/object.ts';
import { isNumber } from '../../model/schema/exact-number.ts';
import { isObject } from '../../model/schema/normalize.ts';
import type { Json, JsonObject } from '../../model/schema/types.ts';
import { badRequest, conflict, type Status } from '../../model/status.ts';
import { warningsOf } from '../decode/custom.ts';
import { YamlError } from '../decode/yaml/error.ts';
import { decodeYaml } from '../decode/yaml/yaml.ts';
import { ApiProblem } from '../http/problem.ts';
import { applyConfig } from '../managed/apply.ts';
import { conflictStatus } from '../managed/conflict.ts';
import { untypedStatus } from '../managed/untyped.ts';
import { checkName, refuseIf } from './custom.ts';
import { subject, type WriteContext } from './write.ts';

/** How objects of a kind are read from what an apply made, and put into their namespace. */
export interface ApplyRules {
  read: (object: JsonObject, config: JsonObject) => KubeObject;
  place: (object: KubeObject) => Status | undefined;
}

/**
 * What an apply makes of an object, with its managers. Source: apiserver endpoints/handlers applyPatcher.
 * @param live undefined where the object is to be created
 * @throws ApiProblem 400, 409, 500
 */
export function applied(
  context: WriteContext,
  live: StoredObject | undefined,
  bytes: Buffer,
  warnings: string[],
  rules: ApplyRules,
): KubeObject {
  const { kind, name, options, subresource } = context;
  const { config, duplicates } = readConfig(bytes);
  checkConfig(kind, config);
  const current = live === undefined ? undefined : inVersionOf(kind, live);
  const { manager, force, fieldValidation } = options;
  const result = applyConfig(kind, current, { config, manager, force, subresource });
  if ('conflicts' in result) throw new ApiProblem(conflictStatus(result.conflicts));
  if (duplicates !== undefined && fieldValidation === 'Strict')
    throw new ApiProblem(badRequest(`error strict decoding YAML: ${duplicates}`));
  if (duplicates !== undefined && fieldValidation === 'Warn') warnings.push(...warningsOf([duplicates]));
  const object = rules.read(result.object, config);
  const { metadata } = object;
  if (result.managedFields.length > 0) metadata.managedFields = result.managedFields;
  else delete metadata.managedFields;
  if (current === undefined && metadata.uid) {
    const status = conflict(subject(kind, name));
    const [head] = (status.message ?? '').split(': ');
    const message = `${head}: uid mismatch: the provided object specified uid ${metadata.uid}, and no existing object was found`;
    throw new ApiProblem({ ...status, message });
  }
  refuseIf(rules.place(object));
  checkName(context, object);
  return object;
}

/** What is applied, and what is said of keys that stand twice. @throws ApiProblem 400 */
function readConfig(bytes: Buffer): { config: JsonObject; duplicates: string | undefined } {
  const refuse = (problem: string): ApiProblem => new ApiProblem(badRequest(`error decoding YAML: ${problem}`));
  try {
    const { decoded, duplicates } = decodeYaml(bytes);
    const { value } = decoded;
    if (value !== null && !isObject(value))
      throw refuse(
        `error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${goName(value)} into Go value of type map[string]interface {}`,
      );
    return { config: value ?? {}, duplicates: duplicates && `error converting YAML to JSON: ${duplicates}` };
  } catch (error) {
    if (error instanceof YamlError) throw refuse(`error converting YAML to JSON: ${error.message}`);
    throw error;
  }
}

/** @throws ApiProblem 400, 500 */
function checkConfig(kind: Kind, config: JsonObject): void {
  const { group, version, name } = typeOf(config);
  if (name !== kind.kind || group !== kind.group || version !== kind.version)
    throw new ApiProblem(badRequest(`invalid object type: ${group}/${version}, Kind=${name}`));
  const { managedFields } = isObject(config.metadata) ? config.metadata : {};
  if (Array.isArray(managedFields) && managedFields.every(isManager))
    throw new ApiProblem(badRequest('metadata.managedFields must be nil'));
  const untyped = untypedStatus(kind, config);
  if (untyped !== undefined) throw new ApiProblem(untyped);
}

/** What an object says it is; nothing where its version cannot be read. Source: apimachinery Unstructured.GroupVersionKind. */
function typeOf({ apiVersion, kind }: JsonObject): { group: string; version: string; name: string } {
  const parts = (typeof apiVersion === 'string' ? apiVersion : '').split('/');
  if (parts.length > 2) return { group: '', version: '', name: '' };
  const [group = '', version = ''] = parts.length === 1 ? ['', ...parts] : parts;
  return { group, version, name: typeof kind === 'string' ? kind : '' };
}

/** True for an entry of managedFields that can be read. */
function isManager(entry: Json): boolean {
  const { of } = managedFieldsEntry;
  try {
    if (isObject(entry) && of.type === 'struct') convertStruct(entry, of, []);
    return isObject(entry);
  } catch (error) {
    if (error instanceof DecodeError) return false;
    throw error;
  }
}

function goName(value: Json): string {
  if (Array.isArray(value)) return 'array';
  if (isNumber(value)) return 'number';
  return typeof value === 'boolean' ? 'bool' : 'string';
}
