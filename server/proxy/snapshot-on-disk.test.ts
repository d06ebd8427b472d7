import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { mountSmallDisk } from '../../scripts/fire/small-disk.ts';
import type { Snapshot } from '../routing/snapshot.ts';
import { delay, TestProxy, until } from './testing/proxy.ts';
import { forward, snapshotOf } from './testing/snapshot.ts';
import { deltaOf } from '../routing/snapshot-delta.ts';

const HOST = '127.78.4.1';
let port = 21_500;
let proxy: TestProxy;
beforeEach(async () => {
  port++;
  proxy = await TestProxy.start();
});
afterEach(() => proxy.stop());

/** A snapshot of `rules` rules. */
function large(revision: number, rules = 300): Snapshot {
  const endpoint = { address: '127.78.4.10', port: 80 };
  const routes = Array.from({ length: rules }, (_, index) => ({
    path: `/${index}`,
    action: forward({ type: 'RoundRobin' as const }, [endpoint]),
  }));
  return snapshotOf(routes, { address: HOST, port, revision });
}

const fileOf = (data: string): string => path.join(data, 'snapshot.json');

async function kill(): Promise<void> {
  proxy.console.close();
  proxy.child.kill('SIGKILL');
  await proxy.exited;
}

test('kill -9 while snapshots are written leaves a whole one on disk, no older than what was acknowledged', async () => {
  let revision = 0;
  for (let round = 0; round < 4; round++) {
    let acknowledged = 0;
    const target = proxy.console;
    const writing = (async () => {
      for (;;) acknowledged = (await target.serve(large(++revision))).revision;
    })().catch(() => {});
    await until(() => acknowledged > 0);
    await delay(40 * round);
    await kill();
    await writing;
    await proxy.launch();
    const hello = await proxy.console.next('hello');
    expect(hello.revision).toBeGreaterThanOrEqual(acknowledged);
    expect(hello.revision).toBeLessThanOrEqual(revision);
    revision = hello.revision ?? 0;
  }
  expect(proxy.output).not.toContain('not served');
  expect(readdirSync(proxy.data).filter((name) => name.startsWith('snapshot.json'))).toEqual(['snapshot.json']);
});

/** Puts two changes in service, of revisions 2 and 3. */
async function change(): Promise<void> {
  const snapshots = [large(1, 50), { ...large(1, 50), revision: 2 }, { ...large(1, 50), revision: 3 }] as const;
  await proxy.console.serve(snapshots[0]);
  for (const [at, to] of snapshots.slice(1).entries()) {
    const { rules } = snapshots[at]!;
    // one rule is another one, the rest stands
    const after = {
      ...to,
      gateways: snapshots[0].gateways,
      rules: { ...rules, ...Object.fromEntries([Object.entries(to.rules)[at]!]) },
    };
    await proxy.console.answerTo({
      type: 'delta',
      delta: deltaOf({ ...snapshots[at]!, gateways: after.gateways }, after),
    });
  }
}

const cuts: [string, (file: string, text: string) => void, number | null][] = [
  ['as they were written', () => {}, 3],
  ['without the end of the last', (file, text) => truncateSync(file, text.length - 3), 2],
  ['without the whole of the last', (file, text) => truncateSync(file, text.lastIndexOf('{"crc32"')), 2],
  [
    'with a flipped byte in the first',
    (file, text) => writeFileSync(file, text.replace('"from":1,', '"from":9,')),
    null,
  ],
  [
    'with the first left out',
    (file, text) => writeFileSync(file, text.replace(/\n\{"crc32":"\w+"\}\n\{"from":1,.*/, '')),
    null,
  ],
];

test.each(cuts)('changes are kept behind the snapshot: %s', async (_name, harm, revision) => {
  await change();
  const file = fileOf(proxy.data);
  const text = readFileSync(file, 'utf8');
  expect(text.match(/"from":\d/g)).toEqual(['"from":1', '"from":2']);
  await kill();
  harm(file, text);
  await proxy.launch();
  expect((await proxy.console.next('hello')).revision).toBe(revision);
  if (revision === null) expect(proxy.output).toContain('is not served: it');
  await proxy.console.serve(large(9, 3));
  expect(readFileSync(file, 'utf8')).not.toContain('"from"');
});

const damage: [string, (file: string) => void, string][] = [
  [
    'a flipped byte',
    (file) => {
      const bytes = readFileSync(file);
      bytes[bytes.indexOf('127.78.4.10') + 10]! ^= 1;
      writeFileSync(file, bytes);
    },
    'it is damaged: its checksum does not fit',
  ],
  ['an end that is missing', (file) => truncateSync(file, 500), 'it is damaged'],
  ['other content', (file) => writeFileSync(file, '# notes\n'), 'it is damaged'],
  ['nothing in it', (file) => writeFileSync(file, ''), 'it is damaged'],
];

test.each(damage)(
  'a snapshot on disk with %s is not served and is said; that of the console is',
  async (_, harm, reason) => {
    await proxy.console.serve(large(5, 3));
    await kill();
    harm(fileOf(proxy.data));
    await proxy.launch();
    expect((await proxy.console.next('hello')).revision).toBe(null);
    expect(proxy.output).toContain(`the snapshot on disk (${fileOf(proxy.data)}) is not served: ${reason}`);
    expect((await proxy.console.serve(large(6, 3))).revision).toBe(6);
    await kill();
    await proxy.launch();
    expect((await proxy.console.next('hello')).revision).toBe(6);
  },
);

test('a full disk is said once, serving goes on, and the file is kept up again when there is room', async (context) => {
  const disk = mountSmallDisk(1 << 20);
  if ('reason' in disk) return context.skip(disk.reason);
  const data = path.join(disk.folder, 'data');
  const other = await TestProxy.start({}, data);
  try {
    await other.console.serve(large(1));
    const kept = readFileSync(fileOf(data));
    disk.fill();
    for (const revision of [2, 3, 4]) expect((await other.console.serve(large(revision))).revision).toBe(revision);
    expect(other.output.match(/could not be kept on disk .*ENOSPC/g)).toHaveLength(1);
    expect(readFileSync(fileOf(data)).equals(kept)).toBe(true);
    disk.free();
    await other.console.serve(large(5));
    expect(other.output).toContain('snapshots are kept on disk again');
    expect(readFileSync(fileOf(data), 'utf8')).toContain('"revision":5');
  } finally {
    await other.stop();
    rmSync(data, { recursive: true, force: true });
    disk.unmount();
  }
});
