import type { IncomingMessage, ServerResponse } from 'node:http';
import { apiVersionOf } from '../../model/admission.ts';
import type { StoredObject } from '../../model/object.ts';
import { badRequest } from '../../model/status.ts';
import { RevisionGone, type StoreEvent } from '../../store/types.ts';
import type { Wanted } from '../http/accept.ts';
import { count, flag, revisionOption } from '../http/options.ts';
import { ApiProblem } from '../http/problem.ts';
import { includeObject, partialObject, table } from '../http/table.ts';
import type { ResourceTarget } from '../http/target.ts';
import { goneStatus, tooNew } from './read.ts';
import { selector } from './selectors.ts';
import { atVersion } from './version.ts';
import type { ObjectView } from './view.ts';

/** A watch without timeoutSeconds ends after this long, in seconds, and up to as much again. */
const TIMEOUT_SECONDS = 1800;
const BOOKMARK_MS = 60_000;
/** A client that does not read is cut off when this much waits for it, in bytes. */
const MOST_WAITING = 16 << 20;
/** Before the end of a watch a last bookmark is sent, so that the next one can go on from there. */
const LAST_BOOKMARK_MS = 2_000;

type WatchEventType = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';

/**
 * Streams changes, one JSON object a line: `resourceVersion`, `allowWatchBookmarks`, `sendInitialEvents`, `timeoutSeconds`, selectors.
 * Ends when the client goes or after the timeout.
 * @throws ApiProblem 400, 500 before the stream has begun
 */
export function watchObjects(
  view: ObjectView,
  target: ResourceTarget,
  query: URLSearchParams,
  { shape, metaVersion }: Wanted,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { kind, namespace, version } = target;
  const matches = selector(query);
  const bookmarks = flag(query, 'allowWatchBookmarks');
  const initial = query.has('sendInitialEvents') ? flag(query, 'sendInitialEvents') : undefined;
  if (initial === true && query.get('resourceVersionMatch') !== 'NotOlderThan')
    throw new ApiProblem(badRequest('sendInitialEvents: needs resourceVersionMatch=NotOlderThan'));
  const from = revisionOption(query);
  if (from !== undefined && from > view.store.revision) throw tooNew(from, view.store.revision);
  const asked = count(query, 'timeoutSeconds') ?? 0;
  const include = includeObject(query);
  let headSent = false;

  const line = (type: WatchEventType, object: unknown): void => {
    response.write(`${JSON.stringify({ type, object })}\n`);
    if (response.writableLength > MOST_WAITING) response.destroy();
  };
  const shaped = (object: StoredObject): unknown => {
    const shown = atVersion(object, target);
    if (shape === 'metadata') return partialObject(shown, metaVersion);
    if (shape !== 'table') return shown;
    const head = !headSent;
    headSent = true;
    return table(
      kind,
      [shown],
      { resourceVersion: object.metadata.resourceVersion },
      { include, version: metaVersion, head },
    );
  };
  const bookmark = (annotations?: Record<string, string>): void => {
    const resourceVersion = String(view.store.revision);
    const metadata = {
      resourceVersion,
      creationTimestamp: null,
      ...(annotations === undefined ? {} : { annotations }),
    };
    if (shape === 'table') {
      const object = { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata };
      const rows = [{ cells: kind.columns.map(() => ''), object }];
      line('BOOKMARK', {
        kind: 'Table',
        apiVersion: 'meta.k8s.io/v1',
        metadata: { resourceVersion },
        columnDefinitions: null,
        rows,
      });
    } else if (shape === 'metadata')
      line('BOOKMARK', { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata });
    else line('BOOKMARK', { kind: kind.kind, apiVersion: apiVersionOf({ ...kind, version }), metadata });
  };
  const forward = (event: StoreEvent): void => {
    if (event.key.group !== kind.group || event.key.kind !== kind.kind) return;
    if (namespace !== '' && event.key.namespace !== namespace) return;
    const before = event.previous !== undefined && matches(event.previous);
    const after = event.type !== 'DELETED' && matches(event.object);
    if (!before && !after) return;
    line(after ? (before ? 'MODIFIED' : 'ADDED') : 'DELETED', shaped(event.object));
  };

  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private' });
  response.flushHeaders();
  try {
    const missed = from === undefined || from === 0 || initial === true ? undefined : view.store.since(from);
    if (missed === undefined) {
      if (initial !== false)
        for (const object of view.list(kind, namespace)) if (matches(object)) line('ADDED', shaped(object));
      if (initial === true && bookmarks) bookmark({ 'k8s.io/initial-events-end': 'true' });
    } else for (const event of missed) forward(event);
  } catch (error) {
    if (!(error instanceof RevisionGone)) throw error;
    line('ERROR', goneStatus(error));
    response.end();
    return;
  }

  const timeout = (asked > 0 ? asked : TIMEOUT_SECONDS * (1 + Math.random())) * 1000;
  const timers = [setTimeout(() => response.end(), Math.min(timeout, 2 ** 31 - 1))];
  if (bookmarks) {
    timers.push(setInterval(() => bookmark(), BOOKMARK_MS));
    timers.push(setTimeout(() => bookmark(), Math.max(timeout - LAST_BOOKMARK_MS, timeout / 2)));
  }
  for (const timer of timers) timer.unref();
  const unsubscribe = view.store.subscribe((events) => events.forEach(forward));
  const end = (): void => {
    unsubscribe();
    for (const timer of timers) clearTimeout(timer);
  };
  response.on('close', end);
  request.socket.setTimeout(0);
}
