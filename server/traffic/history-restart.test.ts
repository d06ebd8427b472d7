import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TrafficHistory, TrafficSample } from '../contract/console.ts';
import { History } from './history.ts';
import { openHistoryLogs } from './history-logs.ts';

const START = 1_700_000_000_000;
let folder: string;
let said: string[];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'switchyard-history-'));
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = async (): Promise<History> =>
  History.restore(await openHistoryLogs(folder, (message) => said.push(message)));

function sample(at: number): TrafficSample {
  const rules = [{ ruleId: 'r', requests: 5, statuses: [0, 0, 5, 0, 0, 0], own: [] }];
  return { at, intervalMs: 500, endpoints: [], rules, listeners: [] };
}

function run(history: History, from: number, to: number): void {
  for (let at = from + 500; at <= to; at += 500) history.push(sample(at));
}

async function coarse(history: History, now: number, range: number, step?: number): Promise<TrafficHistory> {
  let text = '';
  for await (const piece of history.readCoarse(now, range, step)) text += piece;
  return JSON.parse(text) as TrafficHistory;
}

const requests = ({ samples }: TrafficHistory): number =>
  samples.flatMap(({ rules }) => rules).reduce((sum, row) => sum + row.requests, 0);

const spans = ({ samples }: TrafficHistory): number[][] =>
  samples.map(({ at, intervalMs }) => [at - START, intervalMs]);

test('a day can be asked for in longer steps, and nothing is lost or counted twice', async () => {
  const history = await open();
  run(history, START, START + 93_500);
  const [fine, long] = [
    await coarse(history, START + 93_600, 3_600),
    await coarse(history, START + 93_600, 86_400, 60),
  ];
  expect(requests(long)).toBe(requests(fine));
  const minute = 60_000;
  const ends = long.samples.map(({ at }) => at);
  expect(ends.slice(0, -1).every((at) => at % minute === 0)).toBe(true);
  expect(ends.at(-1)).toBe(fine.samples.at(-1)?.at);
  expect(ends.length).toBeLessThanOrEqual(3);
});

test('ten seconds are one point in long ranges, up to the half second that is open', async () => {
  const history = await open();
  run(history, START, START + 23_500);
  const read = await coarse(history, START + 23_600, 3_600);
  expect(spans(read)).toEqual([
    [10_000, 10_000],
    [20_000, 10_000],
    [23_500, 3_500],
  ]);
  expect(requests(read)).toBe(235);
  await history.close();
});

test('after an end and a start everything is there, and the time between is a gap', async () => {
  const first = await open();
  first.mark(START + 1_000, 7, 'HTTPRoute default/www changed');
  first.mark(START + 1_000, 8, 'HTTPRoute default/www changed');
  run(first, START, START + 23_500);
  await first.close();
  const second = await open();
  run(second, START + 26_000, START + 47_000);
  const now = START + 47_100;
  const long = await coarse(second, now, 86_400);
  expect(spans(long)).toEqual([
    [10_000, 10_000],
    [20_000, 10_000],
    [30_000, 7_500],
    [40_000, 10_000],
    [47_000, 7_000],
  ]);
  expect(requests(long)).toBe(445);
  const short = second.read(now, 900);
  expect(requests(short)).toBe(445);
  expect(spans(short).slice(22, 26)).toEqual([
    [23_000, 1_000],
    [23_500, 500],
    [27_000, 1_000],
    [28_000, 1_000],
  ]);
  expect(long.marks.map(({ revision }) => revision)).toEqual([7, 8]);
  expect(short.marks).toEqual(long.marks);
  await second.close();
  expect(said).toEqual([]);
});

test('a day is kept and what is older is not, within the bound', async () => {
  const logs = await openHistoryLogs(folder, (message) => said.push(message));
  const history = await History.restore(logs);
  const hours = 30;
  for (let at = START + 10_000; at <= START + hours * 3_600_000; at += 10_000) {
    history.push({ ...sample(at), intervalMs: 1_000 });
    // as in life, the disk keeps up
    if (at % 500_000 === 0) await Promise.all([logs.tens.flush(), logs.seconds.flush()]);
  }
  const now = START + hours * 3_600_000;
  const { samples } = await coarse(history, now, 1_000_000);
  expect(samples).toHaveLength(8_640);
  expect(samples[0]?.at).toBe(now - 86_400_000 + 10_000);
  await history.close();
  const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
  expect(bytes).toBeLessThan(4 << 20);
});

test('kill -9 of a recording process loses no more than the second that was open', async () => {
  const script = fileURLToPath(new URL('./record-until-killed.fixture.ts', import.meta.url));
  let from = START;
  let lost = 0;
  for (let round = 0; round < 3; round += 1) {
    const child = spawn(process.execPath, [script, folder, String(from)], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.split('\n').length > 31 + round) child.kill('SIGKILL');
      });
      child.once('close', () => resolve());
    });
    const last = Number(output.trim().split('\n').at(-1));
    const history = await open();
    const short = history.read(last, 900);
    const end = short.samples.at(-1)!.at;
    expect(last - end).toBeLessThanOrEqual(2_000);
    lost += last - end;
    const made = (last - START - 60_000 * round - lost) / 100;
    expect(requests(short)).toBe(made);
    expect(requests(await coarse(history, last, 3_600))).toBe(made);
    expect(short.marks).toHaveLength(round + 1);
    await history.close();
    from = last + 60_000;
  }
  expect(said).toEqual([]);
});

test('a start with damaged files works, says so, and goes on recording', async () => {
  const first = await open();
  run(first, START, START + 60_000);
  await first.close();
  for (const name of readdirSync(folder))
    appendFileSync(path.join(folder, name), 'not a record, and long enough for a head');
  const second = await open();
  expect(said).toHaveLength(2);
  run(second, START + 60_000, START + 90_000);
  expect(requests(second.read(START + 90_000, 900))).toBe(900);
  expect(requests(await coarse(second, START + 90_000, 3_600))).toBe(900);
  await second.close();
});

test('after a restart it is known when a rule had its last request, also before the last 15 minutes', async () => {
  const history = await open();
  run(history, START, START + 20_000);
  const later = START + 20 * 60_000;
  for (let at = START + 20_500; at <= later; at += 500) history.push({ ...sample(at), rules: [] });
  await history.close();
  const again = await open();
  await again.learnLastHits();
  expect(again.read(later, 900).lastHits).toEqual({ r: START + 20_000 });
});
