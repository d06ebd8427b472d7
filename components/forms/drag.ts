'use client';

import { useRef, type DragEvent } from 'react';
import type { Patch } from '../editor/document-model.ts';
import type { Path } from '../editor/values.ts';

/** The swaps of neighbours that bring an item of a list from one place to another. */
export function movePatches(path: Path, from: number, to: number): Patch[] {
  const steps = Math.abs(to - from);
  return Array.from({ length: steps }, (_, i) => ({
    op: 'swap' as const,
    path,
    index: to > from ? from + i : from - 1 - i,
  }));
}

const ITEM = '[data-movable]';

/** Items of the list that an item is in, in order. */
function peersOf(item: HTMLElement): HTMLElement[] {
  const form = item.closest('fieldset') ?? document.body;
  return [...form.querySelectorAll<HTMLElement>(ITEM)].filter(
    (other) => other.dataset['movable'] === item.dataset['movable'],
  );
}

/**
 * Drag and drop of items by their handles (elements with `data-handle` inside an element with `data-movable`, whose value names the list by
 * its path). Returns what the form listens to.
 */
export function useDragging(patch: (patches: readonly Patch[]) => void) {
  const dragged = useRef<HTMLElement | null>(null);
  const marked = useRef<HTMLElement | null>(null);
  const mark = (item: HTMLElement | null, side = '') => {
    if (marked.current && marked.current !== item) delete marked.current.dataset['drop'];
    if (item) item.dataset['drop'] = side;
    marked.current = item;
  };
  const over = (event: DragEvent): { item: HTMLElement; after: boolean } | null => {
    const list = dragged.current?.dataset['movable'];
    let item = (event.target as HTMLElement).closest<HTMLElement>(ITEM);
    while (item && item.dataset['movable'] !== list) item = item.parentElement?.closest<HTMLElement>(ITEM) ?? null;
    if (!item) return null;
    const { top, height } = item.getBoundingClientRect();
    return { item, after: event.clientY > top + height / 2 };
  };
  return {
    onDragStart: (event: DragEvent) => {
      const handle = (event.target as HTMLElement).closest('[data-handle]');
      const item = handle?.closest<HTMLElement>(ITEM) ?? null;
      dragged.current = item;
      if (!item) return;
      event.dataTransfer.effectAllowed = 'move';
      event.dataTransfer.setData('text/plain', '');
      event.dataTransfer.setDragImage(item, 16, 16);
    },
    onDragOver: (event: DragEvent) => {
      const at = over(event);
      if (!at) return mark(null);
      event.preventDefault();
      event.dataTransfer.dropEffect = 'move';
      mark(at.item, at.after ? 'after' : 'before');
    },
    onDrop: (event: DragEvent) => {
      const at = over(event);
      const item = dragged.current;
      if (!at || !item) return;
      event.preventDefault();
      const peers = peersOf(item);
      const [from, target] = [peers.indexOf(item), peers.indexOf(at.item)];
      const to = target + (at.after ? 1 : 0) - (from < target + (at.after ? 1 : 0) ? 1 : 0);
      if (from >= 0 && to !== from) patch(movePatches(pathOf(item.dataset['movable'] ?? ''), from, to));
    },
    onDragEnd: () => {
      mark(null);
      dragged.current = null;
    },
  };
}

function pathOf(list: string): Path {
  return list.split('/').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}
