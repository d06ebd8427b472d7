/** Dispatched on the window to open the palette. */
export const PALETTE_EVENT = 'sy-palette';

/** Opens the palette. */
export function openPalette(): void {
  window.dispatchEvent(new Event(PALETTE_EVENT));
}
