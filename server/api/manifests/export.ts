import { parseDocuments } from '../../model/documents.ts';
import { manifestText } from '../../model/manifest-text.ts';
import { keyOf, keyText, type StoredObject } from '../../model/object.ts';
import { findKind } from '../../model/registry.ts';
import { badRequest } from '../../model/status.ts';
import { ApiProblem, failure } from '../http/problem.ts';
import type { ObjectView } from '../objects/view.ts';
import type { ManifestRequest } from './routes.ts';

const FORMATS: Record<string, { type: string; file: string }> = {
  yaml: { type: 'text/yaml; charset=utf-8', file: 'switchyard.yaml' },
  json: { type: 'application/json', file: 'switchyard.json' },
};

/**
 * GET /console/v1/export: manifests in apply order. `endpointSlices=false` leaves those out, `objects=KEY,KEY` takes only these, `format` is
 * yaml (authored texts) or json (one List).
 * @throws ApiProblem 400, 404 when an object of `objects` is not there
 */
export function exportObjects({ view, query, response }: ManifestRequest): void {
  const format = query.get('format') || 'yaml';
  const head = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  if (head === undefined) throw new ApiProblem(badRequest(`format: must be yaml or json, found "${format}"`));
  const chosen = chosenObjects(view, query);
  const objects =
    query.get('endpointSlices') === 'false' ? chosen.filter(({ kind }) => kind !== 'EndpointSlice') : chosen;
  const asSaved =
    format === 'yaml' ? objects.filter((object) => view.store.text(keyOf(object)) !== undefined).length : 0;
  const body = Buffer.from(format === 'yaml' ? toYaml(view, objects) : toJson(objects));
  response.writeHead(200, {
    'content-type': head.type,
    'content-length': body.length,
    'content-disposition': `attachment; filename="${head.file}"`,
    'cache-control': 'no-store',
    // how many objects there are, and how many stand in the text byte for byte as they were saved
    'x-switchyard-as-saved': `${asSaved}/${objects.length}`,
  });
  response.end(body);
}

function chosenObjects(view: ObjectView, query: URLSearchParams): StoredObject[] {
  const keys = query
    .getAll('objects')
    .flatMap((list) => list.split(','))
    .filter((key) => key !== '');
  const all = inApplyOrder(view.store.all());
  if (keys.length === 0) return all;
  const known = new Set(all.map((object) => keyText(keyOf(object))));
  const missing = keys.find((key) => !known.has(key));
  if (missing !== undefined)
    throw new ApiProblem(
      failure(404, 'NotFound', `objects: there is no ${missing}; the form is GROUP/KIND/NAMESPACE/NAME`),
    );
  const wanted = new Set(keys);
  return all.filter((object) => wanted.has(keyText(keyOf(object))));
}

/** Namespaces and classes before what needs them; then by kind, namespace and name. */
function inApplyOrder(objects: readonly StoredObject[]): StoredObject[] {
  const rank = (object: StoredObject): number => {
    const { group, kind } = keyOf(object);
    return findKind(group, kind)?.applyOrder ?? Number.MAX_SAFE_INTEGER;
  };
  return [...objects].sort((a, b) => rank(a) - rank(b) || (keyText(keyOf(a)) < keyText(keyOf(b)) ? -1 : 1));
}

function toYaml(view: ObjectView, objects: readonly StoredObject[]): string {
  let text = '';
  for (const object of objects) {
    const own = view.store.text(keyOf(object)) ?? manifestText(object);
    if (text !== '' && !/^---(\s|$)/.test(own)) text += '---\n';
    text += own.endsWith('\n') ? own : `${own}\n`;
  }
  return text;
}

function toJson(objects: readonly StoredObject[]): string {
  const items = objects.map((object) => parseDocuments(manifestText(object))[0]?.value);
  return `${JSON.stringify({ apiVersion: 'v1', kind: 'List', metadata: {}, items }, null, 2)}\n`;
}
