import { expect, test } from 'vitest';
import { windowOf } from './window.ts';

const END = 1_700_000_060_000;

test('the shares after a change hold no request from before it', () => {
  const changed = END - 10_000;
  const shares = windowOf({ end: END, seconds: 60, live: true, marks: [{ at: changed - 5000 }, { at: changed }] });
  expect(shares.cut).toBe('revision');
  // a sample that ends half a second after the change may begin with a report that began a quarter of a second before that
  expect(shares.from - 500 - 250).toBeGreaterThanOrEqual(changed);
});

test('right after a change the window is empty, not reversed', () => {
  const shares = windowOf({ end: END, seconds: 60, live: true, marks: [{ at: END - 100 }] });
  expect(shares).toEqual({ from: END, to: END, cut: 'revision' });
});
