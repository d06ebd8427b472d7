import type { KeyboardEvent } from 'react';

/** What single keys do with the row that has the focus; all take the row's id. */
export interface RowKeys {
  peek?: ((id: string) => void) | undefined;
  select?: ((id: string) => void) | undefined;
  edit?: ((id: string) => void) | undefined;
}

function rowLinks(table: HTMLTableElement): HTMLAnchorElement[] {
  return [...table.querySelectorAll<HTMLAnchorElement>('a[data-row]')];
}

/** Arrows or j and k move between rows; Space looks, x selects, e edits. */
export function onRowKey(event: KeyboardEvent<HTMLTableElement>, keys: RowKeys): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
  const action = { ' ': keys.peek, x: keys.select, e: keys.edit }[event.key];
  const link = event.target instanceof HTMLAnchorElement && event.target.matches('[data-row]') ? event.target : null;
  const id = link?.closest('tr')?.dataset.id;
  if (action !== undefined && id !== undefined) {
    event.preventDefault();
    action(id);
    return;
  }
  moveFocus(event);
}

function moveFocus(event: KeyboardEvent<HTMLTableElement>): void {
  const step =
    event.key === 'ArrowDown' || event.key === 'j' ? 1 : event.key === 'ArrowUp' || event.key === 'k' ? -1 : 0;
  if (step === 0) return;
  const links = rowLinks(event.currentTarget);
  const current = event.target instanceof Element ? event.target.closest('tr')?.querySelector('a[data-row]') : null;
  const at = links.findIndex((link) => link === current);
  const next = links[Math.min(links.length - 1, Math.max(0, at + step))];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** The arrow keys of the filter, and those of the bare page, lead into the list. */
export function focusFromFilter(table: HTMLTableElement | null): () => void {
  const onKey = (event: globalThis.KeyboardEvent) => {
    if (!table || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target as HTMLElement | null;
    const filter = target?.matches('input[data-filter]') ?? false;
    const bare = target === document.body || target?.id === 'main';
    if (!(event.key === 'ArrowDown' && (filter || bare)) && !(event.key === 'j' && bare)) return;
    event.preventDefault();
    rowLinks(table)[0]?.focus();
  };
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
}
