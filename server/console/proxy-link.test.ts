import { createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FromProxy, ToProxy } from '../contract/control.ts';
import type { Snapshot } from '../routing/snapshot.ts';
import { folder } from '../store/store.fixture.ts';
import { JsonLines } from '../supervisor/json-lines.ts';
import { ProxyLink } from './proxy-link.ts';

/** The proxy's end of the control socket. */
let server: Server;
let console: Socket | null;
let received: ToProxy[];
let wake: () => void;
let link: ProxyLink;

beforeEach(async () => {
  received = [];
  wake = () => {};
  console = null;
  const file = path.join(folder(), 'proxy.sock');
  server = createServer((socket) => {
    console = socket;
    const lines = new JsonLines(
      (value) => {
        if ((value as ToProxy).type === 'ping') return;
        received.push(value as ToProxy);
        wake();
      },
      () => socket.destroy(),
    );
    socket.on('data', (chunk: Buffer) => lines.take(chunk));
    socket.on('error', () => {});
    say({ type: 'hello', pid: 1, workers: 1, revision: null, startedAt: '', bindings: [] });
  });
  await new Promise<void>((resolve) => server.listen(file, resolve));
  link = new ProxyLink(file, { changed: () => {}, bound: () => {}, deltas: () => {} });
});
afterEach(() => {
  link.close();
  console?.destroy();
  server.close();
});

function say(message: FromProxy): void {
  console?.write(`${JSON.stringify(message)}\n`);
}

/** The next message that the console sends. */
async function next(): Promise<ToProxy> {
  while (received.length === 0) await new Promise<void>((resolve) => (wake = resolve));
  return received.shift()!;
}

/** A snapshot with one rule for each status. */
function answering(revision: number, ...statuses: number[]): Snapshot {
  const rules = statuses.map((status) => ({
    id: `HTTPRoute/default/r${status}/0`,
    route: { kind: 'HTTPRoute' as const, namespace: 'default', name: `r${status}` },
    index: 0,
    action: { type: 'respond' as const, status, reason: '' },
  }));
  return { revision, gateways: [], rules: Object.fromEntries(rules.map((rule) => [rule.id, rule])) };
}

test('a connection brings the whole snapshot first, then what changed, and the whole again when that is asked for', async () => {
  const first = answering(1, 404);
  link.serve(first);
  expect(await next()).toEqual({ type: 'snapshot', snapshot: first });

  const second = { ...answering(2, 410), rules: { ...first.rules, ...answering(2, 410).rules } };
  link.serve(second);
  expect(await next()).toEqual({
    type: 'delta',
    delta: { from: 1, revision: 2, hosts: [], rules: { set: Object.values(answering(2, 410).rules), gone: [] } },
  });
  say({ type: 'whole' });
  expect(await next()).toEqual({ type: 'snapshot', snapshot: second });

  const third = { ...first, revision: 3 };
  link.serve(third);
  expect(await next()).toMatchObject({
    type: 'delta',
    delta: { from: 2, rules: { gone: ['HTTPRoute/default/r410/0'] } },
  });
});

test('what follows a refusal, and a new connection, is whole', async () => {
  link.serve(answering(1, 404));
  await next();
  say({ type: 'nack', revision: 1, reason: 'no good' });
  while (link.state.refused === null) await new Promise((resolve) => setTimeout(resolve, 5));
  link.serve(answering(2, 410));
  expect(await next()).toEqual({ type: 'snapshot', snapshot: answering(2, 410) });

  console?.destroy();
  expect(await next()).toEqual({ type: 'snapshot', snapshot: answering(2, 410) });
});

test('a proxy that hangs gives no answer although it is connected, until it goes on', async () => {
  link.close();
  const changes: boolean[] = [];
  const file = path.join(folder(), 'hung.sock');
  const hung = createServer((socket) => {
    console = socket;
    socket.on('error', () => {});
    say({ type: 'hello', pid: 1, workers: 1, revision: null, startedAt: '', bindings: [] });
  });
  await new Promise<void>((resolve) => hung.listen(file, resolve));
  const events = {
    changed: () => {
      changes.push(link.state.connected);
      wake();
    },
    bound: () => {},
    deltas: () => {},
  };
  link = new ProxyLink(file, events, { askMs: 10, quietMs: 20, silentMs: 40 });
  const until = async (told: () => boolean): Promise<void> => {
    while (!told()) await new Promise<void>((resolve) => (wake = resolve));
  };
  await until(() => link.state.connected);
  await until(() => !link.state.connected);
  expect(link.answers).toBe(false);
  expect(link.state.pid).toBe(1);
  say({ type: 'pong' });
  await until(() => link.state.connected);
  expect(link.answers).toBe(true);
  expect(changes).toContain(false);
  hung.close();
});
