/** Longest wait for the input in milliseconds. */
const PATIENCE_MS = 5_000;
/** Until the results of what was typed are there, in milliseconds. */
const RESULTS_MS = 250;

interface Typed {
  text: string;
  /** Enter came behind it. */
  enter: boolean;
}

let take: (() => Typed) | null = null;

/** Keeps keys from the page while an input that they are meant for is on its way, until they are released into it. */
export function holdKeys(): void {
  if (take !== null) return;
  const typed: Typed = { text: '', enter: false };
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === 'Tab') return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.key === 'Enter') typed.enter = true;
    else if (event.key === 'Backspace') typed.text = typed.text.slice(0, -1);
    else if (/^.$/u.test(event.key)) typed.text += event.key;
  };
  const end = (): Typed => {
    clearTimeout(timer);
    window.removeEventListener('keydown', onKey, true);
    take = null;
    return typed;
  };
  const timer = setTimeout(end, PATIENCE_MS);
  window.addEventListener('keydown', onKey, true);
  take = end;
}

/** Writes what was held into an input as if it had been typed there, so that whoever listens hears of it. */
export function releaseKeys(input: HTMLInputElement): void {
  const { text, enter } = take?.() ?? { text: '', enter: false };
  const value = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
  // not while the event is handled that has brought the focus
  queueMicrotask(() => {
    if (text === '') return;
    value?.set?.call(input, input.value + text);
    input.dispatchEvent(new Event('input', { bubbles: true }));
    if (!enter) return;
    const press = new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true });
    setTimeout(() => input.dispatchEvent(press), RESULTS_MS);
  });
}
