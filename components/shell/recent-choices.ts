/** Where the ids of the last choices are kept, newest first. */
const KEY = 'switchyard-palette-recent';
const MOST = 4;

/** Ids of what was chosen last in the palette, newest first; nothing in a browser that keeps nothing. */
export function chosenBefore(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string').slice(0, MOST) : [];
  } catch {
    return [];
  }
}

/** Keeps a choice as the newest. */
export function noteChosen(id: string): void {
  try {
    localStorage.setItem(KEY, JSON.stringify([id, ...chosenBefore().filter((known) => known !== id)].slice(0, MOST)));
  } catch {
    // it is not kept
  }
}
