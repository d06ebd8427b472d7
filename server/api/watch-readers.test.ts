import { get, type IncomingMessage } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { ROUTES, route, type Served, serve } from './serve.fixture.ts';

let served: Served;
afterEach(() => served.close());

interface Seen {
  type: string;
  object: { metadata?: { name?: string; resourceVersion?: string }; code?: number; reason?: string };
}

function startWatch(query = ''): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(`${served.url}${ROUTES}?watch=1${query}`, { agent: false }, resolve).once('error', reject);
  });
}

/** Reads until enough came or the watch ends. */
async function read(watch: IncomingMessage, enough = Number.POSITIVE_INFINITY): Promise<Seen[]> {
  const seen: Seen[] = [];
  let text = '';
  for await (const chunk of watch.setEncoding('utf8') as AsyncIterable<string>) {
    const lines = (text + chunk).split('\n');
    text = lines.pop() ?? '';
    seen.push(...lines.map((line) => JSON.parse(line) as Seen));
    if (seen.length >= enough) break;
  }
  watch.destroy();
  return seen;
}

/** A route of about 200 kB. */
function large(name: string): object {
  return route(name, {}, { annotations: { note: 'x'.repeat(200_000) } });
}

test('what is there at the beginning is sent whole, however much it is', async () => {
  served = await serve();
  for (let n = 0; n < 100; n++) expect((await served.call('POST', ROUTES, large(`r${n}`))).code).toBe(201);
  const watch = await startWatch();
  const changed = served.call('DELETE', `${ROUTES}/r0`);
  const seen = await read(watch, 101);
  await changed;
  expect(seen.slice(0, 100).map(({ type }) => type)).toEqual(Array.from({ length: 100 }, () => 'ADDED'));
  expect(seen[100]).toMatchObject({ type: 'DELETED', object: { metadata: { name: 'r0' } } });
});

test('a client that does not read costs next to nothing, and is told 410 when what it has not seen is gone', async () => {
  served = await serve(20);
  await served.call('POST', ROUTES, route('first'));
  const watch = await startWatch();
  for (let n = 0; n < 80; n++) {
    await served.call('POST', ROUTES, large('churn'));
    await served.call('DELETE', `${ROUTES}/churn`);
  }
  const waiting = [...served.sockets].reduce((sum, socket) => sum + socket.writableLength, 0);
  expect(waiting).toBeLessThan(1_000_000);
  const seen = await read(watch);
  expect(seen[0]).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'first' } } });
  expect(seen.at(-1)).toMatchObject({ type: 'ERROR', object: { code: 410, reason: 'Expired' } });
  // what came before it has no gap
  const revisions = seen.slice(0, -1).map(({ object }) => Number(object.metadata?.resourceVersion));
  expect(revisions).toEqual(revisions.map((_, index) => revisions[0]! + index));
});

test('many watches each see every change once and in order', async () => {
  served = await serve();
  const watches = await Promise.all(Array.from({ length: 100 }, () => startWatch('&resourceVersion=0')));
  const reading = watches.map((watch) => read(watch, 30));
  for (let n = 0; n < 30; n++) await served.call('POST', ROUTES, route(`r${n}`));
  const expected = Array.from({ length: 30 }, (_, n) => `ADDED r${n}`);
  for (const seen of await Promise.all(reading))
    expect(seen.map(({ type, object }) => `${type} ${object.metadata?.name}`)).toEqual(expected);
});

test('a bookmark names no revision before its changes were sent', async () => {
  served = await serve();
  const query = `&allowWatchBookmarks=true&timeoutSeconds=2&resourceVersion=${served.store.revision}`;
  const reading = read(await startWatch(query));
  for (let n = 0; n < 200; n++) await served.call('POST', ROUTES, route(`r${n}`));
  let newest = 0;
  for (const { type, object } of await reading) {
    const revision = Number(object.metadata?.resourceVersion);
    if (type === 'BOOKMARK') expect(revision).toBe(newest);
    else newest = revision;
  }
});
