import type { StoredObject } from '../../model/object.ts';
import { badRequest, expired } from '../../model/status.ts';
import { listOrder } from '../../store/memory.ts';
import { RevisionGone } from '../../store/types.ts';
import { listOptions, revisionOf, revisionOfList } from '../http/list-options.ts';
import { ApiProblem, failure } from '../http/problem.ts';
import type { ListMeta } from '../http/table.ts';
import type { ResourceTarget } from '../http/target.ts';
import { selector } from './selectors.ts';
import type { ObjectView } from './view.ts';

/** A page of a list. */
export interface Page {
  objects: StoredObject[];
  metadata: ListMeta;
}

interface Token {
  revision: number;
  /** Last object of the page before. */
  namespace: string;
  name: string;
}

/** 410 for a revision that was compacted away. */
export function goneStatus(error: RevisionGone): ReturnType<typeof expired> {
  return expired(error.message);
}

/** 504 for a revision that is still to come. */
export function tooNew(revision: string, current: number): ApiProblem {
  const message = `Timeout: Too large resource version: ${revision}, current: ${current}`;
  const causes = [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }];
  return new ApiProblem(failure(504, 'Timeout', message, { causes, retryAfterSeconds: 1 }));
}

/**
 * Lists objects: `labelSelector`, `fieldSelector`, `limit`, `continue`, `resourceVersion` with `resourceVersionMatch`.
 * Pages of one list all show the state of its first page.
 * @throws ApiProblem 400, 410, 422, 504
 */
export function listObjects(view: ObjectView, target: ResourceTarget, query: URLSearchParams): Page {
  const { kind, namespace } = target;
  const options = listOptions(query);
  const matches = selector(kind, query);
  const token = readToken(options.continue);
  const wanted = revisionOfList(options.resourceVersion);
  if (token !== undefined && wanted !== undefined && wanted !== 0)
    throw new ApiProblem(badRequest('specifying resource version is not allowed when using continue'));
  const current = view.store.revision;
  if (wanted !== undefined && wanted > current) throw tooNew(options.resourceVersion, current);
  const revision = token?.revision ?? (options.match === 'Exact' && wanted !== undefined ? wanted : current);
  const objects = (revision === current ? view.list(kind, namespace) : past(view, target, revision, token)).filter(
    matches,
  );
  const rest = token === undefined ? objects : objects.filter((object) => isAfter(object, token));
  // an API server gives any version from memory, all of it
  const limit = wanted === 0 && token === undefined ? 0 : options.limit;
  const page = limit > 0 ? rest.slice(0, limit) : rest;
  const last = page.at(-1);
  const metadata: ListMeta = { resourceVersion: String(revision) };
  if (page.length < rest.length && last !== undefined) {
    metadata.continue = writeToken({ revision, namespace: last.metadata.namespace ?? '', name: last.metadata.name });
    if (!query.get('labelSelector') && !query.get('fieldSelector'))
      metadata.remainingItemCount = rest.length - page.length;
  }
  return { objects: page, metadata };
}

/** Checks `resourceVersion` of a get: any that was reached will do. @throws ApiProblem 500, 504 */
export function checkRevision(view: ObjectView, query: URLSearchParams): void {
  const text = query.get('resourceVersion') ?? '';
  const wanted = revisionOf(text);
  if (wanted !== undefined && wanted > view.store.revision) throw tooNew(text, view.store.revision);
}

function past(
  view: ObjectView,
  { kind, namespace }: ResourceTarget,
  revision: number,
  token: Token | undefined,
): StoredObject[] {
  try {
    return view.listAt(kind, namespace, revision);
  } catch (error) {
    if (!(error instanceof RevisionGone)) throw error;
    const tooOld =
      'The provided continue parameter is too old to display a consistent list result; start a new list without it.';
    throw new ApiProblem(token === undefined ? goneStatus(error) : expired(tooOld));
  }
}

function isAfter(object: StoredObject, token: Token): boolean {
  return listOrder(object.metadata.namespace ?? '', object.metadata.name) > listOrder(token.namespace, token.name);
}

function writeToken(token: Token): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

function readToken(text: string): Token | undefined {
  if (text === '') return undefined;
  try {
    const token = JSON.parse(Buffer.from(text, 'base64url').toString()) as Partial<Token>;
    const { revision, namespace, name } = token;
    if (Number.isSafeInteger(revision) && typeof namespace === 'string' && typeof name === 'string')
      return { revision: revision ?? 0, namespace, name };
  } catch {
    // answered below
  }
  throw new ApiProblem(
    badRequest('invalid continue token: continue key is not valid: it must be the one that the page before gave'),
  );
}
