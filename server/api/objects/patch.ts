import type { IncomingMessage } from 'node:http';
import { apiVersionOf } from '../../model/admission.ts';
import type { Kind } from '../../model/kind.ts';
import { groupVersion, type StoredObject } from '../../model/object.ts';
import { invalid, requiredValue } from '../../model/schema/field-error.ts';
import { goJson } from '../../model/schema/go-json.ts';
import { isObject } from '../../model/schema/normalize.ts';
import type { Json, JsonObject } from '../../model/schema/types.ts';
import { badRequest, conflict, invalidObject, notFound, unsupportedMediaType } from '../../model/status.ts';
import { mediaType, parseYaml, readText, whyNoJson, YamlError } from '../http/body.ts';
import { jsonTypeName } from '../http/go-json.ts';
import { ApiProblem, failure, printed } from '../http/problem.ts';
import { textOf } from '../http/text.ts';
import { applyConfig, type FieldConflict } from '../managed/apply.ts';
import { shown } from '../managed/paths.ts';
import { untypedStatus } from '../managed/typed.ts';
import { jsonPatch, MalformedPatch, PatchFailed, PatchTooLong } from '../patch/json-patch.ts';
import { mergePatch } from '../patch/merge-patch.ts';
import { strategicPatch } from './strategic-patch.ts';
import { contextKey, createObject, type Outcome, subject, updateObject, type WriteContext } from './write.ts';

const JSON_PATCH = 'application/json-patch+json';
const MERGE_PATCH = 'application/merge-patch+json';
const STRATEGIC_PATCH = 'application/strategic-merge-patch+json';
const APPLY_PATCH = 'application/apply-patch+yaml';

/** Patch types that a kind takes. Strategic merge needs struct tags, which only core kinds have. */
export function patchTypes(kind: Kind): string[] {
  return kind.core ? [JSON_PATCH, MERGE_PATCH, STRATEGIC_PATCH, APPLY_PATCH] : [JSON_PATCH, MERGE_PATCH, APPLY_PATCH];
}

/** Changes an object by the patch in the body. @throws ApiProblem 400, 404, 409, 413, 415, 422 */
export async function patchObject(context: WriteContext, request: IncomingMessage): Promise<Outcome> {
  const { kind } = context;
  const type = mediaType(request.headers['content-type']);
  const types = patchTypes(kind);
  if (type === undefined || !types.includes(type)) throw new ApiProblem(unsupportedMediaType(types));
  const text = await readText(request);
  if (type === APPLY_PATCH) return applyObject(context, readConfig(text));
  const patch = readPatch(text, type);
  const struct = kind.rules?.type;
  if (type === STRATEGIC_PATCH && struct !== undefined && isObject(patch)) {
    let unknown: string[] = [];
    const outcome = await updateObject(context, (current) => {
      unknown = [];
      return strategicPatch(struct, current, patch, context.options, unknown);
    });
    return { ...outcome, warnings: [...unknown, ...outcome.warnings] };
  }
  let patched: Json = null;
  try {
    return await updateObject(context, (current) => {
      patched = applyPatch(current, patch, type, text);
      checkType(context, patched);
      return patched;
    });
  } catch (error) {
    throw unreadablePatch(error, kind, patched) ?? error;
  }
}

/** @throws ApiProblem 400, 422 */
function applyPatch(current: StoredObject, patch: Json, type: string, text: string): Json {
  const target = current as unknown as Json;
  try {
    const patched = type === JSON_PATCH ? jsonPatch(goJson(target), text) : mergePatch(goJson(target), text);
    return JSON.parse(patched) as Json;
  } catch (error) {
    if (error instanceof MalformedPatch) throw new ApiProblem(badRequest(error.message));
    if (error instanceof PatchTooLong) throw new ApiProblem(failure(413, 'RequestEntityTooLarge', error.message));
    if (!(error instanceof PatchFailed)) throw error;
    const message = 'the server rejected our request due to an error in our request';
    throw new ApiProblem(failure(422, 'Invalid', message, {}));
  }
}

/** A patch of a custom resource changes neither kind nor version. Source: apiextensions-apiserver validation of TypeMeta. */
function checkType({ kind, name }: WriteContext, patched: Json): void {
  if (kind.core || !isObject(patched)) return;
  const { kind: saidKind, apiVersion } = patched;
  if (typeof saidKind !== 'string' || typeof apiVersion !== 'string') return;
  const errors = [
    ...(saidKind === kind.kind ? [] : [invalid('kind', saidKind, `must be ${kind.kind}`)]),
    ...(apiVersion === apiVersionOf(kind) ? [] : [invalid('apiVersion', apiVersion, `must be ${apiVersionOf(kind)}`)]),
  ];
  const { group } = groupVersion(apiVersion);
  if (errors.length > 0) throw new ApiProblem(invalidObject({ group, resource: saidKind, name }, errors));
}

/** A value with sorted keys, down to a depth: Go sorts those of maps, but not those of structs. */
function sorted(value: Json, depth: number): Json {
  if (depth === 0) return value;
  if (Array.isArray(value)) return value.map((item) => sorted(item, depth));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member, depth - 1)]));
}

/** 422 for a patch after which the object cannot be read; it shows the object. Undefined for other errors. */
function unreadablePatch(error: unknown, kind: Kind, patched: Json): ApiProblem | undefined {
  if (!(error instanceof ApiProblem) || error.status.code !== 400) return undefined;
  const [, reason] =
    /^\S+ in version "[^"]*" cannot be handled as a \S+: (.*)$/s.exec(error.status.message ?? '') ?? [];
  if (reason === undefined) return undefined;
  const errors = [invalid('patch', JSON.stringify(sorted(patched, kind.core ? 1 : Infinity)), reason)];
  return new ApiProblem(invalidObject({ group: '', resource: '', name: '' }, errors), {}, error.warnings);
}

/** The patch in a body; null is one that changes nothing. @throws ApiProblem 400 */
function readPatch(text: string, type: string): Json {
  const goType = type === JSON_PATCH ? '[]handlers.jsonPatchOp' : 'map[string]interface {}';
  const strategic = type === STRATEGIC_PATCH;
  const head = strategic ? '' : 'error decoding patch: ';
  const refuse = (problem: string): ApiProblem => new ApiProblem(badRequest(head + problem));
  let patch: Json;
  try {
    patch = JSON.parse(text) as Json;
  } catch {
    throw refuse(whyNoJson(text));
  }
  const list = goType.startsWith('[]');
  if (patch !== null && (list ? !Array.isArray(patch) : !isObject(patch)))
    throw refuse(`json: cannot unmarshal ${jsonTypeName(patch)} into Go value of type ${goType}`);
  const wrong = Array.isArray(patch) ? patch.find((operation) => !isObject(operation)) : undefined;
  if (wrong !== undefined)
    throw refuse(`json: cannot unmarshal ${jsonTypeName(wrong)} into Go value of type ${goType.slice(2)}`);
  if (patch === null && type === MERGE_PATCH) throw new ApiProblem(badRequest('Invalid JSON Patch'));
  return patch ?? (list ? [] : {});
}

/** What is applied. @throws ApiProblem 400 */
export function readConfig(text: string): JsonObject {
  const refuse = (problem: string): ApiProblem => new ApiProblem(badRequest(`error decoding YAML: ${problem}`));
  let config: unknown;
  try {
    config = parseYaml(text);
  } catch (error) {
    if (error instanceof YamlError) throw refuse(`error converting YAML to JSON: yaml: ${error.message}`);
    throw error;
  }
  if (config === null) return {};
  if (isObject(config)) return config;
  const type = jsonTypeName(config);
  throw refuse(
    `error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${type} into Go value of type map[string]interface {}`,
  );
}

export async function applyObject(context: WriteContext, config: JsonObject): Promise<Outcome> {
  const { view, kind, name, options, subresource } = context;
  if (!options.managerGiven) {
    const error = requiredValue('fieldManager', 'is required for apply patch');
    throw new ApiProblem(invalidObject({ group: 'meta.k8s.io', resource: 'PatchOptions', name: '' }, [error]));
  }
  const checked = checkConfig(kind, name, config);
  const untyped = untypedStatus(kind, checked);
  if (untyped !== undefined) throw new ApiProblem(untyped);
  const live = view.get(contextKey(context));
  if (live === undefined) {
    if (subresource === 'status') throw new ApiProblem(notFound(subject(kind, name)));
    if (isObject(checked.metadata) && (checked.metadata.resourceVersion || checked.metadata.uid))
      throw new ApiProblem(conflict(subject(kind, name)));
    const { object } = applyConfig(kind, undefined, checked, options.manager, options.force, '');
    return createObject({ ...context, name: '' }, object, 'Apply');
  }
  return updateObject(
    context,
    (current) => {
      const { object, conflicts } = applyConfig(kind, current, checked, options.manager, options.force, subresource);
      if (conflicts.length > 0) throw new ApiProblem(applyConflict(conflicts));
      return object;
    },
    'Apply',
  );
}

function checkConfig(kind: Kind, name: string, config: JsonObject): JsonObject {
  if (config.kind !== kind.kind || config.apiVersion !== apiVersionOf(kind))
    throw new ApiProblem(
      badRequest(`invalid object type: ${qualified(textOf(config.apiVersion))}, Kind=${textOf(config.kind)}`),
    );
  const metadata = isObject(config.metadata) ? config.metadata : {};
  if (Array.isArray(metadata.managedFields) && metadata.managedFields.length > 0)
    throw new ApiProblem(badRequest('metadata.managedFields must be nil'));
  if (metadata.name !== undefined && metadata.name !== name)
    throw new ApiProblem(
      badRequest(`the name of the object (${printed(metadata.name)}) does not match the name on the URL (${name})`),
    );
  return { ...config, metadata: { ...metadata, name } };
}

/** An apiVersion as Go prints it. */
function qualified(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion : `/${apiVersion}`;
}

function applyConflict(conflicts: readonly FieldConflict[]): ReturnType<typeof failure> {
  const byManager = new Map<string, string[]>();
  const causes = conflicts.map(({ manager, path }) => {
    const using = `conflict with "${manager.name}"${manager.subresource === '' ? '' : ` with subresource "${manager.subresource}"`} using ${manager.apiVersion}`;
    byManager.set(using, [...(byManager.get(using) ?? []), shown(path)]);
    return { reason: 'FieldManagerConflict', message: using, field: shown(path) };
  });
  const groups = [...byManager].map(([using, fields]) =>
    fields.length === 1 ? `${using}: ${fields[0]}` : `${using}:\n${fields.map((field) => `- ${field}`).join('\n')}`,
  );
  const head = `Apply failed with ${conflicts.length} conflict${conflicts.length === 1 ? '' : 's'}:`;
  const message = groups.length === 1 ? `${head} ${groups[0]}` : `${head} ${groups.join('\n')}`;
  return failure(409, 'Conflict', message, { causes });
}
