import type { IncomingMessage, ServerResponse } from 'node:http';
import { badRequest } from '../../model/status.ts';
import type { Wanted } from '../http/accept.ts';
import { count, flag, revisionOption } from '../http/options.ts';
import { ApiProblem } from '../http/problem.ts';
import { includeObject } from '../http/table.ts';
import type { ResourceTarget } from '../http/target.ts';
import { tooNew } from './read.ts';
import { selector } from './selectors.ts';
import type { ObjectView } from './view.ts';
import { WatchCursor, type WatchStart } from './watch-cursor.ts';
import { WatchLines } from './watch-lines.ts';

/** A watch without timeoutSeconds ends after this long, in seconds, and up to as much again. */
const TIMEOUT_SECONDS = 1800;
const BOOKMARK_MS = 60_000;
/** Before the end of a watch a last bookmark is sent, so that the next one can go on from there. */
const LAST_BOOKMARK_MS = 2_000;

/**
 * Streams changes, one JSON object a line: `resourceVersion`, `allowWatchBookmarks`, `sendInitialEvents`, `timeoutSeconds`, selectors.
 * Ends when the client goes or stops reading, or after the timeout.
 * @throws ApiProblem 400, 500 before the stream has begun
 */
export function watchObjects(
  view: ObjectView,
  target: ResourceTarget,
  query: URLSearchParams,
  wanted: Wanted,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { store } = view;
  const bookmarks = flag(query, 'allowWatchBookmarks');
  const initial = query.has('sendInitialEvents') ? flag(query, 'sendInitialEvents') : undefined;
  const lines = new WatchLines(target, wanted, includeObject(query), selector(query));
  if (initial === true && query.get('resourceVersionMatch') !== 'NotOlderThan')
    throw new ApiProblem(badRequest('sendInitialEvents: needs resourceVersionMatch=NotOlderThan'));
  const from = revisionOption(query);
  if (from !== undefined && from > store.revision) throw tooNew(from, store.revision);
  const asked = count(query, 'timeoutSeconds') ?? 0;

  const start: WatchStart = { objects: [], end: null, revision: store.revision };
  if (from !== undefined && from !== 0 && initial !== true) start.revision = from;
  else if (initial !== false) start.objects = view.list(target.kind, target.namespace);
  if (initial === true && bookmarks)
    start.end = lines.bookmark(store.revision, { 'k8s.io/initial-events-end': 'true' });

  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private' });
  response.flushHeaders();
  request.socket.setTimeout(0);
  const cursor = new WatchCursor(store, response, lines, start);
  const timeout = (asked > 0 ? asked : TIMEOUT_SECONDS * (1 + Math.random())) * 1000;
  const timers = [setTimeout(() => cursor.end(), Math.min(timeout, 2 ** 31 - 1))];
  if (bookmarks) {
    timers.push(setInterval(() => cursor.bookmark(), BOOKMARK_MS));
    timers.push(setTimeout(() => cursor.bookmark(), Math.max(timeout - LAST_BOOKMARK_MS, timeout / 2)));
  }
  for (const timer of timers) timer.unref();
  response.on('close', () => timers.forEach((timer) => clearTimeout(timer)));
}
