import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareScale } from './scale.ts';

describe('shareScale', () => {
  it('holds every value and stays within 0 to 100 %', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (values) => {
        const { max, step } = shareScale(values);
        expect(max).toBeLessThanOrEqual(1);
        expect(max).toBeGreaterThanOrEqual(Math.max(0, ...values));
        expect(max / step).toBeLessThanOrEqual(5 + 1e-9);
      }),
    );
  });
  it('is round for four equal endpoints', () => {
    expect(shareScale([0.25, 0.26, null])).toEqual({ max: expect.closeTo(0.3), step: 0.1 });
  });
});
