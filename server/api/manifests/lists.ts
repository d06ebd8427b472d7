import type { Kind } from '../../model/kind.ts';
import type { StoredObject } from '../../model/object.ts';
import { findKind } from '../../model/registry.ts';
import { noSuchPath } from '../../model/status.ts';
import { KeptBody } from '../http/kept-body.ts';
import { ApiProblem } from '../http/problem.ts';
import type { ObjectView } from '../objects/view.ts';
import type { ManifestRequest } from './routes.ts';

/** The objects of a kind, and the answer that says them: as long as they are the same, it is. */
interface Kept {
  objects: StoredObject[];
  body: KeptBody;
}

const kept = new WeakMap<ObjectView, Map<Kind, Kept>>();
/** By object: one that is changed is another. */
const texts = new WeakMap<StoredObject, string>();

/**
 * GET /console/v1/lists/GROUP/KIND: all objects of a kind, for pages. Every page asks for several kinds, so that the answer is written once, and
 * of managed fields only says who wrote when. The revision that it is at stands in a header.
 * @throws ApiProblem 404
 */
export function readList({ view, pathname, response }: ManifestRequest): Promise<void> {
  const [group = '', name = '', ...more] = pathname.split('/').slice(4);
  const kind = findKind(group === 'core' ? '' : group, name);
  if (kind === undefined || more.length > 0) throw new ApiProblem(noSuchPath());
  return bodyOf(view, kind).send(response, { 'x-switchyard-revision': String(view.store.revision) });
}

function bodyOf(view: ObjectView, kind: Kind): KeptBody {
  let kinds = kept.get(view);
  if (!kinds) kept.set(view, (kinds = new Map()));
  const objects = view.list(kind, '');
  const known = kinds.get(kind);
  if (known?.objects.length === objects.length && known.objects.every((object, index) => object === objects[index]))
    return known.body;
  const body = new KeptBody(`{"items":[${objects.map(textOf).join(',')}]}`);
  kinds.set(kind, { objects, body });
  return body;
}

function textOf(object: StoredObject): string {
  let text = texts.get(object);
  if (text === undefined) texts.set(object, (text = JSON.stringify(forPages(object))));
  return text;
}

/** An object without what no list shows: its type, which the list has, and which fields each writer set. */
function forPages({ apiVersion: _version, kind: _kind, ...object }: StoredObject): Partial<StoredObject> {
  const { managedFields, ...metadata } = object.metadata;
  if (managedFields === undefined) return object;
  const writers = (managedFields as Record<string, unknown>[]).map(({ fieldsV1: _fields, ...writer }) => writer);
  return { ...object, metadata: { ...metadata, managedFields: writers } };
}
