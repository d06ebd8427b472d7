import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SESSION_SECONDS, Sessions } from './sessions.ts';

const TOKEN = '0123456789abcdef0123456789abcdef';
let folder: string;
let now: number;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'switchyard-sessions-'));
  now = Date.now();
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = (): string => path.join(folder, 'sessions.json');
function open(token = TOKEN): Sessions {
  const sessions = new Sessions(file(), token, () => now);
  sessions.close();
  return sessions;
}

test('it lasts for twelve hours, across restarts, and not across a change of the token', () => {
  const { id, expires } = open().begin();
  expect(expires).toBe(now + 12 * 3600_000);
  expect(open().expiry(id)).toBe(expires);
  expect(open(`${TOKEN}x`).expiry(id)).toBe(null);
  now += SESSION_SECONDS * 1000 - 1;
  expect(open().expiry(id)).toBe(expires);
  now += 1;
  expect(open().expiry(id)).toBe(null);
});

test('one that was ended stays ended after a restart', () => {
  const sessions = open();
  const [first, second] = [sessions.begin(), sessions.begin()];
  sessions.end(first.id);
  for (const some of [sessions, open()]) {
    expect(some.expiry(first.id)).toBe(null);
    expect(some.expiry(second.id)).toBe(second.expires);
  }
});

test('the file is for its owner alone, and opens no session', () => {
  const { id } = open().begin();
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  const kept = readFileSync(file(), 'utf8');
  expect(kept).not.toContain(id);
  expect(kept).not.toContain(TOKEN);
  const [mac = ''] = (JSON.parse(kept) as [string, number][])[0] ?? [];
  expect(open().expiry(mac)).toBe(null);
});

test('there are at most 200, the oldest ends', () => {
  const sessions = open();
  const first = sessions.begin();
  for (let i = 0; i < 199; i++) sessions.begin();
  expect(sessions.expiry(first.id)).not.toBe(null);
  sessions.begin();
  expect(sessions.expiry(first.id)).toBe(null);
});

test('a file that cannot be read counts as empty', () => {
  for (const text of ['{', '7', '[["a"],[1,2],null]']) {
    writeFileSync(file(), text);
    expect(open().expiry('a')).toBe(null);
  }
});
