import { expect, test } from 'vitest';
import type { TrafficSample } from '../contract/console.ts';
import { History } from './history.ts';

const START = 1_700_000_000_000;

function sample(at: number, requests: number): TrafficSample {
  return {
    at,
    intervalMs: 500,
    endpoints: [],
    rules:
      requests === 0
        ? []
        : [
            {
              ruleId: 'r',
              requests,
              statuses: [0, 0, requests, 0, 0, 0],
              own: [{ status: 404, reason: 'x', count: 1 }],
            },
          ],
    listeners: [],
  };
}

test('two half seconds are one point, and a missing second is a gap', () => {
  const history = new History();
  for (const offset of [500, 1_000, 1_500, 2_000, 4_500, 5_000]) history.push(sample(START + offset, 10));
  const { samples } = history.read(START + 5_000, 60);
  expect(samples.map(({ at, intervalMs }) => [at - START, intervalMs])).toEqual([
    [1_000, 1_000],
    [2_000, 1_000],
    [5_000, 1_000],
  ]);
  expect(samples[0]?.rules).toEqual([
    { ruleId: 'r', requests: 20, statuses: [0, 0, 20, 0, 0, 0], own: [{ status: 404, reason: 'x', count: 2 }] },
  ]);
});

test('a half second that is not over is given too, so that the stream goes on where the past ends', () => {
  const history = new History();
  for (const offset of [500, 1_000, 1_500]) history.push(sample(START + offset, 10));
  expect(history.read(START + 1_600, 60).samples.map(({ at, intervalMs }) => [at - START, intervalMs])).toEqual([
    [1_000, 1_000],
    [1_500, 500],
  ]);
  history.push(sample(START + 2_000, 10));
  expect(history.read(START + 2_100, 60).samples.at(-1)).toMatchObject({ at: START + 2_000, intervalMs: 1_000 });
});

test('it holds 15 minutes', () => {
  const history = new History();
  for (let second = 1; second <= 2_000; second++) history.push(sample(START + second * 1_000, 0));
  const now = START + 2_000_000;
  expect(history.read(now, 100_000).samples).toHaveLength(900);
  expect(history.read(now, 60).samples).toHaveLength(60);
  expect(history.read(now, 1).samples).toHaveLength(60);
});

test('with very many rows it gets shorter', () => {
  const history = new History(null, 50);
  for (let second = 1; second <= 200; second++) history.push(sample(START + second * 1_000, 1));
  const { samples } = history.read(START + 200_000, 900);
  expect(samples).toHaveLength(50);
  expect(samples.at(-1)?.at).toBe(START + 200_000);
});

test('marks are given with the range that they are in', () => {
  const history = new History();
  history.mark(START, 1, 'old');
  history.mark(START + 100_000, 2, 'new');
  expect(history.read(START + 120_000, 60).marks).toEqual([{ at: START + 100_000, revision: 2, text: 'new' }]);
});
