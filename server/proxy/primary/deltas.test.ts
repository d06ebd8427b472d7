import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Snapshot } from '../../routing/snapshot.ts';
import { applyDelta, deltaOf, type SnapshotDelta } from '../../routing/snapshot-delta.ts';
import { send } from '../testing/clients.ts';
import { TestProxy, until } from '../testing/proxy.ts';
import { ruleId, snapshotOf } from '../testing/snapshot.ts';

const ADDRESS = '127.78.16.1';
const PATHS = ['/a', '/b', '/c'];
let port = 21_900;
let proxy: TestProxy;
beforeEach(async () => {
  port++;
  proxy = await TestProxy.start({ SWITCHYARD_WORKERS: '2' });
});
afterEach(() => proxy.stop());

/** A snapshot whose paths are answered with statuses. */
function answering(revision: number, statuses: Record<string, number>, address = ADDRESS): Snapshot {
  const rules = Object.entries(statuses).map(([path, status]) => ({
    path,
    action: { type: 'respond' as const, status, reason: '' },
  }));
  return snapshotOf(rules, { address, port, revision });
}

/** Statuses by path, asked over as many connections as reach both workers. */
async function seen(address = ADDRESS): Promise<Record<string, number[]>> {
  const entries = PATHS.map(async (path): Promise<[string, number[]]> => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => send({ host: address, port, path })));
    return [path, [...new Set(answers.map(({ status }) => status))]];
  });
  return Object.fromEntries(await Promise.all(entries));
}

function workers(): number[] {
  const { pid } = proxy.child;
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
}

test('changes are served by all workers, and a worker that starts gets all of them', async () => {
  const first = answering(1, { '/a': 201, '/b': 202 });
  await proxy.console.serve(first);
  expect(await seen()).toEqual({ '/a': [201], '/b': [202], '/c': [404] });

  const second = answering(4, { '/a': 203, '/b': 202, '/c': 206 });
  const delta = deltaOf(first, { ...second, rules: { ...second.rules, [ruleId('/b')]: first.rules[ruleId('/b')]! } });
  expect(delta.rules.set.map(({ id }) => id)).toEqual([ruleId('/a'), ruleId('/c')]);
  expect(await proxy.console.answerTo({ type: 'delta', delta })).toMatchObject({
    type: 'ack',
    revision: 4,
    workers: 2,
  });
  const served = { '/a': [203], '/b': [202], '/c': [206] };
  expect(await seen()).toEqual(served);

  // another address and a rule less: the frame changes
  const third = answering(5, { '/a': 203, '/c': 206 }, '127.78.16.2');
  await proxy.console.answerTo({ type: 'delta', delta: deltaOf(applyDelta(first, delta), third) });
  const moved = { '/a': [203], '/b': [404], '/c': [206] };
  expect(await seen('127.78.16.2')).toEqual(moved);
  await expect(seen()).rejects.toThrow('ECONNREFUSED');

  const before = workers();
  for (const pid of before) process.kill(pid, 'SIGKILL');
  await until(() => workers().every((pid) => pid !== 0 && !before.includes(pid)) && workers().length === 2);
  expect(await seen('127.78.16.2')).toEqual(moved);
});

test.each<[string, Partial<SnapshotDelta>, object]>([
  ['starts from another snapshot', { from: 7 }, { type: 'whole' }],
  [
    'names a rule that is not there',
    { rules: { set: [], gone: [ruleId('/a')] } },
    { type: 'nack', revision: 2, reason: expect.stringContaining('the snapshot has no rule') as unknown },
  ],
])('of a change that %s nothing is served, and the next one is wanted whole', async (_name, change, answer) => {
  const first = answering(1, { '/a': 201 });
  const second = answering(2, { '/a': 202, '/b': 203 });
  await proxy.console.serve(first);
  const delta = deltaOf(first, second);
  expect(await proxy.console.answerTo({ type: 'delta', delta: { ...delta, ...change } })).toMatchObject(answer);
  expect(await seen()).toEqual({ '/a': [201], '/b': [404], '/c': [404] });
  expect(await proxy.console.answerTo({ type: 'delta', delta })).toEqual({ type: 'whole' });
  await proxy.console.serve(second);
  expect(await seen()).toEqual({ '/a': [202], '/b': [203], '/c': [404] });
});

test('a console that connects begins with a whole snapshot, whatever another one has sent', async () => {
  const first = answering(1, { '/a': 201 });
  await proxy.console.serve(first);
  const delta = deltaOf(first, answering(2, { '/a': 202 }));
  proxy.console.close();
  await proxy.reconnect();
  expect(await proxy.console.answerTo({ type: 'delta', delta })).toEqual({ type: 'whole' });
  await proxy.console.serve(first);
  expect(await proxy.console.answerTo({ type: 'delta', delta })).toMatchObject({ type: 'ack', revision: 2 });
});
