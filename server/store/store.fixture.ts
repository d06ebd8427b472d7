import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, type TestContext } from 'vitest';
import { mountSmallDisk, type SmallDisk } from '../../scripts/fire/small-disk.ts';
import type { ObjectKey, StoredObject } from '../model/object.ts';
import { openStore, type StoreOptions } from './store.ts';
import type { Store, StoreWrite } from './types.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const folders: string[] = [];
afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true });
});

/** A folder that goes with the test. */
export function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'switchyard-store-'));
  closing.push(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** A folder that goes with the last test of the file. */
export function lastingFolder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'switchyard-store-'));
  folders.push(made);
  return made;
}

/** Runs SQL in another process, since two copies of SQLite in one do not see each other's locks. */
export function elsewhere(file: string, sql: string): void {
  const script =
    'const [file, sql] = process.argv.slice(1); new (require("node:sqlite").DatabaseSync)(file).exec(sql);';
  execFileSync(process.execPath, ['-e', script, file, sql], { stdio: 'inherit' });
}

/** Another process that holds a database locked. @returns what ends it */
export async function lockElsewhere(file: string): Promise<() => Promise<void>> {
  const script = `const database = new (require("node:sqlite").DatabaseSync)(process.argv[1]);
    database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE"); console.log("locked"); process.stdin.resume();`;
  const child = spawn(process.execPath, ['-e', script, file], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  await once(child.stdout, 'data');
  return async () => {
    child.kill('SIGKILL');
    await exit;
  };
}

/** A small file system that goes with the test; skips the test, with the reason, where there can be none. */
export function smallDisk(context: TestContext, bytes: number): SmallDisk {
  const disk = mountSmallDisk(bytes);
  if ('reason' in disk) return context.skip(disk.reason);
  closing.push(() => disk.unmount());
  return disk;
}

/** A store that is closed after the test. */
export async function open(options: StoreOptions): Promise<Store> {
  const store = await openStore(options);
  closing.push(() => store.close());
  return store;
}

/** Changes a byte of every place where a name stands in the JSON of an object, also where a page has left an old copy. */
export function harm(file: string, name: string): void {
  const bytes = readFileSync(file);
  const text = `"name":"${name}"`;
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) bytes[at + text.length - 2]! ^= 1;
  writeFileSync(file, bytes);
}

export const key = (name: string): ObjectKey => ({ group: '', kind: 'Service', namespace: 'default', name });

export function service(name: string, port = 80): StoredObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name,
      namespace: 'default',
      uid: `uid-${name}`,
      resourceVersion: '',
      creationTimestamp: '2026-01-01T00:00:00Z',
    },
    spec: { ports: [{ port }] },
  };
}

/** A write of a Service. @param expect as in StoreWrite @param text authored text */
export function put(name: string, port = 80, expect?: string, text?: string): StoreWrite {
  return {
    type: 'put',
    key: key(name),
    object: service(name, port),
    by: 'test',
    ...(expect === undefined ? {} : { expect }),
    ...(text === undefined ? {} : { text }),
  };
}
