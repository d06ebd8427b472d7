import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dragged, gripAt, stepped, type Frame } from './frame.ts';

const range: Frame = { from: 0, to: 300 };
const frame: Frame = { from: 240, to: 300 };

describe('the frame on the chart', () => {
  it('is held at its edges and in its middle; beside it another one is drawn', () => {
    expect(gripAt(frame, 241, 4)).toBe('from');
    expect(gripAt(frame, 298, 4)).toBe('to');
    expect(gripAt(frame, 270, 4)).toBe('move');
    expect(gripAt(frame, 100, 4)).toBe('draw');
    expect(gripAt({ from: 100, to: 102 }, 101, 4)).toBe('move');
    expect(gripAt(null, 270, 4)).toBe('draw');
  });

  it('keeps its length while it is moved, and stays on the chart', () => {
    expect(dragged('move', frame, 270, 170, range)).toEqual({ from: 140, to: 200 });
    expect(dragged('move', frame, 270, -500, range)).toEqual({ from: 0, to: 60 });
    expect(dragged('from', frame, 240, 100, range)).toEqual({ from: 100, to: 300 });
    expect(dragged('draw', frame, 120, 60, range)).toEqual({ from: 60, to: 120 });
  });

  it('never turns inside out', () => {
    const time = fc.integer({ min: -1000, max: 1000 });
    fc.assert(
      fc.property(fc.constantFrom('move', 'from', 'to', 'draw'), time, time, (grip, start, at) => {
        const after = dragged(grip, frame, start, at, range);
        expect(after.to).toBeGreaterThanOrEqual(after.from);
        expect(after.from).toBeGreaterThanOrEqual(0);
        expect(after.to).toBeLessThanOrEqual(301);
      }),
    );
  });

  it('moves by a quarter with an arrow, and gets longer with Shift', () => {
    expect(stepped(frame, -1, false)).toEqual({ from: 225, to: 285 });
    expect(stepped(frame, -1, true)).toEqual({ from: 225, to: 300 });
    expect(stepped({ from: 0, to: 1 }, 1, true)).toEqual({ from: 0, to: 1 });
  });
});
