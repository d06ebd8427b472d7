import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeMenu } from './place-menu.ts';

const view = { width: 1000, height: 600 };

describe('placeMenu', () => {
  it('opens below the button, in line with the edge that was asked for', () => {
    const button = { left: 300, top: 100, width: 80, height: 30 };
    expect(placeMenu(button, { width: 200, height: 150 }, view, 'start')).toMatchObject({ left: 300, top: 134 });
    expect(placeMenu(button, { width: 200, height: 150 }, view, 'end')).toMatchObject({ left: 180, top: 134 });
  });

  it('opens above a button at the foot of the window', () => {
    const button = { left: 300, top: 560, width: 80, height: 30 };
    expect(placeMenu(button, { width: 200, height: 150 }, view, 'start')).toMatchObject({ top: 406 });
  });

  it('never leaves the window', () => {
    const box = fc.record({
      left: fc.integer({ min: 0, max: 980 }),
      top: fc.integer({ min: 0, max: 560 }),
      width: fc.integer({ min: 10, max: 200 }),
      height: fc.integer({ min: 10, max: 40 }),
    });
    const size = fc.record({ width: fc.integer({ min: 50, max: 400 }), height: fc.integer({ min: 20, max: 2000 }) });
    fc.assert(
      fc.property(box, size, fc.constantFrom('start', 'end'), (button, menu, align) => {
        const { left, top, maxHeight } = placeMenu(button, menu, view, align);
        expect(left).toBeGreaterThanOrEqual(0);
        expect(left + menu.width).toBeLessThanOrEqual(view.width);
        expect(top).toBeGreaterThanOrEqual(0);
        expect(top + Math.min(menu.height, maxHeight)).toBeLessThanOrEqual(view.height);
        expect(maxHeight).toBeGreaterThanOrEqual(Math.min(menu.height, 200));
      }),
    );
  });
});
