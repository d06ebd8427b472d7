import { apiVersionOf } from '../../model/admission.ts';
import type { Kind } from '../../model/kind.ts';
import { isObject } from '../../model/schema/normalize.ts';
import type { JsonObject } from '../../model/schema/types.ts';
import { badRequest, conflict, notFound } from '../../model/status.ts';
import { parseYaml, YamlError } from '../http/body.ts';
import { jsonTypeName } from '../http/go-json.ts';
import { ApiProblem, failure, printed } from '../http/problem.ts';
import { textOf } from '../http/text.ts';
import { applyConfig, type FieldConflict } from '../managed/apply.ts';
import type { Manager } from '../managed/entries.ts';
import { shown } from '../managed/paths.ts';
import { untypedStatus } from '../managed/typed.ts';
import { contextKey, createObject, type Outcome, subject, updateObject, type WriteContext } from './write.ts';

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

/** 409 that names every field and who manages it. Source: fieldmanager NewConflictError. */
function applyConflict(conflicts: readonly FieldConflict[]): ReturnType<typeof failure> {
  const named = conflicts.map(({ manager, path }) => ({ by: managerText(manager), field: shown(path) }));
  const causes = named.map(({ by, field }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${by}`,
    field,
  }));
  const [only] = named;
  const groups = Map.groupBy(named, ({ by }) => by);
  const list = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([by, fields]) => {
      const lines = fields.map(({ field }) => `- ${field}`);
      return `conflicts with ${by}:\n${lines.join('\n')}`;
    });
  const message =
    conflicts.length === 1
      ? `Apply failed with 1 conflict: conflict with ${only?.by}: ${only?.field}`
      : `Apply failed with ${conflicts.length} conflicts: ${list.join('\n')}`;
  return failure(409, 'Conflict', message, { causes });
}

/** A manager as conflicts name it; who applies does so in any version. */
function managerText({ name, operation, subresource, apiVersion }: Manager): string {
  const through = subresource === '' ? '' : ` with subresource ${JSON.stringify(subresource)}`;
  return `${JSON.stringify(name)}${through}${operation === 'Update' ? ` using ${apiVersion}` : ''}`;
}
