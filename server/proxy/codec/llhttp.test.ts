import { expect, test } from 'vitest';
import { fuzzRequests, fuzzResponses } from './testing/fuzz.ts';

/* Ours and Node's own parser: each message that ours takes means the same to Node's. scripts/codec-fuzz.ts does more of it. */

test('requests in any pieces are read as Node reads them, or refused', async () => {
  const { taken, refusedByBoth } = await fuzzRequests(2_000);
  expect(taken).toBeGreaterThan(400);
  expect(refusedByBoth).toBeGreaterThan(400);
}, 60_000);

test('responses in any pieces are read as Node reads them, or refused', async () => {
  const { taken, refusedByBoth } = await fuzzResponses(1_500);
  expect(taken).toBeGreaterThan(300);
  expect(refusedByBoth).toBeGreaterThan(150);
}, 60_000);
