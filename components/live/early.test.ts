import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EARLY_SCRIPT, STATE, takeCome, takeEarly, type EarlyAnswer } from './early.ts';

let server: Server;
let asked: string[];
beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const failed = request.url?.includes('snapshot') ?? false;
    response.writeHead(failed ? 503 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ path: request.url }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  for (const name of ['syEarly', 'syCome']) Reflect.deleteProperty(globalThis, name);
});

/** Runs the script of the head of a page, and waits for its answers. */
async function openPage(pathname: string): Promise<void> {
  const { port } = server.address() as AddressInfo;
  const here = (path: string, init: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init);
  const window: { syEarly?: Record<string, Promise<EarlyAnswer>>; syCome?: Record<string, EarlyAnswer> } = {};
  runInNewContext(EARLY_SCRIPT, { window, location: { pathname }, fetch: here });
  await Promise.all(Object.values(window.syEarly ?? {}));
  Object.assign(globalThis, window);
}

test('what has come before the scripts is taken once, read already', async () => {
  await openPage('/routes');
  expect(takeCome(STATE)?.value).toEqual({ path: STATE });
  expect(takeCome(STATE)).toBeUndefined();
  expect(takeEarly(STATE)).toBeUndefined();
});

test('an early failure fills nothing; whoever reads it gets the answer', async () => {
  await openPage('/routes');
  expect(takeCome('/console/v1/snapshot')).toBeUndefined();
  const answer = await takeEarly('/console/v1/snapshot');
  expect(answer?.response.status).toBe(503);
  expect(await answer?.response.json()).toEqual({ path: '/console/v1/snapshot' });
});

test('slices are asked for where they are shown, and nothing by whom nobody knows', async () => {
  const slices = '/console/v1/lists/discovery.k8s.io/EndpointSlice';
  await openPage('/backends');
  expect(asked).toContain(slices);
  asked = [];
  await openPage('/routes');
  expect(asked).not.toContain(slices);
  expect(asked).toContain('/console/v1/lists/core/Service');
  asked = [];
  await openPage('/sign-in');
  expect(asked).toEqual([]);
});
