import { expect, test } from 'vitest';
import { fire } from './fire.ts';

test('kill -9 of console, proxy and supervisor under writes, watches and traffic loses nothing and shows no half of anything', async () => {
  const figures = await fire(4, 7);
  expect(figures.problems).toEqual([]);
  expect(figures.lost).toBe(0);
  expect(figures.kills).toMatchObject({
    console: expect.any(Number),
    proxy: expect.any(Number),
    supervisor: expect.any(Number),
  });
  expect(figures.acknowledged).toBeGreaterThan(50);
  expect(figures.watchEvents).toBeGreaterThan(50);
  expect(figures.requests).toBeGreaterThan(50);
}, 120_000);
