import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALL_CASES } from './all-cases.ts';
import { DELIBERATE } from './deliberate.ts';
import { meaning } from './meaning.ts';
import type { Observation } from './observe.ts';
import { ownLanes } from './own-proxy.ts';
import { recorded } from './recorded.ts';
import { runCases } from './run.ts';

const ADDRESS = '127.78.20.1';
const FIRST_PORT = 22_001;
const LANES = 6;
/** What comes is known, so this is waited for only where something is wrong. */
const QUIET_MS = 1_500;

const envoy = recorded('envoy');
const own = recorded('own');
const expected = (name: string): Observation | undefined => (DELIBERATE.has(name) ? own : envoy).get(name);
const topics = [...new Set(ALL_CASES.map(({ name }) => name.slice(0, name.indexOf(':'))))];
let seen: Map<string, Observation>;
let stop: () => Promise<void>;

beforeAll(async () => {
  const proxy = await ownLanes(ADDRESS, FIRST_PORT, LANES);
  stop = proxy.stop;
  seen = await runCases(ALL_CASES, proxy.lanes, QUIET_MS, ({ name }) => expected(name));
}, 120_000);
afterAll(() => stop());

describe('what reaches the backend, and what the client gets, is as recorded', () => {
  test.each(topics)('%s', (topic) => {
    const names = ALL_CASES.map(({ name }) => name).filter((name) => name.startsWith(`${topic}:`));
    const wrong = names.filter((name) => {
      const [wanted, got] = [expected(name), seen.get(name)];
      return wanted === undefined || got === undefined || meaning(wanted) !== meaning(got);
    });
    expect(wrong.map((name) => ({ name, expected: expected(name), seen: seen.get(name) }))).toEqual([]);
  });
});

test('no input makes the backend read what is no request, or another client get an answer that is not its own', () => {
  for (const [name, { backend, sentinel }] of seen) {
    expect([name, backend.filter((request) => request.startsWith('!'))]).toEqual([name, []]);
    expect([name, sentinel]).toEqual([name, '200 sentinel']);
  }
});

test('where we are stricter, nothing of the input goes on', () => {
  for (const [name, { refused }] of DELIBERATE) {
    if (!refused) continue;
    const { backend, client } = seen.get(name)!;
    const isResponse = name.startsWith('response');
    expect([name, backend.filter((request) => !request.startsWith('~')).length]).toEqual([name, isResponse ? 1 : 0]);
    expect([name, client.length]).toEqual([name, 1]);
    expect(client[0]).toMatch(isResponse ? /^HTTP\/1\.1 502 / : /^HTTP\/1\.1 4\d\d /);
  }
});

test('every difference is a case and a row of the parity table', () => {
  const names = new Set(ALL_CASES.map(({ name }) => name));
  expect(names.size).toBe(ALL_CASES.length);
  const table = readFileSync(new URL('../../docs/parity.md', import.meta.url), 'utf8');
  for (const [name, { why }] of DELIBERATE) {
    expect(names).toContain(name);
    expect(table).toContain(`| ${why} `);
  }
});
