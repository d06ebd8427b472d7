import type { IncomingMessage, ServerResponse } from 'node:http';
import { wantedOfWatch } from '../http/accept.ts';
import { revisionOf } from '../http/list-options.ts';
import { includeObject } from '../http/table.ts';
import type { ResourceTarget } from '../http/target.ts';
import { readListOptions, tooNew } from './read.ts';
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
 * @throws ApiProblem 400, 406, 422, 500, 504 before the stream has begun
 */
export function watchObjects(
  view: ObjectView,
  target: ResourceTarget,
  query: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { store } = view;
  const { options, matches } = readListOptions(target.kind, query);
  const { bookmarks, initialEvents: initial, resourceVersion, timeoutSeconds: asked } = options;
  const from = revisionOf(resourceVersion);
  if (from !== undefined && from > store.revision) throw tooNew(resourceVersion, store.revision);

  const lines = new WatchLines(target, wantedOfWatch(request), includeObject(query), matches);
  const start: WatchStart = { objects: [], end: null, revision: store.revision };
  const later = from !== undefined && from !== 0 && initial !== true;
  if (later) start.revision = from;
  else if (initial !== false) start.objects = view.list(target.kind, target.namespace);
  if (bookmarks && !later && initial !== false)
    start.end = lines.bookmark(store.revision, { 'k8s.io/initial-events-end': 'true' });

  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private' });
  response.flushHeaders();
  request.socket.setTimeout(0);
  const cursor = new WatchCursor(store, response, lines, start);
  const timeout = (asked > 0 ? asked : TIMEOUT_SECONDS * (1 + Math.random())) * 1000;
  const timers = [setTimeout(() => cursor.end(), Math.min(timeout, 2 ** 31 - 1))];
  if (bookmarks) {
    timers.push(setInterval(() => cursor.bookmark(), BOOKMARK_MS));
    if (timeout > LAST_BOOKMARK_MS) timers.push(setTimeout(() => cursor.bookmark(), timeout - LAST_BOOKMARK_MS));
  }
  for (const timer of timers) timer.unref();
  response.on('close', () => timers.forEach((timer) => clearTimeout(timer)));
}
