import { apiVersionOf } from '../../model/admission.ts';
import type { Kind } from '../../model/kind.ts';
import { ANNOTATIONS_LIMIT, annotationsSize } from '../../model/metadata.ts';
import type { StoredObject } from '../../model/object.ts';
import { goJson } from '../../model/schema/go-json.ts';
import { isObject } from '../../model/schema/normalize.ts';
import type { Json, JsonObject } from '../../model/schema/types.ts';
import { LAST_APPLIED } from '../objects/content.ts';
import { objectAtom } from './atom.ts';
import { compare } from './compare.ts';
import type { FieldConflict } from './conflict.ts';
import { fieldSet } from './field-set.ts';
import type { PathSet } from './paths.ts';
import { typeProblems } from './typed.ts';

/**
 * The conflicts that are left when kubectl applies on the server what it has applied by itself before.
 * Source: apimachinery managedfields lastAppliedManager.
 */
export function agreedConflicts(
  kind: Kind,
  live: StoredObject | undefined,
  conflicts: readonly FieldConflict[],
): FieldConflict[] {
  const agreed = live === undefined ? undefined : lastAppliedPaths(kind, live);
  if (agreed === undefined) return [...conflicts];
  return conflicts
    .map(({ manager, paths }) => ({ manager, paths: paths.difference(agreed) }))
    .filter(({ paths }) => paths.size > 0);
}

/** What the annotation of kubectl says that is so still; undefined without one that can be read. */
function lastAppliedPaths(kind: Kind, live: StoredObject): PathSet | undefined {
  const text = live.metadata.annotations?.[LAST_APPLIED];
  if (!text) return undefined;
  let applied: Json;
  try {
    applied = JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
  if (!isObject(applied) || applied.apiVersion !== apiVersionOf(kind) || applied.kind !== kind.kind) return undefined;
  const atom = objectAtom(kind);
  const value = live as unknown as Json;
  if (typeProblems(applied, atom, false).length > 0 || typeProblems(value, atom, false).length > 0) return undefined;
  const { modified, added, removed } = compare(applied, value, atom);
  return fieldSet(applied, atom).difference(modified).difference(added).difference(removed);
}

/** Keeps the annotation of kubectl, where there is one, at what is applied. Source: apimachinery managedfields lastAppliedUpdater. */
export function withLastApplied(object: JsonObject, config: JsonObject): JsonObject {
  const { metadata } = object;
  const annotations = isObject(metadata) && isObject(metadata.annotations) ? metadata.annotations : {};
  const { [LAST_APPLIED]: last, ...others } = annotations;
  if (!isObject(metadata) || typeof last !== 'string' || last === '') return object;
  const { metadata: given } = config;
  let bare = config;
  if (isObject(given) && isObject(given.annotations)) {
    const { [LAST_APPLIED]: _last, ...kept } = given.annotations;
    const { annotations: _annotations, ...rest } = given;
    bare = { ...config, metadata: Object.keys(kept).length === 0 ? rest : { ...rest, annotations: kept } };
  }
  const renewed = { ...others, [LAST_APPLIED]: `${goJson(bare)}\n` };
  const fits = annotationsSize(renewed) <= ANNOTATIONS_LIMIT;
  return { ...object, metadata: { ...metadata, annotations: fits ? renewed : others } };
}
