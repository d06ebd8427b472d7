import type { IncomingMessage } from 'node:http';
import { apiVersionOf, apiVersionsOf } from '../../model/admission.ts';
import type { Kind } from '../../model/kind.ts';
import { requiredValue } from '../../model/schema/field-error.ts';
import { isObject } from '../../model/schema/normalize.ts';
import type { Json, JsonObject } from '../../model/schema/types.ts';
import { badRequest, conflict, invalidObject, notFound, unsupportedMediaType } from '../../model/status.ts';
import { mediaType, parseJson, parseYaml, readText } from '../http/body.ts';
import { ApiProblem, failure, printed } from '../http/problem.ts';
import { applyConfig, type FieldConflict } from '../managed/apply.ts';
import { shown } from '../managed/paths.ts';
import { untypedStatus } from '../managed/typed.ts';
import { jsonPatch, MalformedPatch, PatchFailed } from '../patch/json-patch.ts';
import { mergePatch } from '../patch/merge-patch.ts';
import { strategicMerge } from '../patch/strategic-merge.ts';
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
  if (!types.includes(type)) throw new ApiProblem(unsupportedMediaType(types));
  const text = await readText(request);
  if (type === APPLY_PATCH) return applyObject(context, parseYaml(text, kind.kind));
  const patch = parseJson(text, kind.kind) as Json;
  if (type !== JSON_PATCH && !isObject(patch)) throw new ApiProblem(badRequest('the patch must be a JSON object'));
  return updateObject(context, (current) => {
    const target = current as unknown as Json;
    try {
      if (type === JSON_PATCH) return jsonPatch(target, patch);
      return type === MERGE_PATCH ? mergePatch(target, patch) : strategicMerge(target, patch);
    } catch (error) {
      if (error instanceof MalformedPatch) throw new ApiProblem(badRequest(error.message));
      if (error instanceof PatchFailed)
        throw new ApiProblem(
          failure(
            422,
            'Invalid',
            `the server rejected our request due to an error in our request: ${error.message}`,
            {},
          ),
        );
      throw error;
    }
  });
}

async function applyObject(context: WriteContext, config: unknown): Promise<Outcome> {
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

function checkConfig(kind: Kind, name: string, config: unknown): JsonObject {
  if (!isObject(config)) throw new ApiProblem(badRequest(`the body must be one ${kind.kind}`));
  if (
    config.kind !== kind.kind ||
    typeof config.apiVersion !== 'string' ||
    !apiVersionsOf(kind).includes(config.apiVersion)
  )
    throw new ApiProblem(
      badRequest(
        `invalid object type: ${printed(config.apiVersion)}, Kind=${printed(config.kind)}; expected ${apiVersionOf(kind)}, Kind=${kind.kind}`,
      ),
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
