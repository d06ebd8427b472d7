import type { IncomingMessage, ServerResponse } from 'node:http';
import { kindAt } from '../../model/api-version.ts';
import type { StoredObject } from '../../model/object.ts';
import { notFound, type Status } from '../../model/status.ts';
import { checkShape, type Wanted, wanted } from '../http/accept.ts';
import { methodStatus } from '../http/methods.ts';
import { flag, listType, type OptionsName, type WriteOptions, writeOptions } from '../http/options.ts';
import { ApiProblem } from '../http/problem.ts';
import { send } from '../http/send.ts';
import { addWarnings } from '../http/warnings.ts';
import { includeObject, type ListMeta, partialObject, table } from '../http/table.ts';
import type { ResourceTarget } from '../http/target.ts';
import { checkPatchType, isApply } from './patch-types.ts';
import { writeCore } from './core-routes.ts';
import { writeCustom } from './custom-routes.ts';
import { deleteObject } from './delete.ts';
import { type DeleteOptions, readDeleteOptions } from './delete-options.ts';
import { checkRevision, listObjects, type Page, readListOptions } from './read.ts';
import { atVersion } from './version.ts';
import type { ObjectView } from './view.ts';
import { watchObjects } from './watch.ts';
import { notActingWarnings } from './not-acting.ts';
import { contextKey, type Outcome, subject, type WriteContext } from './write.ts';

/** A request for a collection, an object, or its status. */
export interface ResourceRequest {
  view: ObjectView;
  target: ResourceTarget;
  query: URLSearchParams;
  request: IncomingMessage;
  response: ServerResponse;
}

/** Verbs of collections and objects by HTTP method. @throws ApiProblem */
export async function serveResource(call: ResourceRequest): Promise<void> {
  const { target, query, request } = call;
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const { kind } = target;
  const place = target.namespace !== '' || !kind.namespaced;
  if (target.name === '') {
    if (method === 'GET') return flag(query, 'watch') ? watch(call) : list(call);
    if (method === 'POST' && place) return write(call, 'create');
    if (method === 'DELETE' && place && kind.noDeleteCollection !== true) return deleteCollection(call);
  } else {
    if (method === 'PUT') return write(call, 'update');
    const reads = target.subresource !== 'finalize';
    if (method === 'GET' && reads) return get(call);
    if (method === 'PATCH' && reads) return write(call, 'patch');
    if (method === 'DELETE' && target.subresource === '') return deleteOne(call);
  }
  throw new ApiProblem(methodStatus(target.kind, request.method), { allow: allowed(target) });
}

function allowed({ name, subresource, kind, namespace }: ResourceTarget): string {
  if (subresource === 'finalize') return 'PUT';
  if (name !== '') return subresource === '' ? 'GET, PUT, PATCH, DELETE' : 'GET, PUT, PATCH';
  if (namespace === '' && kind.namespaced) return 'GET';
  return kind.noDeleteCollection === true ? 'GET, POST' : 'GET, POST, DELETE';
}

function context({ view, target, query, request }: ResourceRequest, options: OptionsName): WriteContext {
  const { kind, version, namespace, name, subresource } = target;
  const write: WriteOptions = writeOptions(query, request.headers['user-agent'], options);
  return { view, kind: kindAt(kind, version), namespace, name, subresource, options: write };
}

function sendObject(
  { target, query, response }: ResourceRequest,
  code: number,
  object: StoredObject,
  as: Wanted,
): void {
  checkShape(target.kind, as, false);
  const shown = atVersion(object, target);
  const metadata = { resourceVersion: object.metadata.resourceVersion };
  const value =
    as.shape === 'table'
      ? table(target.kind, [shown], metadata, { include: includeObject(query), version: as.metaVersion })
      : as.shape === 'metadata'
        ? partialObject(shown, as.metaVersion)
        : shown;
  send(response, code, value, as);
}

function sendOutcome(call: ResourceRequest, { code, object, warnings }: Outcome, as: Wanted): void {
  addWarnings(call.response, warnings);
  if (call.target.subresource === '')
    addWarnings(call.response, notActingWarnings(call.target.kind, object), 'switchyard');
  sendObject(call, code, object, as);
}

function get(call: ResourceRequest): void {
  const { view, target, request } = call;
  const { kind, namespace, name } = target;
  const as = wanted(request);
  checkRevision(view, call.query);
  const object = view.get({ group: kind.group, kind: kind.kind, namespace, name });
  if (object === undefined) throw new ApiProblem(notFound(subject(kind, name)));
  sendObject(call, 200, object, as);
}

function list(call: ResourceRequest): void {
  const { view, target, query, request } = call;
  const as = wanted(request);
  sendList(call, listObjects(view, target, query), as);
}

/** Sends a list in the shape that is wanted. @throws ApiProblem 406 */
function sendList({ target, query, response }: ResourceRequest, { objects, metadata }: Page, as: Wanted): void {
  checkShape(target.kind, as, true);
  const items = objects.map((object) => atVersion(object, target));
  if (as.shape === 'table')
    return send(
      response,
      200,
      table(target.kind, items, metadata, { include: includeObject(query), version: as.metaVersion }),
      as,
    );
  if (as.shape === 'metadata') {
    const list = {
      kind: 'PartialObjectMetadataList',
      apiVersion: `meta.k8s.io/${as.metaVersion}`,
      metadata,
      // Go writes a list that nothing was put into as null
      items: items.length === 0 ? null : items.map((item) => partialObject(item, as.metaVersion)),
    };
    return send(response, 200, list, as);
  }
  send(response, 200, listOf(target, metadata, items), as);
}

/** A list of objects. Those of core kinds do not say what they are, and those of custom resources always have `continue`. */
function listOf({ kind, version }: ResourceTarget, metadata: ListMeta, items: StoredObject[]): object {
  const type = listType({ ...kind, version });
  if (!kind.core) return { ...type, metadata: { continue: '', ...metadata }, items };
  return { ...type, metadata, items: items.map(({ kind: _kind, apiVersion: _version, ...item }) => item) };
}

function watch({ view, target, query, request, response }: ResourceRequest): void {
  // what can never be sent is told before anything else, and what cannot be streamed behind all else
  wanted(request);
  watchObjects(view, target, query, request, response);
}

const OPTIONS = { create: 'CreateOptions', update: 'UpdateOptions', patch: 'PatchOptions' } as const;

async function write(call: ResourceRequest, verb: keyof typeof OPTIONS): Promise<void> {
  const { kind } = call.target;
  if (verb === 'patch') checkPatchType(kind, call.request.headers['content-type']);
  const as = wanted(call.request);
  const applies = verb === 'patch' && isApply(call.request.headers['content-type']);
  const read = (): WriteContext => context(call, applies ? 'ApplyOptions' : OPTIONS[verb]);
  const { rules } = kind;
  const outcome =
    rules === undefined ? await writeCustom(call, verb, read) : await writeCore(call, { ...kind, rules }, verb, read);
  sendOutcome(call, outcome, as);
}

/** A deletion as the options ask for it, which may stand in the body. */
async function deletion(call: ResourceRequest): Promise<{ write: WriteContext; options: DeleteOptions }> {
  const options = await readDeleteOptions(call.request, call.query);
  const write = context({ ...call, query: new URLSearchParams() }, 'DeleteOptions');
  return { write: { ...write, options: { ...write.options, dryRun: options.dryRun.length > 0 } }, options };
}

async function deleteOne(call: ResourceRequest): Promise<void> {
  const as = wanted(call.request);
  const { write, options } = await deletion(call);
  const { code, result } = await deleteObject(write, options);
  if (result.kind === 'Status') {
    // success says no code
    const { code: _code, ...status } = result as Status;
    send(call.response, code, status, as);
  } else sendObject(call, code, result as StoredObject, as);
}

async function deleteCollection(call: ResourceRequest): Promise<void> {
  const { view, target, query } = call;
  const as = wanted(call.request);
  readListOptions(target.kind, query);
  const { write, options } = await deletion(call);
  const page = listObjects(view, target, query);
  for (const object of page.objects) {
    const one = { ...write, name: object.metadata.name };
    if (view.get(contextKey(one)) !== undefined) await deleteObject(one, options).catch(ignoreGone);
  }
  sendList(call, page, as);
}

function ignoreGone(error: unknown): void {
  if (!(error instanceof ApiProblem) || error.status.code !== 404) throw error;
}
