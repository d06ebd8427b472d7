/** Dispatched on the window to open the palette. */
export const PALETTE_EVENT = 'sy-palette';

/** Name of the palette's input. */
export const PALETTE_INPUT = 'Page, object or command';

/** Opens the palette. */
export function openPalette(): void {
  window.dispatchEvent(new Event(PALETTE_EVENT));
}
