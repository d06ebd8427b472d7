/** Keys that were meant for an input that is still on its way. */
export interface HeldKeys {
  /** What was typed; from then on keys go where they are typed. */
  take: () => string;
}

/** Longest wait for the input in milliseconds. */
const PATIENCE_MS = 5_000;

/** Keeps keys from the page, and what they write, until they are taken. */
export function holdKeys(): HeldKeys {
  let text = '';
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === 'Tab') return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.key === 'Backspace') text = text.slice(0, -1);
    else if ([...event.key].length === 1) text += event.key;
  };
  const take = (): string => {
    clearTimeout(timer);
    window.removeEventListener('keydown', onKey, true);
    const typed = text;
    text = '';
    return typed;
  };
  const timer = setTimeout(take, PATIENCE_MS);
  window.addEventListener('keydown', onKey, true);
  return { take };
}
