import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LogEntry, type LogLimits, SegmentLog } from './segment-log.ts';

const LIMITS: LogLimits = { bytes: 1 << 20, segmentBytes: 1 << 20, segmentMs: 3_600_000, keepMs: 86_400_000 };
let folder: string;
let said: string[];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'switchyard-log-'));
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (limits: Partial<LogLimits> = {}): Promise<SegmentLog> =>
  SegmentLog.open(path.join(folder, 'traffic'), 'tens', { ...LIMITS, ...limits }, (message) => said.push(message));

const files = (): string[] => readdirSync(path.join(folder, 'traffic')).sort();
const file = (name: string): string => path.join(folder, 'traffic', name);

async function all(log: SegmentLog, from = 0, to = Number.POSITIVE_INFINITY): Promise<number[]> {
  const found: LogEntry[] = [];
  for await (const entries of log.entries(from, to)) found.push(...entries);
  for (const { at, json } of found) expect(JSON.parse(json)).toEqual({ at });
  return found.map(({ at }) => at);
}

async function fill(log: SegmentLog, times: number[]): Promise<void> {
  await Promise.all(times.map((at) => log.append(at, { at })));
}

test('what was appended is there after it was opened again, in one file that only its owner can read', async () => {
  const first = await open();
  await fill(first, [10, 20, 30]);
  await first.close();
  const second = await open();
  await fill(second, [40]);
  expect(await all(second)).toEqual([10, 20, 30, 40]);
  expect(await all(second, 10, 30)).toEqual([20, 30]);
  expect(files()).toEqual(['tens-000001.log']);
  expect(statSync(file('tens-000001.log')).mode & 0o777).toBe(0o600);
  expect(statSync(path.join(folder, 'traffic')).mode & 0o777).toBe(0o700);
  await second.close();
  expect(said).toEqual([]);
});

test('a record that was cut off is left out without a word', async () => {
  const first = await open();
  await fill(first, [10, 20]);
  await first.close();
  truncateSync(file('tens-000001.log'), statSync(file('tens-000001.log')).size - 3);
  const second = await open();
  await fill(second, [30]);
  expect(await all(second)).toEqual([10, 30]);
  expect(files()).toEqual(['tens-000001.log', 'tens-000002.log']);
  await second.close();
  expect(said).toEqual([]);
});

test('a damaged file is set aside with a message, and what stands before the damage stays', async () => {
  const first = await open({ segmentMs: 25 });
  await fill(first, [10, 20, 30, 40]);
  await first.close();
  expect(files()).toEqual(['tens-000001.log', 'tens-000002.log']);
  const bytes = readFileSync(file('tens-000001.log'));
  bytes[bytes.length - 2]! ^= 0xff;
  writeFileSync(file('tens-000001.log'), bytes);
  writeFileSync(file('tens-000002.log'), 'no record at all');
  const second = await open();
  expect(await all(second)).toEqual([10, 20]);
  expect(files()).toEqual(['tens-000001.log', 'tens-000001.log.damaged', 'tens-000002.log.damaged']);
  expect(said).toHaveLength(2);
  expect(said[0]).toContain('tens-000001.log is damaged at byte');
  expect(said[0]).toContain('its first 2 records stay');
  expect(said[1]).toContain('nothing of it could be read');
  await fill(second, [50]);
  await second.close();
  said = [];
  expect(await all(await open())).toEqual([10, 20, 50]);
  expect(said).toEqual([]);
});

test('it stays within its bound by dropping the oldest', async () => {
  const log = await open({ bytes: 10_000, segmentBytes: 1_000 });
  const times = Array.from({ length: 1_000 }, (_, index) => (index + 1) * 10);
  for (const at of times) await log.append(at, { at });
  expect(log.bytes).toBeLessThanOrEqual(10_000);
  const onDisk = files().reduce((sum, name) => sum + statSync(file(name)).size, 0);
  expect(onDisk).toBe(log.bytes);
  const kept = await all(log);
  expect(kept.length).toBeGreaterThan(200);
  expect(kept).toEqual(times.slice(-kept.length));
  await log.close();
});

test('what is too old goes', async () => {
  const log = await open({ segmentMs: 100, keepMs: 300 });
  for (let at = 10; at <= 1_000; at += 10) await log.append(at, { at });
  const kept = await all(log);
  expect(kept[0]).toBeGreaterThan(500);
  expect(kept[0]).toBeLessThanOrEqual(700);
  expect(kept.at(-1)).toBe(1_000);
  await log.close();
});

test('when the clock is set back, the later record of a time is the one that counts', async () => {
  const log = await open();
  await fill(log, [100, 200, 300, 400, 250, 260]);
  expect(await all(log)).toEqual([100, 200, 250, 260]);
  await log.close();
  expect(await all(await open())).toEqual([100, 200, 250, 260]);
});

test('a folder that cannot be written is told once, and again when it can', async () => {
  writeFileSync(path.join(folder, 'traffic'), 'a file where the folder should be');
  const log = await open();
  await fill(log, [10, 20]);
  expect(said).toHaveLength(1);
  expect(said[0]).toContain('cannot be written');
  rmSync(path.join(folder, 'traffic'));
  await fill(log, [30]);
  expect(said[1]).toContain('can be written again');
  expect(await all(log)).toEqual([30]);
  await log.close();
});
