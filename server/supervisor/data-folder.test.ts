import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { closeDataFolder } from './data-folder.ts';

let top: string;
beforeEach(() => (top = mkdtempSync(path.join(tmpdir(), 'switchyard-data-'))));
afterEach(() => rmSync(top, { recursive: true, force: true }));

const mode = (file: string): number => statSync(file).mode & 0o777;

test('a folder that is not there is made for its owner alone, whatever the umask', () => {
  const before = process.umask(0);
  try {
    closeDataFolder(path.join(top, 'a/b'));
  } finally {
    process.umask(before);
  }
  expect(mode(path.join(top, 'a/b'))).toBe(0o700);
});

test('a loosened folder is closed again with everything in it', async () => {
  const folder = path.join(top, 'data');
  mkdirSync(path.join(folder, 'traffic/old'), { recursive: true });
  writeFileSync(path.join(folder, 'switchyard.db'), '');
  writeFileSync(path.join(folder, 'traffic/old/1.log'), '');
  const socket = createServer().listen(path.join(folder, 'proxy.sock'));
  await new Promise((resolve) => socket.once('listening', resolve));
  for (const name of ['', 'switchyard.db', 'traffic', 'traffic/old', 'traffic/old/1.log', 'proxy.sock'])
    chmodSync(path.join(folder, name), 0o777);
  closeDataFolder(folder);
  expect(
    ['', 'traffic', 'traffic/old', 'switchyard.db', 'traffic/old/1.log', 'proxy.sock'].map((name) =>
      mode(path.join(folder, name)).toString(8),
    ),
  ).toEqual(['700', '700', '700', '600', '600', '600']);
  await new Promise((resolve) => socket.close(resolve));
});

test('a link in it is not followed', () => {
  const folder = path.join(top, 'data');
  mkdirSync(folder);
  writeFileSync(path.join(top, 'elsewhere'), '');
  chmodSync(path.join(top, 'elsewhere'), 0o644);
  symlinkSync(path.join(top, 'elsewhere'), path.join(folder, 'switchyard.db'));
  closeDataFolder(folder);
  expect(mode(path.join(top, 'elsewhere'))).toBe(0o644);
});

test("what is not Switchyard's is left alone", () => {
  writeFileSync(path.join(top, 'script.sh'), '');
  chmodSync(path.join(top, 'script.sh'), 0o755);
  closeDataFolder(top);
  expect(mode(path.join(top, 'script.sh'))).toBe(0o755);
});

test('a folder that all users share is refused and stays as it is', () => {
  chmodSync(top, 0o1777);
  expect(() => closeDataFolder(top)).toThrow('all users share');
  expect(mode(top)).toBe(0o777);
});

test('a file in place of the folder is refused', () => {
  writeFileSync(path.join(top, 'file'), '');
  expect(() => closeDataFolder(path.join(top, 'file'))).toThrow('is a file');
  expect(() => closeDataFolder(path.join(top, 'file/below'))).toThrow('lies below one');
});

// only root may give a file away
test.skipIf(process.getuid?.() !== 0)('a folder, or a file in it, of another user is refused by name', () => {
  const folder = path.join(top, 'data');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'switchyard.db'), '');
  chownSync(path.join(folder, 'switchyard.db'), 4242, 4242);
  expect(() => closeDataFolder(folder)).toThrow(
    `${path.join(folder, 'switchyard.db')} belongs to the user with number 4242`,
  );
  chownSync(folder, 4242, 4242);
  expect(() => closeDataFolder(folder)).toThrow(`${folder} belongs to the user with number 4242`);
});
