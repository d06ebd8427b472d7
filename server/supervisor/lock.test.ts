import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startOf, takeLock } from './lock.ts';

let data: string;
beforeEach(() => (data = mkdtempSync(path.join(tmpdir(), 'switchyard-lock-'))));
afterEach(() => rmSync(data, { recursive: true }));

const file = (): string => path.join(data, 'supervisor.lock');

test('one holder at a time; a second one learns who it is and where it answers', () => {
  const first = takeLock(data, '');
  if (!('lock' in first)) throw new Error('the lock was not free');
  first.lock.setUrl('http://127.0.0.1:7080');
  expect(takeLock(data, '')).toEqual({
    holder: { pid: process.pid, started: startOf(process.pid), url: 'http://127.0.0.1:7080' },
  });
  first.lock.release();
  expect(existsSync(file())).toBe(false);
  expect('lock' in takeLock(data, '')).toBe(true);
});

test('the lock of a process that is gone, or whose number another process has now, is taken over', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => child.once('exit', resolve));
  for (const holder of [
    { pid: child.pid, started: '1', url: '' },
    { pid: process.pid, started: '1', url: '' },
  ]) {
    writeFileSync(file(), JSON.stringify(holder));
    expect('lock' in takeLock(data, 'x')).toBe(true);
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({
      pid: process.pid,
      started: startOf(process.pid),
      url: 'x',
    });
  }
});

test('a lock that was cut off while it was written is taken over', () => {
  writeFileSync(file(), '{"pid":');
  expect('lock' in takeLock(data, '')).toBe(true);
});
