import type { CSSProperties } from 'react';

/** Colour of a slot as a CSS value: 1..12, anything else is the grey of "others". */
export function slotColor(slot: number): string {
  return slot >= 1 && slot <= 12 ? `var(--sy-b${slot})` : 'var(--sy-ctl)';
}

/** Slots 7 to 12 are hatched too, so that the second six differ without colour. */
export function slotHatched(slot: number): boolean {
  return slot > 6 && slot <= 12;
}

/** Hands a slot's colour to CSS as `--c`. */
export function slotStyle(slot: number): CSSProperties {
  return { '--c': slotColor(slot) } as CSSProperties;
}
