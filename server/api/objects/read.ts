import type { Kind } from '../../model/kind.ts';
import type { StoredObject } from '../../model/object.ts';
import { badRequest, expired } from '../../model/status.ts';
import { listOrder } from '../../store/memory.ts';
import { RevisionGone } from '../../store/types.ts';
import {
  checkListOptions,
  type ListOptions,
  parseListOptions,
  revisionOf,
  revisionOfList,
} from '../http/list-options.ts';
import { ApiProblem, failure } from '../http/problem.ts';
import type { ListMeta } from '../http/table.ts';
import type { ResourceTarget } from '../http/target.ts';
import { namesOne, parseSelectors, type Selector, selectorOf } from './selectors.ts';
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

const OLD_VERSION = 'The resourceVersion for the provided list is too old.';
const OLD_TOKEN =
  'The provided continue parameter is too old to display a consistent list result; start a new list without it.';

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

/** What a list or watch asks for. */
interface ListQuestion {
  options: ListOptions;
  matches: Selector;
  /** The selectors name the object. */
  one: boolean;
  /** The selectors leave nothing out. */
  everything: boolean;
}

/**
 * Options of a list or watch, and which objects are meant, in the order in which an API server looks at them.
 * @throws ApiProblem 400, 422
 */
export function readListOptions(kind: Kind, query: URLSearchParams): ListQuestion {
  const options = parseListOptions(query);
  const selectors = parseSelectors(query);
  checkListOptions(options);
  return { options, matches: selectorOf(kind, selectors), one: namesOne(selectors), everything: selectors.everything };
}

/**
 * Lists objects: `labelSelector`, `fieldSelector`, `limit`, `continue`, `resourceVersion` with `resourceVersionMatch`.
 * Pages of one list all show the state of its first page.
 * @throws ApiProblem 400, 410, 422, 504
 */
export function listObjects(view: ObjectView, target: ResourceTarget, query: URLSearchParams): Page {
  const { kind, namespace } = target;
  const { options, matches, one, everything } = readListOptions(kind, query);
  const token = readToken(options.continue);
  if (token !== undefined && options.resourceVersion !== '' && options.resourceVersion !== '0')
    throw new ApiProblem(badRequest('specifying resource version is not allowed when using continue'));
  const wanted = revisionOfList(options.resourceVersion);
  const current = view.store.revision;
  if (wanted !== undefined && wanted > current) throw tooNew(options.resourceVersion, current);
  // the first page of a version that is named is of that version
  const exact = options.match === 'Exact' || (options.match === '' && options.limit > 0 && wanted !== 0);
  const revision = token?.revision ?? (exact ? (wanted ?? current) : current);
  const objects = revision === current ? view.list(kind, namespace) : past(view, target, revision, token);
  const rest = token === undefined ? objects : objects.filter((object) => isAfter(object, token));
  // an API server gives any version from memory, all of it
  const limit = wanted === 0 && token === undefined ? 0 : options.limit;
  const metadata: ListMeta = { resourceVersion: String(revision) };
  if (limit === 0) return { objects: rest.filter(matches), metadata };
  const { page, left } = firstOf(rest, matches, limit);
  const last = page.at(-1);
  // one object is looked up, and not searched for
  const lookedUp = one && token === undefined && (namespace !== '' || !kind.namespaced);
  if (left > 0 && last !== undefined && !lookedUp) {
    metadata.continue = writeToken({ revision, namespace: last.metadata.namespace ?? '', name: last.metadata.name });
    if (everything) metadata.remainingItemCount = left;
  }
  return { objects: page, metadata };
}

/** The first objects that match, and how many come behind the last of them, whether they match or not. */
function firstOf(
  objects: readonly StoredObject[],
  matches: Selector,
  limit: number,
): { page: StoredObject[]; left: number } {
  const page: StoredObject[] = [];
  let seen = 0;
  while (seen < objects.length && page.length < limit) {
    const object = objects[seen++];
    if (object !== undefined && matches(object)) page.push(object);
  }
  return { page, left: objects.length - seen };
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
    throw new ApiProblem(expired(token === undefined ? OLD_VERSION : OLD_TOKEN));
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
