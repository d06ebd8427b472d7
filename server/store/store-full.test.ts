import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { folder, key, open, put, smallDisk } from './store.fixture.ts';
import { openStore } from './store.ts';
import { type Store, StoreConflict } from './types.ts';

const OPEN_STORE = fileURLToPath(new URL('./open-store.fixture.ts', import.meta.url));
const MEGABYTE = 1 << 20;
const TEXT = `# ${'x'.repeat(10_000)}\n`;

/** Writes pairs until the store refuses, and says why it did. @param names how many pairs there are */
async function writeUntilRefused(store: Store, names = Number.POSITIVE_INFINITY): Promise<string> {
  for (let n = 0; ; n++) {
    try {
      await store.write([put(`a${n % names}`, n, '*', TEXT), put(`b${n % names}`, n, '*')]);
    } catch (error) {
      if (error instanceof StoreConflict) throw error;
      return error instanceof Error ? error.message : String(error);
    }
  }
}

/** Everything that a reader of a store can see. */
function visible(store: Store): unknown {
  const texts = store.all().map((object) => store.text(key(object.metadata.name)));
  return {
    revision: store.revision,
    objects: store.all(),
    texts,
    newest: store.since(Math.max(0, store.revision - 5)),
  };
}

/** The files of a database as they are now, which is what a crash would leave. */
function asAfterACrash(file: string): string {
  const left = folder();
  for (const end of ['', '-wal', '-shm'])
    if (existsSync(file + end)) cpSync(file + end, path.join(left, path.basename(file) + end));
  return path.join(left, path.basename(file));
}

/** What a database and its log hold. The index of the log is no content. */
function bytesOf(file: string): Buffer[] {
  return ['', '-wal'].map((end) => (existsSync(file + end) ? readFileSync(file + end) : Buffer.alloc(0)));
}

test('a full disk: a write says which file and file system, readers go on, and writes succeed when there is room again', async (context) => {
  const disk = smallDisk(context, 3 * MEGABYTE);
  const file = path.join(disk.folder, 'switchyard.db');
  const store = await open({ file });
  disk.fill(MEGABYTE / 2);
  const refusal = await writeUntilRefused(store);
  expect(refusal).toContain(`The database ${file} cannot be written: database or disk is full`);
  expect(refusal).toMatch(
    new RegExp(`The file system at ${disk.folder} \\(3.1 MB\\) has [\\d.]+ k?B free: free some space`),
  );
  expect(refusal).toContain('Nothing of this change was saved');
  const before = visible(store);
  disk.fill();
  await expect(store.write([put('more')])).rejects.toThrow('has 0 B free');
  expect(visible(store)).toEqual(before);
  expect(visible(await open({ file: asAfterACrash(file) }))).toEqual(before);

  disk.free();
  const [event] = await store.write([put('more')]);
  expect(event?.object.metadata.resourceVersion).toBe(String(store.revision));
  const after = visible(store);
  await store.close();
  expect(visible(await open({ file }))).toEqual(after);
});

test('a disk that fills up while history is compacted and the log is moved into the file loses nothing', async (context) => {
  const disk = smallDisk(context, 10 * MEGABYTE);
  const file = path.join(disk.folder, 'switchyard.db');
  const store = await open({ file, history: 20 });
  // the log grows each time, and is not long enough to be moved until there is room for all of it
  for (let round = 0; round < 3; round++) {
    disk.fill(MEGABYTE);
    expect(await writeUntilRefused(store, 10)).toContain('free some space');
    const before = visible(store);
    expect(visible(await open({ file: asAfterACrash(file), history: 20 }))).toEqual(before);
    disk.free();
    await store.write([put('a0', 1, '*')]);
  }
  const after = visible(store);
  const kept = store.since(store.revision - 15);
  await store.close();
  const again = await open({ file, history: 20 });
  expect(visible(again)).toEqual(after);
  expect(again.since(again.revision - 15)).toEqual(kept);
});

test('a disk that is full at the start: it is said, nothing changes, and a start succeeds when there is room', async (context) => {
  const disk = smallDisk(context, 2 * MEGABYTE);
  const file = path.join(disk.folder, 'data', 'switchyard.db');
  const store = await openStore({ file });
  await store.write([put('a', 1, undefined, TEXT)]);
  const before = visible(store);
  await store.close();
  const bytes = bytesOf(file);
  disk.fill();
  await expect(openStore({ file })).rejects.toThrow(
    /cannot be opened: .*has 0 B free: free some space, and start again/,
  );
  await expect(openStore({ file: path.join(disk.folder, 'other', 'new.db') })).rejects.toThrow('free some space');
  expect(bytesOf(file)).toEqual(bytes);
  disk.free();
  expect(visible(await open({ file }))).toEqual(before);
});

test('a file system that is read-only is said at the start, and nothing changes', async (context) => {
  const disk = smallDisk(context, 2 * MEGABYTE);
  const file = path.join(disk.folder, 'switchyard.db');
  const store = await openStore({ file });
  await store.write([put('a')]);
  await store.close();
  const bytes = bytesOf(file);
  disk.setReadOnly(true);
  await expect(openStore({ file })).rejects.toThrow(
    new RegExp(`${file} cannot be opened: .*whether the file system is read-only`),
  );
  expect(bytesOf(file)).toEqual(bytes);
  disk.setReadOnly(false);
  expect((await open({ file })).all()).toHaveLength(1);
});

test('a largest size is kept to like a full disk', async () => {
  const file = path.join(folder(), 'switchyard.db');
  const store = await openStore({ file, mostBytes: MEGABYTE / 2 });
  expect(await writeUntilRefused(store)).toContain('database or disk is full');
  const before = visible(store);
  await expect(store.write([put('more', 1, '*', TEXT.repeat(5))])).rejects.toThrow('disk is full');
  expect(visible(store)).toEqual(before);
  await store.close();
  const larger = await open({ file });
  expect(visible(larger)).toEqual(before);
  await larger.write([put('more')]);
});

test('a file that may not be read is named, with what to do', async () => {
  const file = path.join(folder(), 'data', 'switchyard.db');
  const store = await openStore({ file });
  await store.write([put('a')]);
  await store.close();
  chmodSync(path.dirname(path.dirname(file)), 0o755);
  // root may read everything, so that another user has to try
  const other = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const tryIt = (): string => spawnSync(process.execPath, [OPEN_STORE, file], { ...other, encoding: 'utf8' }).stdout;
  chmodSync(path.dirname(file), 0o000);
  expect(tryIt()).toMatch(new RegExp(`${file} cannot be opened: .*check the owner and the rights`));
  chmodSync(path.dirname(file), 0o755);
  chmodSync(file, 0o000);
  expect(tryIt()).toMatch(new RegExp(`${file} cannot be opened: .*check the owner and the rights`));
  chmodSync(file, 0o444);
  if (process.getuid?.() === 0) expect(tryIt()).toMatch(/cannot be opened: .*check the owner and the rights/);
  chmodSync(file, 0o600);
  expect((await open({ file })).all()).toHaveLength(1);
});

test('a folder in the place of the file is said', async () => {
  const file = path.join(folder(), 'switchyard.db');
  mkdirSync(file);
  await expect(openStore({ file })).rejects.toThrow(new RegExp(`${file} cannot be opened: .*check the owner`));
  expect(readdirSync(file)).toEqual([]);
});

test('a file that is removed or replaced while it is in use takes no more writes', async () => {
  const file = path.join(folder(), 'switchyard.db');
  const store = await open({ file });
  await store.write([put('a')]);
  renameSync(file, `${file}.away`);
  await expect(store.write([put('b')])).rejects.toThrow(
    /switchyard.db was removed while it was in use.*save an export/,
  );
  expect(existsSync(file)).toBe(false);
  cpSync(`${file}.away`, file);
  await expect(store.write([put('b')])).rejects.toThrow('switchyard.db was replaced while it was in use');
  rmSync(file);
  renameSync(`${file}.away`, file);
  await store.write([put('b')]);
  rmSync(`${file}-wal`);
  await expect(store.write([put('c')])).rejects.toThrow('-wal was removed while it was in use');
  expect(store.all()).toHaveLength(2);
});

test('who opens the database last writes it; the one before says so and loses nothing that it acknowledged', async () => {
  const file = path.join(folder(), 'switchyard.db');
  const first = anotherProcess(file);
  expect(await first.says()).toBe('open');
  expect(await first.write('a')).toBe('1');
  const second = await open({ file });
  await second.write([put('b')]);
  expect(await first.write('c')).toMatch(/Another process uses this database.*Nothing of this change was saved/);
  await second.write([put('d')]);
  expect(await first.write('c')).toContain('Another process uses this database');
  await second.close();
  await first.end();
  const third = await open({ file });
  expect(third.since(0).map(({ revision, key }) => `${revision} ${key.name}`)).toEqual(['1 a', '2 b', '3 d']);
});

interface AnotherProcess {
  /** Its next line. */
  says: () => Promise<string>;
  /** Writes a Service: the revision that was given, or why not. */
  write: (name: string) => Promise<string>;
  end: () => Promise<void>;
}

function anotherProcess(file: string): AnotherProcess {
  const child = spawn(process.execPath, [OPEN_STORE, file], { stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exit = once(child, 'exit');
  const says = async (): Promise<string> => String((await lines.next()).value);
  return {
    says,
    write: (name) => {
      child.stdin.write(`${name}\n`);
      return says();
    },
    end: async () => {
      child.stdin.end();
      await exit;
    },
  };
}
