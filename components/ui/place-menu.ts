/** A rectangle in CSS pixels of the window. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

const GAP = 4;
const EDGE = 8;

/**
 * Where a menu opens: below the button that opens it, above it where there is more room, and always inside the window.
 * @param align which edges of button and menu are in line
 * @returns the left upper corner, and the height that is there for it
 */
export function placeMenu(
  button: Box,
  menu: { width: number; height: number },
  view: { width: number; height: number },
  align: 'start' | 'end',
): { left: number; top: number; maxHeight: number } {
  const below = view.height - EDGE - (button.top + button.height + GAP);
  const above = button.top - GAP - EDGE;
  const down = menu.height <= below || below >= above;
  const maxHeight = Math.max(0, down ? below : above);
  const height = Math.min(menu.height, maxHeight);
  const wanted = align === 'start' ? button.left : button.left + button.width - menu.width;
  return {
    left: Math.max(EDGE, Math.min(wanted, view.width - EDGE - menu.width)),
    top: down ? button.top + button.height + GAP : button.top - GAP - height,
    maxHeight,
  };
}
